package dev.pctl.progress.machine.internal.reading;

import dev.pctl.progress.event.SampleFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the readings of one sample, before rates are computed. */
public final class MachineSnapshot {

    private final Map<String, SampleFact.Disk> disks = new LinkedHashMap<>();
    private final Map<String, Inodes> inodes = new LinkedHashMap<>();
    private SampleFact.@Nullable Memory memory;
    private @Nullable Double load;
    private @Nullable Double utilization;
    private int cores;
    private int processes = -1;
    private @Nullable Long residentBytes;
    private RunningTotals.@Nullable CpuTime cpuTime;
    private RunningTotals.@Nullable Transfer network;
    private RunningTotals.@Nullable Transfer diskIo;
    private @Nullable Double processSeconds;
    private @Nullable Supplier<List<SampleFact.BlockedProcess>> waits;

    /** Inodes of one file system. */
    public record Inodes(long used, long total) {}

    public void disk(SampleFact.Disk disk) {
        disks.put(disk.path(), disk);
    }

    public void inodes(String path, Inodes count) {
        inodes.put(path, count);
    }

    @Nullable
    public Inodes inodesOf(String path) {
        return inodes.get(path);
    }

    public void memory(SampleFact.@Nullable Memory newMemory) {
        memory = newMemory == null ? memory : newMemory;
    }

    public void load(double newLoad) {
        load = newLoad;
    }

    public void utilization(double share) {
        utilization = Math.max(0, Math.min(1, share));
    }

    public void cores(int count) {
        cores = count;
    }

    public void cpuTime(RunningTotals.CpuTime time) {
        cpuTime = time;
    }

    public void network(long received, long sent) {
        RunningTotals.Transfer sum = network == null ? new RunningTotals.Transfer(0, 0) : network;
        network = sum.plus(received, sent);
    }

    public void diskIo(long read, long written) {
        RunningTotals.Transfer sum = diskIo == null ? new RunningTotals.Transfer(0, 0) : diskIo;
        diskIo = sum.plus(read, written);
    }

    public void processes(int count, @Nullable Double seconds, @Nullable Long newResidentBytes) {
        processes = count;
        processSeconds = seconds;
        residentBytes = newResidentBytes;
    }

    /** Sets how to find out what the processes wait for; used only if they are idle. */
    public void waits(Supplier<List<SampleFact.BlockedProcess>> finder) {
        waits = finder;
    }

    @Nullable
    public Supplier<List<SampleFact.BlockedProcess>> waits() {
        return waits;
    }

    /** Returns the file systems whose space was read, with their inodes as far as known. */
    List<SampleFact.Disk> disks(Map<String, Inodes> known) {
        known.putAll(inodes);
        List<SampleFact.Disk> all = new ArrayList<>(disks.size());
        disks.values().forEach(d -> all.add(with(d, known.get(d.path()))));
        return all;
    }

    private static SampleFact.Disk with(SampleFact.Disk disk, @Nullable Inodes count) {
        return count == null
                ? disk
                : new SampleFact.Disk(
                        disk.path(),
                        disk.usedBytes(),
                        disk.totalBytes(),
                        disk.freeBytes(),
                        count.used(),
                        count.total());
    }

    public SampleFact.@Nullable Memory memory() {
        return memory;
    }

    @Nullable
    public Double load() {
        return load;
    }

    @Nullable
    public Double utilization() {
        return utilization;
    }

    /** Returns 0 if it is not known. */
    public int cores() {
        return cores;
    }

    /** Returns -1 if no processes were looked for. */
    public int processes() {
        return processes;
    }

    @Nullable
    Long residentBytes() {
        return residentBytes;
    }

    RunningTotals counters() {
        return new RunningTotals(cpuTime, network, diskIo, processSeconds);
    }
}
