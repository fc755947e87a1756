package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.Sampler;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineSamplerTest {

    private final TestClock clock = new TestClock();

    @TempDir
    private Path proc;

    @Test
    void aLinuxMachineIsReadFromItsFiles() throws IOException {
        write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 400 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
        write("loadavg", "3.50 1.32 0.90 1/87 5695\n");
        counters(100, 900, 0);
        MachineSampler sampler = sampler(LocalMachine.of());
        assertThat(sampler.sample(EmptyRun.VIEW))
                .containsExactly(
                        new SampleFact.Memory(600 << 10, 1000 << 10, 400L << 10, 0L, 0L),
                        new SampleFact.Cpu(null, 3.5, 2));
        counters(175, 925, 2048);
        clock.advance(Duration.ofSeconds(4));
        assertThat(sampler.sample(EmptyRun.VIEW))
                .contains(
                        new SampleFact.Cpu(0.75, 3.5, 2),
                        new SampleFact.Network(512, 512),
                        new SampleFact.DiskIo(512 * 512, 512 * 512));
    }

    private void counters(long busy, long idle, long moved) throws IOException {
        write(
                "stat",
                "cpu  %d 0 0 %d 0 0 0 0 0 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\nintr 5 %s\n"
                        .formatted(busy, idle, "0 ".repeat(5000)));
        write("net/dev", "  eth0: %1$d 0 0 0 0 0 0 0 %1$d 0 0 0 0 0 0 0\n".formatted(moved));
        write("diskstats", "259 0 nvme0n1 1 0 %1$d 0 1 0 %1$d 0 0 0 0\n".formatted(moved));
    }

    @Test
    void theBuildsProcessesAreAddedUpAndKeepTheTimeOfThoseThatEnded() throws IOException {
        long root = ProcessHandle.current().pid();
        write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\n");
        write("stat", "cpu 1 0 0 1 0\ncpu0 1 1 1 1\ncpu1 1 1 1 1\n");
        write("thread-self/children", "");
        process(root, 1, 100, 0, 10, "900001");
        process(900001, root, 50, 250, 20, "900002 900003");
        process(900002, 900001, 300, 0, 30, "");
        write("900002/comm", "cc1) plus (");
        MachineSampler sampler = sampler(LocalMachine.of().withProcesses(ProcessHandle.current()));
        assertThat(sampler.sample(EmptyRun.VIEW)).contains(new SampleFact.Processes(3, null, 60 * 4096L));
        Files.delete(proc.resolve("900002/stat"));
        process(900001, root, 150, 850, 20, "");
        clock.advance(Duration.ofSeconds(4));
        assertThat(sampler.sample(EmptyRun.VIEW)).contains(new SampleFact.Processes(2, 0.5, 30 * 4096L));
    }

    private void process(long pid, long parent, long ticks, long ticksOfEnded, long pages, String children)
            throws IOException {
        write(
                pid + "/stat",
                "%d (a) b (c) S %d 1 1 0 -1 4194560 1 2 3 4 %d 0 %d 0 20 0 1 0 100 1000 %d 18446744073709551615 0 0\n"
                        .formatted(pid, parent, ticks, ticksOfEnded, pages));
        write(pid + "/task/" + pid + "/children", children);
    }

    @Test
    void elsewhereJavaTells() {
        List<SampleFact> facts = sampler(LocalMachine.of().withProcesses(ProcessHandle.current()))
                .sample(EmptyRun.VIEW);
        assertThat(facts).anySatisfy(f -> assertThat(f).isInstanceOf(SampleFact.Memory.class));
        assertThat(processes(facts).count()).isPositive();
    }

    @Test
    void aDiskThatIsNotThereIsPassedOverUntilItIs() throws IOException {
        Path stage = proc.resolve("stage");
        MachineSampler sampler = sampler(LocalMachine.of(proc, stage));
        assertThat(disks(sampler)).containsExactly(proc.toString());
        Files.createDirectory(stage);
        assertThat(disks(sampler)).containsExactly(proc.toString(), stage.toString());
    }

    @Test
    void findsFileSystemsThatTheBuildWritesTo() throws IOException {
        Path other = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(other), "a file system other than that of the root");
        assumeTrue(!Files.getFileStore(other).equals(Files.getFileStore(proc)), "another file system");
        Path file = Files.createTempFile(other, "stage", ".o");
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE);
                MachineSampler sampler = new MachineSampler(LocalMachine.of(proc)
                        .withProcesses(ProcessHandle.current())
                        .withClock(clock))) {
            assertThat(open.isOpen()).isTrue();
            assertThat(disks(sampler)).contains(proc.toString(), "/dev/shm");
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> disks(MachineSampler sampler) {
        return sampler.sample(EmptyRun.VIEW).stream()
                .filter(SampleFact.Disk.class::isInstance)
                .map(f -> ((SampleFact.Disk) f).path())
                .toList();
    }

    @Test
    void thisMachineIsReadWithEverythingItHas() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/meminfo")), "Linux");
        Process child = new ProcessBuilder("sleep", "60").start();
        try (Sampler sampler = MachineSampler.create(LocalMachine.of(Path.of("/"))
                .withProcesses(ProcessHandle.current())
                .withClock(clock))) {
            sampler.sample(EmptyRun.VIEW);
            clock.advance(Duration.ofSeconds(10));
            List<SampleFact> facts = sampler.sample(EmptyRun.VIEW);
            assertThat(facts.stream().map(Object::getClass).collect(Collectors.toSet()))
                    .containsAll(Stream.of(
                                    SampleFact.Disk.class,
                                    SampleFact.Memory.class,
                                    SampleFact.Cpu.class,
                                    SampleFact.Processes.class)
                            .toList());
            SampleFact.Processes processes = processes(facts);
            assertThat(processes.count()).isGreaterThanOrEqualTo(2);
            assertThat(processes.residentBytes()).isGreaterThan(10L << 20);
        } finally {
            child.destroy();
        }
    }

    private static SampleFact.Processes processes(List<SampleFact> facts) {
        return facts.stream()
                .filter(SampleFact.Processes.class::isInstance)
                .map(SampleFact.Processes.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private MachineSampler sampler(LocalMachine machine) {
        return new MachineSampler(machine.withClock(clock), proc.toFile());
    }

    private void write(String file, String text) throws IOException {
        File target = proc.resolve(file).toFile();
        Files.createDirectories(target.toPath().getParent());
        Files.writeString(target.toPath(), text);
    }
}
