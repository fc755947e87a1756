package dev.pctl.progress.machine.internal.reading;

/** Reads a machine that shows no files of its kernel. */
public interface MachineReader {

    void readMachine(MachineSnapshot readings);

    /** Reads that process and its descendants. */
    void readProcesses(ProcessHandle root, MachineSnapshot readings);
}
