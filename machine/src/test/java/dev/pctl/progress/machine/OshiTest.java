package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.jvm.OshiLookup;
import dev.pctl.progress.machine.internal.jvm.OshiMachineReader;
import dev.pctl.progress.machine.internal.linux.DfInodes;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.spi.LocalMachine;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known with OSHI on the class path, where there is no {@code /proc}, and what without it. */
class OshiTest {

    private final TestClock clock = new TestClock();

    @TempDir
    private Path noProc;

    @Test
    void withItEverythingIsKnownOnEverySystem() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        MachineSampler sampler = new MachineSampler(
                LocalMachine.of(Path.of("/"))
                        .withProcesses(ProcessHandle.current())
                        .withClock(clock),
                noProc.toFile());
        List<SampleFact> facts = sampledUntilTicksCount(sampler);
        child.destroy();
        SampleFact.Memory memory = one(facts, SampleFact.Memory.class);
        assertThat(memory.availableBytes()).isBetween(1L << 20, memory.totalBytes());
        assertThat(one(facts, SampleFact.Cpu.class).utilization()).isNotNull();
        assertThat(one(facts, SampleFact.Processes.class).count()).isGreaterThanOrEqualTo(2);
        assertThat(one(facts, SampleFact.Processes.class).residentBytes()).isGreaterThan(10L << 20);
        one(facts, SampleFact.Network.class);
    }

    /** OSHI keeps what it has read of the processors for a moment. */
    private List<SampleFact> sampledUntilTicksCount(MachineSampler sampler) throws IOException {
        List<SampleFact> facts = sampler.sample(EmptyRun.VIEW);
        for (int i = 0; i < 10_000 && one(facts, SampleFact.Cpu.class).utilization() == null; i++) {
            clock.advance(Duration.ofSeconds(10));
            facts = sampler.sample(EmptyRun.VIEW);
        }
        return facts;
    }

    @Test
    void inodesAreWhatDfCounts() throws IOException {
        MachineSnapshot.Inodes counted = new DfInodes().of(noProc);
        OshiMachineReader oshi = OshiLookup.find();
        assertThat(oshi).isNotNull();
        MachineSnapshot.Inodes known = oshi.of(noProc);
        if (counted == null) {
            assertThat(known).as("a file system without a limit").isNull();
        } else {
            assertThat(known.total()).isEqualTo(counted.total());
            assertThat(known.used()).isBetween(counted.used() / 2, counted.used() * 2 + 1000);
        }
    }

    @Test
    void withoutItTheLibraryDoesWithWhatThereIs() throws IOException, InterruptedException {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("oshi") && !path.contains("jna"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        without,
                        Alone.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("no OSHI").contains("Disk[path=/").contains("Memory[");
        if (Files.isReadable(Path.of("/proc/meminfo"))) {
            assertThat(said).contains("Cpu[").contains("Processes[");
        }
    }

    /** Runs in a Java of its own, to which OSHI does not exist. */
    static final class Alone {
        public static void main(String[] arguments) {
            System.out.println(OshiLookup.find() == null ? "no OSHI" : "OSHI");
            new MachineSampler(LocalMachine.of(Path.of("/")).withProcesses(ProcessHandle.current()))
                    .sample(EmptyRun.VIEW)
                    .forEach(System.out::println);
        }
    }

    private static <T> T one(List<SampleFact> facts, Class<T> type) {
        return facts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + facts));
    }
}
