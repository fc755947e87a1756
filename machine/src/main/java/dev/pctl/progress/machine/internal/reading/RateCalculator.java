package dev.pctl.progress.machine.internal.reading;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns readings into facts; of running totals it computes the rate since the last reading. The first reading of a
 * total, one at the same time, and one that decreased (after a restart) give no rate. For one machine; not thread-safe.
 */
public final class RateCalculator {

    /** Cores below which processes count as idle: those that poll now and then use a little. */
    private static final double IDLE_CORES = 0.05;

    /** How often to find out what processes wait for, which is expensive. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

    private static final SampleFact.BlockedProcesses BUSY = new SampleFact.BlockedProcesses(List.of());

    private final Clock clock;
    private final Map<String, MachineSnapshot.Inodes> inodes = new HashMap<>();
    private RunningTotals.@Nullable CpuTime cpuBefore;
    private @Nullable Timed<RunningTotals.Transfer> networkBefore;
    private @Nullable Timed<RunningTotals.Transfer> diskBefore;
    private @Nullable Timed<Double> processesBefore;
    private @Nullable Timed<SampleFact.BlockedProcesses> lastLook;
    private int cores;

    private record Timed<T>(Instant time, T value) {}

    private record Speed(double in, double out) {}

    public RateCalculator(Clock clock) {
        this.clock = clock;
    }

    public List<SampleFact> facts(MachineSnapshot readings) {
        Instant now = clock.instant();
        cores = readings.cores() > 0 ? readings.cores() : cores;
        List<SampleFact> facts = new ArrayList<>(readings.disks(inodes));
        add(facts, readings.memory());
        add(facts, cpu(readings));
        add(facts, network(readings.counters(), now));
        add(facts, diskIo(readings.counters(), now));
        processes(readings, now, facts);
        return facts;
    }

    private static void add(List<SampleFact> facts, @Nullable SampleFact fact) {
        if (fact != null) {
            facts.add(fact);
        }
    }

    private @Nullable SampleFact cpu(MachineSnapshot readings) {
        Double utilization = utilization(readings);
        return cores == 0 || (utilization == null && readings.load() == null)
                ? null
                : new SampleFact.Cpu(utilization, readings.load(), cores);
    }

    private @Nullable Double utilization(MachineSnapshot readings) {
        RunningTotals.CpuTime now = readings.counters().cpu();
        RunningTotals.CpuTime before = cpuBefore;
        if (now == null) {
            return readings.utilization();
        }
        cpuBefore = now;
        if (before == null || now.total() <= before.total()) {
            return null;
        }
        double share = (double) (now.busy() - before.busy()) / (now.total() - before.total());
        return Math.max(0, Math.min(1, share));
    }

    private @Nullable SampleFact network(RunningTotals counters, Instant now) {
        if (counters.network() == null) {
            return null;
        }
        Timed<RunningTotals.Transfer> reading = new Timed<>(now, counters.network());
        Speed speed = speed(networkBefore, reading);
        networkBefore = reading;
        return speed == null ? null : new SampleFact.Network(speed.in(), speed.out());
    }

    private @Nullable SampleFact diskIo(RunningTotals counters, Instant now) {
        if (counters.disk() == null) {
            return null;
        }
        Timed<RunningTotals.Transfer> reading = new Timed<>(now, counters.disk());
        Speed speed = speed(diskBefore, reading);
        diskBefore = reading;
        return speed == null ? null : new SampleFact.DiskIo(speed.in(), speed.out());
    }

    private static @Nullable Speed speed(
            @Nullable Timed<RunningTotals.Transfer> before, Timed<RunningTotals.Transfer> now) {
        if (before == null) {
            return null;
        }
        double seconds = seconds(before.time(), now.time());
        long in = now.value().in() - before.value().in();
        long out = now.value().out() - before.value().out();
        return seconds <= 0 || in < 0 || out < 0 ? null : new Speed(in / seconds, out / seconds);
    }

    private void processes(MachineSnapshot readings, Instant now, List<SampleFact> facts) {
        if (readings.processes() < 0) {
            return;
        }
        Double used = readings.counters().processSeconds();
        Double busy = used == null ? null : coresUsed(new Timed<>(now, used));
        Double share = busy == null || cores == 0 ? null : Math.min(1, busy / cores);
        facts.add(new SampleFact.Processes(readings.processes(), share, readings.residentBytes()));
        Supplier<List<SampleFact.BlockedProcess>> finder = readings.waits();
        if (busy != null && finder != null) {
            facts.add(waits(busy < IDLE_CORES, finder, now));
        }
    }

    /** Returns how many cores the processes used since the last reading. */
    private @Nullable Double coresUsed(Timed<Double> now) {
        Timed<Double> before = processesBefore;
        processesBefore = now;
        if (before == null) {
            return null;
        }
        double seconds = seconds(before.time(), now.time());
        double used = now.value() - before.value();
        return seconds <= 0 || used < 0 ? null : used / seconds;
    }

    private SampleFact.BlockedProcesses waits(
            boolean idle, Supplier<List<SampleFact.BlockedProcess>> finder, Instant now) {
        Timed<SampleFact.BlockedProcesses> last = lastLook;
        if (!idle) {
            lastLook = null;
            return BUSY;
        }
        if (last != null && Duration.between(last.time(), now).compareTo(LOOK_INTERVAL) < 0) {
            return last.value();
        }
        SampleFact.BlockedProcesses found = new SampleFact.BlockedProcesses(finder.get());
        lastLook = new Timed<>(now, found);
        return found;
    }

    private static double seconds(Instant from, Instant to) {
        return Durations.seconds(Duration.between(from, to));
    }
}
