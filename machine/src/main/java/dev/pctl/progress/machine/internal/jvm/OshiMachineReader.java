package dev.pctl.progress.machine.internal.jvm;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.reading.InodeSource;
import dev.pctl.progress.machine.internal.reading.MachineReader;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.machine.internal.reading.RunningTotals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSFileStore;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Reads a machine through OSHI: on all systems as much as from {@code /proc} on Linux, and inodes. */
public final class OshiMachineReader implements MachineReader, InodeSource {

    private final SystemInfo info = new SystemInfo();
    private final OperatingSystem system = info.getOperatingSystem();
    private final Map<Path, OSFileStore> stores = new HashMap<>();
    private @Nullable Hardware hardware;

    /** OSHI objects that are slow to create. */
    private record Hardware(
            CentralProcessor processor, GlobalMemory memory, List<NetworkIF> networks, List<HWDiskStore> disks) {}

    private Hardware hardware() {
        Hardware found = hardware;
        if (found == null) {
            HardwareAbstractionLayer all = info.getHardware();
            found = new Hardware(all.getProcessor(), all.getMemory(), all.getNetworkIFs(), all.getDiskStores());
            hardware = found;
        }
        return found;
    }

    @Override
    public void readMachine(MachineSnapshot readings) {
        CentralProcessor processor = hardware().processor();
        GlobalMemory memory = hardware().memory();
        readings.cores(processor.getLogicalProcessorCount());
        readings.memory(new SampleFact.Memory(
                memory.getTotal() - memory.getAvailable(),
                memory.getTotal(),
                memory.getAvailable(),
                memory.getVirtualMemory().getSwapUsed(),
                memory.getVirtualMemory().getSwapTotal()));
        readings.cpuTime(cpuTime(processor.getSystemCpuLoadTicks()));
        double load = processor.getSystemLoadAverage(1)[0];
        if (load >= 0) {
            readings.load(load);
        }
        for (NetworkIF network : hardware().networks()) {
            if (network.updateAttributes()) {
                readings.network(network.getBytesRecv(), network.getBytesSent());
            }
        }
        for (HWDiskStore disk : hardware().disks()) {
            if (disk.updateAttributes()) {
                readings.diskIo(disk.getReadBytes(), disk.getWriteBytes());
            }
        }
    }

    private static RunningTotals.CpuTime cpuTime(long[] ticks) {
        long total = 0;
        for (long ticksOfKind : ticks) {
            total += ticksOfKind;
        }
        long idle = ticks[TickType.IDLE.getIndex()] + ticks[TickType.IOWAIT.getIndex()];
        return new RunningTotals.CpuTime(total - idle, total);
    }

    /** The time of ended processes is not known: the sum then decreases and gives no rate. */
    @Override
    public void readProcesses(ProcessHandle root, MachineSnapshot readings) {
        List<OSProcess> tree = new ArrayList<>(system.getDescendantProcesses((int) root.pid(), null, null, 0));
        OSProcess first = system.getProcess((int) root.pid());
        if (first != null) {
            tree.add(first);
        }
        long millis = tree.stream()
                .mapToLong(p -> p.getUserTime() + p.getKernelTime())
                .sum();
        long resident = tree.stream().mapToLong(OSProcess::getResidentMemory).sum();
        readings.processes(tree.size(), millis / 1000.0, resident);
    }

    @Override
    public MachineSnapshot.@Nullable Inodes of(Path path) throws IOException {
        Path real = path.toRealPath();
        OSFileStore store = stores.get(path);
        if (store == null) {
            store = system.getFileSystem().getFileStores().stream()
                    .filter(s -> real.startsWith(s.getMount()))
                    .max(Comparator.comparingInt(s -> s.getMount().length()))
                    .orElse(null);
        } else if (!store.updateAttributes()) {
            stores.remove(path);
            return null;
        }
        if (store == null || store.getTotalInodes() <= 0) {
            return null;
        }
        stores.put(path, store);
        return new MachineSnapshot.Inodes(store.getTotalInodes() - store.getFreeInodes(), store.getTotalInodes());
    }
}
