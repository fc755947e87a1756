package dev.pctl.progress.view;

import dev.pctl.progress.event.SampleFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of one worker's machine.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface MachineView {

    /** Returns the worker that these readings belong to. */
    String worker();

    /** Returns the newest reading of each watched file system. */
    List<SampleFact.Disk> disks();

    /** Returns, by the path of each watched file system, the reading with the highest usage. */
    Map<String, SampleFact.Disk> diskPeaks();

    /** Returns the newest reading of the memory, or null. */
    SampleFact.@Nullable Memory memory();

    /** Returns the newest reading of the processors, or null. */
    SampleFact.@Nullable Cpu cpu();

    /** Returns the newest reading of the network traffic, or null. */
    SampleFact.@Nullable Network network();

    /** Returns the newest reading of the disk traffic, or null. */
    SampleFact.@Nullable DiskIo diskIo();

    /** Returns the newest reading of the build's processes, or null. */
    SampleFact.@Nullable Processes processes();

    /** Returns the newest size of each watched directory tree. */
    List<SampleFact.TreeSize> trees();

    /** Returns the newest length of each watched log file. */
    List<SampleFact.LogSize> logSizes();

    /** Returns the build's processes that wait, or null if none of the samplers looks for them. */
    SampleFact.@Nullable Waits blockedProcesses();

    /**
     * Returns when the newest reading of the same kind, and of the same path where it has one, was taken; null if there is
     * none.
     */
    @Nullable
    Instant sampledAt(SampleFact sample);
}
