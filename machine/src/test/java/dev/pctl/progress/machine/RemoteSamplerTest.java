package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.event.SampleFact;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSamplerTest {

    private final TestClock clock = new TestClock();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "bash --posix", "busybox sh"})
    void itReadsAMachineThroughAnyShell(String shell) throws IOException {
        List<String> program = List.of(shell.split(" "));
        assumeTrue(Files.isReadable(Path.of("/proc/meminfo")), "Linux");
        assumeTrue(installed(program.get(0)), program.get(0));
        Path odd = Files.createDirectory(directory.resolve("it's $odd \\n * place"));
        Process child = new ProcessBuilder("sleep", "60").start();
        try (RemoteSampler sampler = RemoteSampler.of(
                        (command, limit) -> run(program, command), "/", "/nowhere", odd.toString())
                .withProcesses(ProcessHandle.current().pid())
                .withClock(clock)) {
            sampler.sample(EmptyRun.VIEW);
            clock.advance(Duration.ofSeconds(10));
            check(sampler.sample(EmptyRun.VIEW), odd.toString());
        } finally {
            child.destroy();
        }
    }

    private static void check(List<SampleFact> facts, String odd) {
        assertThat(of(facts, SampleFact.Disk.class))
                .extracting(SampleFact.Disk::path)
                .containsExactly("/", odd);
        assertThat(of(facts, SampleFact.Memory.class))
                .singleElement()
                .satisfies(m -> assertThat(m.totalBytes()).isGreaterThan(100L << 20));
        assertThat(of(facts, SampleFact.Cpu.class)).singleElement().satisfies(c -> {
            assertThat(c.cores()).isPositive();
            assertThat(c.load()).isNotNull();
            assertThat(c.utilization()).isNotNull();
        });
        assertThat(of(facts, SampleFact.Processes.class)).singleElement().satisfies(p -> {
            assertThat(p.count()).isGreaterThanOrEqualTo(2);
            assertThat(p.cpuShare()).isNotNull();
            assertThat(p.residentBytes()).isGreaterThan(10L << 20);
        });
    }

    private static <T> List<T> of(List<SampleFact> facts, Class<T> type) {
        return facts.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What is spoken there changes neither numbers nor headings. */
    @ParameterizedTest
    @ValueSource(strings = {"C", "de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.UTF-8"})
    void theLanguageOfTheMachineDoesNotMatter(String locale) throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/meminfo")), "Linux");
        assumeTrue(locale.equals("C") || locales().contains(locale.replace("UTF-8", "utf8")), locale);
        String settings = "export LC_ALL=" + locale + " LANG=" + locale + " LC_NUMERIC=" + locale + "; ";
        try (RemoteSampler sampler = RemoteSampler.of(
                        (command, limit) -> run(List.of("sh"), settings + command),
                        "/",
                        "/nowhere",
                        directory.toString())
                .withProcesses(ProcessHandle.current().pid())
                .withClock(clock)) {
            sampler.sample(EmptyRun.VIEW);
            clock.advance(Duration.ofSeconds(10));
            List<SampleFact> facts = sampler.sample(EmptyRun.VIEW);
            assertThat(of(facts, SampleFact.Disk.class)).hasSize(2);
            assertThat(of(facts, SampleFact.Memory.class)).hasSize(1);
            assertThat(of(facts, SampleFact.Cpu.class).get(0).load()).isNotNull();
        }
    }

    private static String locales() throws IOException {
        return new String(
                new ProcessBuilder("locale", "-a").start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "busybox sh"})
    void itTellsWhatProcessesThereWaitFor(String shell) throws IOException {
        List<String> program = List.of(shell.split(" "));
        assumeTrue(Files.isReadable(Path.of("/proc/self/syscall")), "a Linux that shows system calls");
        assumeTrue(installed(program.get(0)) && installed("flock") && installed("bash"), "flock and bash");
        Path tools = onlyTools(program.get(0), "sh", "cat", "df", "getconf", "uname", "ls");
        Path lock = directory.resolve("the lock");
        Process holder = new ProcessBuilder("flock", lock.toString(), "sleep", "1000").start();
        try (ServerSocket mirror = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RemoteSampler remote = RemoteSampler.of(
                        (command, limit) -> run(program, "PATH=" + tools + "; export PATH; " + command))) {
            while (holder.descendants().findAny().isEmpty()) {
                LockSupport.parkNanos(1_000_000);
            }
            Process build = new ProcessBuilder(
                            "bash",
                            "-c",
                            "sh -c 'kill -STOP $$; :' & flock '" + lock + "' true & exec 3<&0; cat <&3 &"
                                    + " exec cat < /dev/tcp/127.0.0.1/" + mirror.getLocalPort())
                    .start();
            Set<ProcessHandle> started = new HashSet<>();
            // ended before the socket closes, as that ends the build's root, and nothing else would end a stopped child
            try {
                checkWaits(waits(remote.withProcesses(build.pid()), build, 4, started), lock, mirror.getLocalPort());
            } finally {
                started.forEach(ProcessHandle::destroyForcibly);
                end(build);
            }
        } finally {
            end(holder);
        }
    }

    private static void checkWaits(List<SampleFact.BlockedProcess> waits, Path lock, int port) {
        assertThat(waits)
                .extracting(
                        SampleFact.BlockedProcess::reason,
                        SampleFact.BlockedProcess::command,
                        SampleFact.BlockedProcess::target)
                .containsExactlyInAnyOrder(
                        tuple(SampleFact.WaitReason.LOCK, "flock", lock.toString()),
                        tuple(SampleFact.WaitReason.STOPPED, "sh", null),
                        tuple(SampleFact.WaitReason.INPUT, "cat", "standard input"),
                        tuple(SampleFact.WaitReason.NETWORK, "cat", "127.0.0.1:" + port));
    }

    /** Nothing else is there to be found: those of BusyBox, or else the system's own. */
    private Path onlyTools(String program, String... names) throws IOException {
        Path tools = Files.createDirectory(directory.resolve("bin"));
        for (String tool : names) {
            Path target = find(program.equals("busybox") ? program : tool);
            Files.createSymbolicLink(tools.resolve(tool), Objects.requireNonNull(target, tool));
        }
        return tools;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Samples until the processes wait, and collects those that were started. */
    private List<SampleFact.BlockedProcess> waits(
            RemoteSampler sampler, Process build, int wanted, Set<ProcessHandle> started) throws IOException {
        RemoteSampler timed = sampler.withClock(clock);
        List<SampleFact.BlockedProcess> waits = List.of();
        while (waits.size() < wanted && build.isAlive()) {
            build.descendants().forEach(started::add);
            clock.advance(Duration.ofSeconds(15));
            List<SampleFact.BlockedProcesses> found =
                    of(timed.sample(EmptyRun.VIEW), SampleFact.BlockedProcesses.class);
            waits = found.isEmpty() ? waits : found.get(0).blocked();
        }
        build.descendants().forEach(started::add);
        return waits;
    }

    @Test
    void aSampleIsWorthHavingWhereNobodySaysWhatProcessesWaitFor() throws IOException {
        String idle = "0.92 1.32 0.90 1/87 5695\n@cores 8\n@root 7\n@process 7 1 0 0 0 0 100 S\n";
        List<String> asked = new ArrayList<>();
        RemoteSampler sampler = RemoteSampler.of((command, limit) -> {
                    asked.add(command);
                    if (command.endsWith(" sh 7")) {
                        throw new IOException("too much is asked");
                    }
                    return idle;
                })
                .withProcesses(7)
                .withClock(clock);
        sampler.sample(EmptyRun.VIEW);
        clock.advance(Duration.ofSeconds(10));
        assertThat(of(sampler.sample(EmptyRun.VIEW), SampleFact.BlockedProcesses.class))
                .containsExactly(new SampleFact.BlockedProcesses(List.of()));
        assertThat(asked).hasSize(3);
        assertThat(asked.get(2).length()).isLessThan(4096);
    }

    /** Wherever an answer is cut off: what is whole in it counts, and nothing is made up. */
    @Test
    void halfAnAnswerGivesWhatIsWholeInIt() throws IOException {
        String[] answer = {""};
        RemoteSampler.of(
                        (command, limit) -> {
                            answer[0] = run(List.of("sh"), command);
                            return answer[0];
                        },
                        "/")
                .withProcesses(ProcessHandle.current().pid())
                .sample(EmptyRun.VIEW);
        for (int length = 0; length < answer[0].length(); length += 1 + length / 50) {
            String half = answer[0].substring(0, length);
            List<SampleFact> facts = RemoteSampler.of((command, limit) -> half, "/")
                    .withClock(clock)
                    .sample(EmptyRun.VIEW);
            of(facts, SampleFact.Disk.class)
                    .forEach(d -> assertThat(d.usedBytes() + d.freeBytes()).isLessThanOrEqualTo(d.totalBytes()));
            of(facts, SampleFact.Memory.class)
                    .forEach(m -> assertThat(m.usedBytes()).isBetween(0L, m.totalBytes()));
        }
    }

    @Test
    void busyboxOwnToolsDo() throws IOException {
        assumeTrue(installed("busybox"), "busybox");
        Path tools = onlyTools("busybox", "sh", "cat", "df", "getconf", "uname");
        String path = "PATH=" + tools + "; export PATH; ";
        List<SampleFact> facts = RemoteSampler.of((command, limit) -> run(List.of("sh"), path + command), "/")
                .withClock(clock)
                .sample(EmptyRun.VIEW);
        assertThat(of(facts, SampleFact.Disk.class))
                .singleElement()
                .satisfies(d -> assertThat(d.totalBytes()).isPositive());
    }

    @Test
    void theCommandIsSmallAndAskedForOnceWithItsLimit() throws IOException {
        List<String> commands = new ArrayList<>();
        RemoteSampler sampler = RemoteSampler.of(
                        (command, limit) -> {
                            commands.add(command);
                            assertThat(limit).isEqualTo(Duration.ofSeconds(3));
                            return "";
                        },
                        "/opt")
                .withLimit(Duration.ofSeconds(3));
        assertThat(sampler.sample(EmptyRun.VIEW)).isEmpty();
        assertThat(commands).singleElement().satisfies(c -> {
            assertThat(c.length()).isLessThan(4096);
            assertThat(c).endsWith("' sh 0 '/opt'");
            assertThat(c.chars().filter(x -> x == '\'').count()).isEqualTo(4);
        });
    }

    @Test
    void whatAShellGreetsWithDoesNotMatter() throws IOException {
        List<SampleFact> facts =
                RemoteSampler.of((command, limit) -> """
                Welcome to Amazon Linux: 3 updates available!
                0.92 1.32 0.90 1/87 5695\r
                @cores 8\r
                @disk 0
                Filesystem     1024-blocks     Used Available Capacity Mounted on
                df: /sys/kernel/debug: Permission denied
                /dev/loop0 100 40 60 40% /dev
                """, "/opt").sample(EmptyRun.VIEW);
        assertThat(facts)
                .containsExactly(
                        new SampleFact.Disk("/opt", 40 << 10, 100 << 10, 60 << 10), new SampleFact.Cpu(null, 0.92, 8));
    }

    @Test
    void garbageGivesNothing() throws IOException {
        assertThat(RemoteSampler.of((command, limit) -> "\u0000\u001b[2J sh: not found %%% @disk", "/")
                        .sample(EmptyRun.VIEW))
                .isEmpty();
    }

    @Test
    void aShellThatFailsSaysSoAndIsAskedAgain() throws IOException {
        boolean[] up = {false};
        RemoteSampler sampler = RemoteSampler.of((command, limit) -> {
            if (!up[0]) {
                throw new IOException("no answer within " + limit, new TimeoutException());
            }
            return "0.92 1.32 0.90 1/87 5695\n@cores 8\n";
        });
        assertThatThrownBy(() -> sampler.sample(EmptyRun.VIEW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PT10S");
        up[0] = true;
        assertThat(sampler.sample(EmptyRun.VIEW)).hasSize(1);
    }

    @Test
    void anInterruptIsPassedOn() {
        RemoteSampler sampler = RemoteSampler.of((command, limit) -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> sampler.sample(EmptyRun.VIEW)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static boolean installed(String program) {
        return find(program) != null;
    }

    private static Path find(String program) {
        for (String place : System.getenv("PATH").split(":")) {
            Path path = Path.of(place, program);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        return null;
    }

    private static String run(List<String> shell, String command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(shell);
        words.addAll(List.of("-c", command.replaceFirst("^sh ", String.join(" ", shell) + ' ')));
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
