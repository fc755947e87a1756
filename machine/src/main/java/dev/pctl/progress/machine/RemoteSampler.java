package dev.pctl.progress.machine;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.machine.internal.linux.BlockedProcessFinder;
import dev.pctl.progress.machine.internal.linux.ProcessTree;
import dev.pctl.progress.machine.internal.linux.ReportedProcView;
import dev.pctl.progress.machine.internal.linux.ToolOutputParser;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.machine.internal.reading.RateCalculator;
import dev.pctl.progress.spi.RemoteShell;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads another Linux machine through a shell there, one round trip for each sample: disks with inodes, memory,
 * processors, network, disk I/O, and the build's processes if their root is named. Rates come with the second sample.
 * While the build's processes are idle, a second round trip every ten seconds finds what they wait for. The
 * machine needs nothing but a POSIX shell, {@code cat}, {@code df} and {@code ls}; it answers in a few kilobytes, and
 * about 40 bytes more for each of its processes if those are looked at.
 *
 * <p>{@code with…} methods make a new sampler. Not thread-safe.
 */
public final class RemoteSampler implements Sampler {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteSampler.class);
    private static final String SAMPLE = script("sample.sh");
    private static final String WAITS = script("waits.sh");
    private static final int MAX_LENGTH = 4 << 20;

    private final RemoteShell shell;
    private final List<String> paths;
    private final long rootProcess;
    private final Duration limit;
    private final Clock clock;
    private final RateCalculator rates;

    private RemoteSampler(RemoteShell shell, List<String> paths, long rootProcess, Duration limit, Clock clock) {
        this.shell = shell;
        this.paths = paths;
        this.rootProcess = rootProcess;
        this.limit = limit;
        this.clock = clock;
        rates = new RateCalculator(clock);
    }

    /**
     * Returns a sampler of the machine behind that shell and the file systems of these paths there. A sample may take
     * ten seconds unless another {@linkplain #withLimit limit} is set.
     *
     * @param paths absolute; one that does not exist is ignored
     */
    public static RemoteSampler of(RemoteShell shell, String... paths) {
        Objects.requireNonNull(shell, "shell");
        List<String> checked = Arguments.elements(paths, "paths");
        checked.forEach(path -> Arguments.notBlank(path, "path"));
        return new RemoteSampler(shell, checked, 0, Duration.ofSeconds(10), Clock.systemUTC());
    }

    /** Returns a sampler that also reads that process and its descendants. */
    public RemoteSampler withProcesses(long root) {
        if (root < 1) {
            throw new IllegalArgumentException("root must be a process id: " + root);
        }
        return new RemoteSampler(shell, paths, root, limit, clock);
    }

    /** Returns a sampler with another time limit for each sample. */
    public RemoteSampler withLimit(Duration newLimit) {
        return new RemoteSampler(shell, paths, rootProcess, Arguments.positive(newLimit, "newLimit"), clock);
    }

    /** Returns a sampler with another clock for rates. */
    public RemoteSampler withClock(Clock newClock) {
        return new RemoteSampler(shell, paths, rootProcess, limit, Objects.requireNonNull(newClock, "newClock"));
    }

    /**
     * Takes the readings; what the answer does not contain is left out.
     *
     * @throws IOException if the shell throws it, or the thread is interrupted
     */
    @Override
    public List<SampleFact> sample(RunView view) throws IOException {
        String places = paths.stream().map(RemoteSampler::quoted).collect(Collectors.joining(" "));
        String output = run(SAMPLE, rootProcess + " " + places);
        MachineSnapshot readings = new MachineSnapshot();
        ToolOutputParser reader = new ToolOutputParser(readings, paths, this::waits);
        reader.read(output);
        reader.end();
        return rates.facts(readings);
    }

    /** Finds what processes wait for; a failure to do so does not fail the sample. */
    private List<SampleFact.BlockedProcess> waits(List<ProcessTree.Stat> tree) {
        String ids = tree.stream()
                .limit(BlockedProcessFinder.MAX_PROCESSES)
                .map(p -> Long.toString(p.pid()))
                .collect(Collectors.joining(" "));
        try {
            return new BlockedProcessFinder(ReportedProcView.of(run(WAITS, ids)), tree).find();
        } catch (IOException e) {
            LOG.debug("what the processes wait for could not be asked", e);
            return List.of();
        }
    }

    /** Runs a script in quotes, so that the login shell of the other side does not matter. */
    private String run(String script, String arguments) throws IOException {
        try {
            String output = shell.run("sh -c " + quoted(script) + " sh " + arguments, limit);
            return output.length() > MAX_LENGTH ? output.substring(0, MAX_LENGTH) : output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while a sample was taken").initCause(e);
        }
    }

    private static String quoted(String word) {
        return '\'' + word.replace("'", "'\\''") + '\'';
    }

    private static String script(String name) {
        try (InputStream in = RemoteSampler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the library");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
