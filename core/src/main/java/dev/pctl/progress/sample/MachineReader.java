package dev.pctl.progress.sample;

/** Reads a machine that shows no files of its kernel. */
interface MachineReader {

    void readMachine(Readings readings);

    /** Reads that process and its descendants. */
    void readProcesses(ProcessHandle root, Readings readings);
}
