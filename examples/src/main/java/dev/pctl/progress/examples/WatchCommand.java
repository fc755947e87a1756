package dev.pctl.progress.examples;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Detail;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.TextRenderer;
import dev.pctl.progress.ansi.Theme;
import dev.pctl.progress.bus.Delivery;
import dev.pctl.progress.estimator.History;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.JsonlHistory;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.json.EventWriter;
import dev.pctl.progress.sample.LocalMachine;
import dev.pctl.progress.sample.LogSizeSampler;
import dev.pctl.progress.sample.MachineSampler;
import dev.pctl.progress.source.LogSource;
import dev.pctl.progress.source.LogSources;
import dev.pctl.progress.source.ProcessLog;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParser;
import dev.pctl.progress.watch.DiskSpaceWatchdog;
import dev.pctl.progress.watch.MemoryWatchdog;
import dev.pctl.progress.watch.PaceWatchdog;
import dev.pctl.progress.watch.StallWatchdog;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches a command, a file that grows, or a pipe. */
@Command(
        name = "watch",
        description = {
            "Shows the progress of a real build: of a command that it runs (watch -- spack install gromacs), of a log file"
                    + " that grows (watch spack.log, until Ctrl-C), or of a pipe (spack install gromacs 2>&1 | watch -).",
            "On a terminal the keys 0, 1 and 2 change the level of detail, and v shows everything and back; the command that is"
                    + " run then gets no input.",
            "Exits with the command's own status, with 1 if the log tells of a failure, or with 130 after Ctrl-C."
        })
final class WatchCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(
            new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null"));

    @Parameters(arity = "1..*", paramLabel = "COMMAND|FILE|-", description = "what to watch")
    private List<String> what = List.of();

    @Option(names = "--detail", defaultValue = "1", description = "0 phase and percent, 1 packages, 2 everything")
    private int detail;

    @Option(names = "--title", description = "what is built")
    private @Nullable String title;

    @Option(names = "--history", description = "a build history for forecasts, to which the build is added")
    private @Nullable Path history;

    @Option(
            names = "--stage",
            paramLabel = "DIR",
            description =
                    "where Spack builds, config:build_stage, to follow the build logs there; its usual places unless"
                            + " given")
    private List<Path> stage = List.of();

    @Option(names = "--plain", description = "whole lines only")
    private boolean plain;

    @Option(names = "--json", description = "the event stream instead of a display")
    private boolean json;

    private final AtomicReference<@Nullable LogSource> source = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;
    private boolean keys;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Thread stop = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            LogSource log = open();
            source.set(log);
            return watch(log);
        } finally {
            ended.countDown();
        }
    }

    private int watch(LogSource log) throws IOException, InterruptedException {
        try (Progress progress = shown(Progress.builder(title == null ? String.join(" ", what) : title))
                .parser(SpackParser.factory())
                .alongside(BuildLogs.under(stage.isEmpty() ? BuildLogs.usualStageRoots(System.getenv()) : stage))
                .forecaster(HistoryForecaster.of(history == null ? History.inMemory() : JsonlHistory.at(history)))
                .sampler(MachineSampler.find(machine(log)))
                .sampler(new LogSizeSampler())
                .watchdog(new DiskSpaceWatchdog())
                .watchdog(new MemoryWatchdog())
                .watchdog(new PaceWatchdog())
                .watchdog(new StallWatchdog())
                .start()) {
            return watch(progress, log);
        }
    }

    /** Ctrl-C and a request to end: the source is closed, and the display is left to clear up before the end. */
    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        interrupted = true;
        try {
            LogSource open = source.get();
            if (open != null) {
                open.close();
            }
            if (!ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("watch: gave up waiting for the display to end");
            }
        } catch (IOException e) {
            System.err.println("watch: " + Failures.message(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Progress.Builder shown(Progress.Builder builder) throws IOException {
        if (json) {
            EventWriter writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
            writer.writeHeader();
            return builder.listener("json", Delivery.EVERYTHING, writer);
        }
        Detail level = Detail.of(detail);
        TextRenderer renderer = plain
                ? Renderers.plain(level, System.out, Theme.of(System.getenv(), false))
                : Renderers.forTerminal(level, System.out, true);
        keys = renderer instanceof AnsiRenderer moving && moving.readsKeys();
        return builder.renderer(renderer);
    }

    /** The disk of this machine, and the processes of the build if it was started here. */
    private static LocalMachine machine(LogSource log) {
        LocalMachine machine = LocalMachine.of(Path.of("/"));
        return log instanceof ProcessLog process ? machine.withProcesses(process.handle()) : machine;
    }

    private int watch(Progress progress, LogSource log) throws IOException, InterruptedException {
        Outcome told = progress.follow(log);
        if (interrupted) {
            progress.finish(Outcome.CANCELLED, "interrupted");
            return INTERRUPTED;
        }
        if (log instanceof ProcessLog process) {
            int status = process.waitFor();
            Outcome outcome = status == 0 ? Outcome.SUCCEEDED : told == Outcome.CANCELLED ? told : Outcome.FAILED;
            progress.finish(outcome, status == 0 ? null : "exit status " + status);
            return status;
        }
        progress.finish(told == null ? Outcome.UNFINISHED : told);
        return told == Outcome.FAILED || told == Outcome.CANCELLED ? 1 : 0;
    }

    private LogSource open() throws IOException {
        String first = what.get(0);
        if (what.size() == 1 && "-".equals(first)) {
            return LogSources.of(System.in);
        }
        Path file = Path.of(first);
        if (what.size() == 1 && isLog(file)) {
            return LogSources.following(file, POLL);
        }
        return LogSources.ofProcess(
                new ProcessBuilder(what).redirectInput(keys ? NOTHING : ProcessBuilder.Redirect.INHERIT));
    }

    /** A single word that is a program to run is no log; one that is not there yet may become one. */
    private static boolean isLog(Path file) {
        boolean inFolder = file.getNameCount() > 1 || file.toString().contains(".");
        return Files.isRegularFile(file) ? !Files.isExecutable(file) : inFolder && !Files.isDirectory(file);
    }
}
