package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.spi.LocalMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that say nothing, each for its own reason. They are sampled for real; the minutes are made up. */
class SilentProcessesTest {

    private static final PackageRef GCC = new PackageRef("gcc", "13.2.0", "abcdefg");

    private final RunProjection state = new RunProjection("run");
    private final StallWatchdog watchdog = new StallWatchdog();
    private final List<Process> started = new ArrayList<>();
    private final List<AdviceFact> said = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    @TempDir
    private Path directory;

    @BeforeEach
    void onLinuxOnly() {
        assumeTrue(Files.isReadable(Path.of("/proc/self/syscall")), "a Linux that shows system calls");
    }

    @AfterEach
    void end() {
        started.forEach(p -> p.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void oneThatSleepsIsProbablyStalled() throws IOException {
        Process build = start("sleep", "1000");
        awaitState(build, 'S');
        watch(build, 9);
        assertThat(said).isEmpty();
        watch(build, 3);
        assertThat(advice().seen())
                .startsWith(
                        "gcc@13.2.0 has been silent for 10 min: probably stalled (fairly sure: its processes use no");
        assertThat(advice().severity()).isEqualTo(Advice.Severity.WARNING);
        assertThat(said).as("once").hasSize(1);
    }

    @Test
    void oneThatSpinsIsQuietButWorking() throws IOException {
        Process build = start("sh", "-c", "while :; do :; done");
        watch(build, 12);
        assertThat(advice().seen())
                .contains(": quiet but working (its processes use ")
                .contains(" cores");
        assertThat(advice().severity()).isEqualTo(Advice.Severity.INFO);
        assertThat(said).hasSize(1);
    }

    @Test
    void oneThatWantsALockWaitsForIt() throws IOException {
        Path lock = directory.resolve("prefix_lock");
        Process holder = hold(lock);
        Process build = start("sh", "-c", "flock " + lock + " true; :");
        awaitChildIn(build, "flock");
        watch(build, 3);
        assertThat(advice().seen())
                .isEqualTo("gcc@13.2.0 has been silent for 2 min: waiting for a lock on " + lock + ", held by process "
                        + holder.pid() + " (flock) (almost certain)");
        assertThat(advice().remedies().get(0)).startsWith("Wait for process " + holder.pid());
        assertThat(advice().remedies().get(1)).endsWith("remove " + lock);
    }

    @Test
    void oneThatTriesALockAgainAndAgainWaitsForItToo() throws IOException {
        Path lock = directory.resolve("db_lock");
        Process holder = hold(lock);
        Process build = start("sh", "-c", "exec 9>" + lock + "; until flock -n 9; do sleep 600; done");
        awaitChildIn(build, "sleep");
        watch(build, 3);
        assertThat(advice().seen())
                .contains("waiting for a lock on " + lock + ", held by process " + holder.pid() + " (flock)");
    }

    private Process hold(Path lock) throws IOException {
        Process holder = start("flock", lock.toString(), "sleep", "1000");
        awaitChildIn(holder, "sleep");
        return holder;
    }

    @Test
    void oneThatReadsStandardInputWaitsForIt() throws IOException {
        Process build = start("sh", "-c", "read answer");
        awaitState(build, 'S');
        watch(build, 3);
        assertThat(advice().seen()).contains(": waiting for input from standard input (almost certain)");
    }

    @Test
    void aPipeWithinTheBuildIsNoInput() throws IOException {
        Process build = start("sh", "-c", "sleep 1000 | cat");
        awaitChildIn(build, "cat");
        watch(build, 12);
        assertThat(advice().seen()).contains("probably stalled");
    }

    @Test
    void oneThatWasStoppedWaitsToBeContinued() throws IOException {
        Process build = start("sleep", "1000");
        start("kill", "-STOP", Long.toString(build.pid()));
        awaitState(build, 'T');
        watch(build, 3);
        assertThat(advice().seen()).contains(": waiting to be continued (almost certain)");
        assertThat(advice().remedies()).containsExactly("Let it go on: kill -CONT " + build.pid());
        record(new PackageFact.Activity(GCC, 1, PackageFact.Kind.STAGING, null));
        watch(build, 1);
        assertThat(said).last().isInstanceOf(AdviceFact.Cleared.class);
    }

    @Test
    void oneWhoseServerSaysNothingWaitsForTheNetwork() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash");
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            int port = server.getLocalPort();
            Process build = start("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port + "; read answer <&3");
            server.accept();
            awaitState(build, 'S');
            watch(build, 3);
            assertThat(advice().seen()).contains(": waiting for the network: 127.0.0.1:" + port + " (fairly sure)");
        }
    }

    // ---- how it is done

    private Advice advice() {
        Advice advice = state.view().advice().raised("stalled");
        assertThat(advice).as("advice on silence").isNotNull();
        return advice;
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    /** Minutes pass; each is four looks at the machine, for each of which the build had time to use a processor. */
    private void watch(Process build, int minutes) {
        if (sequence == 0) {
            record(new PackageFact.Started(GCC, 1, 1, 1));
            watchdog.check(state.view(), now);
        }
        MachineSampler sampler = new MachineSampler(LocalMachine.of().withProcesses(build.toHandle()));
        sampler.sample();
        for (int i = 0; i < 4 * minutes; i++) {
            LockSupport.parkNanos(10_000_000);
            now = now.plus(Duration.ofSeconds(15));
            for (SampleFact fact : sampler.sample()) {
                // what else happens on the machine that tests this is not to be in it
                if (!(fact instanceof SampleFact.DiskIo || fact instanceof SampleFact.Network)) {
                    record(fact);
                }
            }
            for (AdviceFact fact : watchdog.check(state.view(), now)) {
                said.add(fact);
                record(fact);
            }
        }
    }

    private void record(Fact fact) {
        state.apply(new Event("run", "main", ++sequence, now, fact));
    }

    private static void awaitState(Process process, char wanted) throws IOException {
        while (process.isAlive()) {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            if (stat.charAt(stat.lastIndexOf(')') + 2) == wanted && !stat.contains("(java)")) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new IllegalStateException("it has ended");
    }

    private static void awaitChildIn(Process parent, String command) {
        while (parent.isAlive()) {
            for (ProcessHandle child : parent.descendants().toList()) {
                if (stat(child).contains("(" + command + ") S")) {
                    return;
                }
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new IllegalStateException("it has ended");
    }

    /** Empty once it has ended, which may be while this is read. */
    private static String stat(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        } catch (IOException e) {
            return "";
        }
    }
}
