package dev.pctl.progress.machine.internal.reading;

/** Reads a machine without {@code /proc}. */
public interface MachineReader {

    void readMachine(MachineSnapshot readings);

    /** Reads that process and its descendants. */
    void readProcesses(ProcessHandle root, MachineSnapshot readings);
}
