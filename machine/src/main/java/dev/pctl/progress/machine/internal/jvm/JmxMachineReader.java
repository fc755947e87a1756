package dev.pctl.progress.machine.internal.jvm;

import com.sun.management.OperatingSystemMXBean;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.reading.MachineReader;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** Reads a machine by means of Java itself: less than from {@code /proc}, but everywhere. */
public final class JmxMachineReader implements MachineReader {

    private final @Nullable OperatingSystemMXBean system;

    public JmxMachineReader() {
        system = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean ? bean : null;
    }

    @Override
    public void readMachine(MachineSnapshot readings) {
        OperatingSystemMXBean bean = system;
        if (bean == null) {
            return;
        }
        readings.cores(bean.getAvailableProcessors());
        readings.memory(memory(bean));
        if (bean.getCpuLoad() >= 0) {
            readings.utilization(bean.getCpuLoad());
        }
        if (bean.getSystemLoadAverage() >= 0) {
            readings.load(bean.getSystemLoadAverage());
        }
    }

    private static SampleFact.@Nullable Memory memory(OperatingSystemMXBean bean) {
        long total = bean.getTotalMemorySize();
        long swap = bean.getTotalSwapSpaceSize();
        // what is free is far less than what is available, which is not known: so no more is said than is true
        return total <= 0
                ? null
                : new SampleFact.Memory(
                        total - bean.getFreeMemorySize(), total, null, swap - bean.getFreeSwapSpaceSize(), swap);
    }

    /** Java has the processor time of a process, but neither that of its ended children nor its memory. */
    @Override
    public void readProcesses(ProcessHandle root, MachineSnapshot readings) {
        readings.processes((int) (root.descendants().count() + (root.isAlive() ? 1 : 0)), null, null);
    }
}
