package dev.pctl.progress.view;

import dev.pctl.progress.event.SampleFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a run and the newest readings of its machine.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface MachineView {

    /** Returns the worker that these readings belong to. */
    String worker();

    /** Returns the time of the worker's newest event, or null before the first. */
    @Nullable
    Instant heard();

    /**
     * Returns the time of the worker's newest event if it has reported nothing since for longer than it usually pauses:
     * three times its longest pause so far, but at least a minute. Null if it is not silent, or if it reported the end of
     * the run. A silent worker has not failed: its machine or the link to it may be suspended.
     */
    @Nullable
    Instant silentSince(Instant now);

    /** Returns when the worker reported the end of its part of the run, or null. */
    @Nullable
    Instant finished();

    /** Returns whether any reading of the machine was reported. */
    boolean isRead();

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
    SampleFact.@Nullable BlockedProcesses blockedProcesses();

    /**
     * Returns when the newest reading of the same kind, and of the same path where it has one, was taken; null if there is
     * none.
     */
    @Nullable
    Instant sampledAt(SampleFact sample);
}
