package dev.pctl.progress.sample;

import dev.pctl.progress.event.SampleFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what one look at a machine gives, before rates are reckoned. */
final class Readings {

    private final Map<String, SampleFact.Disk> disks = new LinkedHashMap<>();
    private final Map<String, Inodes> inodes = new LinkedHashMap<>();
    private SampleFact.@Nullable Memory memory;
    private @Nullable Double load;
    private @Nullable Double utilization;
    private int cores;
    private int processes = -1;
    private @Nullable Long residentBytes;
    private Counters.@Nullable CpuTime cpuTime;
    private Counters.@Nullable Transfer network;
    private Counters.@Nullable Transfer diskIo;
    private @Nullable Double processSeconds;
    private @Nullable Supplier<List<SampleFact.Wait>> waits;

    /** Inodes of one file system. */
    record Inodes(long used, long total) {}

    void disk(SampleFact.Disk disk) {
        disks.put(disk.path(), disk);
    }

    void inodes(String path, Inodes count) {
        inodes.put(path, count);
    }

    @Nullable
    Inodes inodesOf(String path) {
        return inodes.get(path);
    }

    void memory(SampleFact.@Nullable Memory newMemory) {
        memory = newMemory == null ? memory : newMemory;
    }

    void load(double newLoad) {
        load = newLoad;
    }

    void utilization(double share) {
        utilization = Math.max(0, Math.min(1, share));
    }

    void cores(int count) {
        cores = count;
    }

    void cpuTime(Counters.CpuTime time) {
        cpuTime = time;
    }

    void network(long received, long sent) {
        Counters.Transfer sum = network == null ? new Counters.Transfer(0, 0) : network;
        network = sum.plus(received, sent);
    }

    void diskIo(long read, long written) {
        Counters.Transfer sum = diskIo == null ? new Counters.Transfer(0, 0) : diskIo;
        diskIo = sum.plus(read, written);
    }

    void processes(int count, @Nullable Double seconds, @Nullable Long newResidentBytes) {
        processes = count;
        processSeconds = seconds;
        residentBytes = newResidentBytes;
    }

    /** How to find out what the processes wait for; asked only if they have nothing to do. */
    void waits(Supplier<List<SampleFact.Wait>> finder) {
        waits = finder;
    }

    @Nullable
    Supplier<List<SampleFact.Wait>> waits() {
        return waits;
    }

    /** The file systems whose space was read, with the inodes that are known of them. */
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

    SampleFact.@Nullable Memory memory() {
        return memory;
    }

    @Nullable
    Double load() {
        return load;
    }

    @Nullable
    Double utilization() {
        return utilization;
    }

    /** 0 if nobody said. */
    int cores() {
        return cores;
    }

    /** -1 if none were looked for. */
    int processes() {
        return processes;
    }

    @Nullable
    Long residentBytes() {
        return residentBytes;
    }

    Counters counters() {
        return new Counters(cpuTime, network, diskIo, processSeconds);
    }
}
