package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.machine.internal.reading.RunningTotals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses lines of {@code /proc/meminfo}, {@code loadavg}, {@code stat}, {@code net/dev} and {@code diskstats}, in any
 * order: the form of a line shows which file it is from.
 */
final class ProcParser {

    /** Bytes of a sector in the kernel's files, whatever the disk's own sectors are. */
    private static final long SECTOR = 512;

    private static final int NETWORK_COLUMNS = 16;
    private static final int DISK_COLUMNS = 14;
    private static final Set<String> MEMORY_KEYS = Set.of(
            "MemTotal",
            "MemFree",
            "MemAvailable",
            "Buffers",
            "Cached",
            "SReclaimable",
            "Shmem",
            "SwapTotal",
            "SwapFree");

    /** Interfaces whose traffic stays in the machine, or goes through another one that is counted. */
    private static final List<String> INNER_INTERFACES = List.of(
            "veth", "docker", "br-", "virbr", "cni", "flannel", "cali", "ifb", "dummy", "bond", "team", "tun", "tap");

    /** Devices without a disk of their own: what they move is moved by another one that is counted. */
    private static final List<String> INNER_DEVICES = List.of("loop", "ram", "zram", "dm-", "md", "sr", "fd");

    private record DiskMoves(String device, long read, long written) {}

    private final MachineSnapshot readings;
    private final Map<String, Long> memory = new HashMap<>();
    private final List<DiskMoves> disks = new ArrayList<>();
    private int cores;

    ProcParser(MachineSnapshot readings) {
        this.readings = readings;
    }

    /** Takes the line if it is from one of these files. */
    boolean accept(List<String> words) {
        String first = words.get(0);
        if (first.startsWith("cpu")) {
            return cpu(words);
        }
        int colon = first.lastIndexOf(':');
        if (colon > 0) {
            return memory(first.substring(0, colon), words) || network(first, colon, words);
        }
        return words.size() == 5 ? load(words) : words.size() >= DISK_COLUMNS && disk(words);
    }

    /** Completes readings that are spread over several lines. */
    void end() {
        if (cores > 0) {
            readings.cores(cores);
        }
        readings.memory(memory());
        Set<String> names = new HashSet<>();
        disks.forEach(d -> names.add(d.device()));
        disks.stream()
                .filter(d -> !isPartition(d.device(), names))
                .forEach(d -> readings.diskIo(d.read() * SECTOR, d.written() * SECTOR));
    }

    // ---- processors

    private boolean cpu(List<String> words) {
        if (!words.get(0).equals("cpu")) {
            cores += Columns.number(words.get(0).substring(3)) >= 0 ? 1 : 0;
            return true;
        }
        long total = 0;
        // user nice system idle iowait irq softirq steal; what guests use is part of user already
        for (int i = 1; i < Math.min(9, words.size()); i++) {
            total += Math.max(0, Columns.number(words.get(i)));
        }
        long idle = Columns.number(words, 4);
        long waiting = Math.max(0, Columns.number(words, 5));
        if (idle >= 0) {
            readings.cpuTime(new RunningTotals.CpuTime(total - idle - waiting, total));
        }
        return true;
    }

    private boolean load(List<String> words) {
        double one = Columns.decimal(words.get(0));
        boolean load =
                one >= 0 && Columns.decimal(words.get(2)) >= 0 && words.get(3).indexOf('/') > 0;
        if (load) {
            readings.load(one);
        }
        return load;
    }

    // ---- memory

    private boolean memory(String key, List<String> words) {
        long number = Columns.number(words, 1);
        if (!MEMORY_KEYS.contains(key) || number < 0 || number > Long.MAX_VALUE >> 10) {
            return false;
        }
        memory.put(key, number << 10);
        return true;
    }

    private SampleFact.@Nullable Memory memory() {
        Long total = memory.get("MemTotal");
        Long free = memory.get("MemFree");
        if (total == null || free == null || total <= 0) {
            return null;
        }
        Long available = memory.get("MemAvailable");
        long left = available == null ? free + caches() : available;
        Long swap = memory.get("SwapTotal");
        Long swapFree = memory.get("SwapFree");
        return new SampleFact.Memory(
                Math.max(0, total - left),
                total,
                left,
                swap == null || swapFree == null ? null : Math.max(0, swap - swapFree),
                swap);
    }

    /** Returns what kernels before 3.14 can reclaim; shared memory counts as cached but cannot be reclaimed. */
    private long caches() {
        return Math.max(0, of("Buffers") + of("Cached") + of("SReclaimable") - of("Shmem"));
    }

    private long of(String key) {
        return memory.getOrDefault(key, 0L);
    }

    // ---- network and disks

    private boolean network(String first, int colon, List<String> words) {
        // old kernels leave no blank between the colon and a large number
        boolean joined = colon < first.length() - 1;
        int shift = joined ? 0 : 1;
        if (words.size() < NETWORK_COLUMNS + shift) {
            return false;
        }
        long received = joined ? Columns.number(first.substring(colon + 1)) : Columns.number(words, 1);
        long sent = Columns.number(words, 8 + shift);
        String name = first.substring(0, colon);
        if (received >= 0 && sent >= 0 && leadsOut(name)) {
            readings.network(received, sent);
        }
        return true;
    }

    private static boolean leadsOut(String name) {
        return !name.equals("lo") && INNER_INTERFACES.stream().noneMatch(name::startsWith);
    }

    private boolean disk(List<String> words) {
        long read = Columns.number(words, 5);
        long written = Columns.number(words, 9);
        if (Columns.number(words, 0) < 0 || Columns.number(words, 1) < 0 || read < 0 || written < 0) {
            return false;
        }
        String device = words.get(2);
        if (Math.max(read, written) < Long.MAX_VALUE / SECTOR
                && INNER_DEVICES.stream().noneMatch(device::startsWith)) {
            disks.add(new DiskMoves(device, read, written));
        }
        return true;
    }

    /**
     * Returns whether it is a part of another device: {@code sda1} of {@code sda}, {@code nvme0n1p1} of {@code
     * nvme0n1}.
     */
    private static boolean isPartition(String device, Set<String> all) {
        int end = device.length();
        while (end > 0 && Character.isDigit(device.charAt(end - 1))) {
            end--;
        }
        if (end == device.length()) {
            return false;
        }
        String stem = device.substring(0, end);
        boolean numbered = stem.length() > 1 && stem.endsWith("p") && Character.isDigit(stem.charAt(stem.length() - 2));
        return all.contains(numbered ? stem.substring(0, stem.length() - 1) : stem);
    }
}
