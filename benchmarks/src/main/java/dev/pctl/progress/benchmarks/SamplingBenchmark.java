package dev.pctl.progress.benchmarks;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.machine.TreeSizeSampler;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes samples of this machine. What they cost is {@code cpuMicros} divided by {@code samples}: processor time of the
 * sampling thread, in the kernel too, which does not depend on what else the machine does; at one a second, 10,000 are one
 * percent of a core. The build has twenty processes, all of which sleep: what they wait for is looked up every ten seconds,
 * hence hardly in it, but for {@link #machineAndWaits}, which looks each time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplingBenchmark {

    private static final int PROCESSES = 20;

    private final List<Process> processes = new ArrayList<>();
    private final TickingClock clock = new TickingClock();
    private MachineSampler machine = new MachineSampler(LocalMachine.of());
    private MachineSampler looking = new MachineSampler(LocalMachine.of());
    private TreeSizeSampler trees = new TreeSizeSampler();

    /** Processor time and number of samples. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
        private static final RunView NO_RUN = new RunProjection("benchmark").view();

        public long samples;
        public long cpuMicros;

        List<SampleFact> of(Sampler sampler) throws IOException {
            long before = THREADS.getCurrentThreadCpuTime();
            List<SampleFact> facts = sampler.sample(NO_RUN);
            cpuMicros += (THREADS.getCurrentThreadCpuTime() - before) / 1000;
            samples++;
            return facts;
        }
    }

    /** Starts the processes of the build. */
    @Setup
    public void begin() throws IOException {
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(new ProcessBuilder("sleep", "1000").start());
        }
        LocalMachine all = LocalMachine.of(Path.of("/"), Path.of("/tmp")).withProcesses(ProcessHandle.current());
        machine = new MachineSampler(all);
        looking = new MachineSampler(all.withClock(clock));
        trees = new TreeSizeSampler(1000, Path.of("/usr"));
    }

    /** Samples disks, memory, processors, network, disk I/O and the processes of the build. */
    @Benchmark
    public List<SampleFact> machine(Cost cost) throws IOException {
        return cost.of(machine);
    }

    /** Samples the same, and the reasons for which processes wait. */
    @Benchmark
    public List<SampleFact> machineAndWaits(Cost cost) throws IOException {
        clock.advance();
        return cost.of(looking);
    }

    /** Counts a thousand files and directories of a large tree. */
    @Benchmark
    public List<SampleFact> thousandFiles(Cost cost) throws IOException {
        return cost.of(trees);
    }

    /** Stops the processes. */
    @TearDown
    public void end() {
        processes.forEach(Process::destroy);
        trees.close();
    }
}
