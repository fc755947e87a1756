package dev.pctl.progress.machine.internal.watchdog;

/** What a silent build does. */
public enum StallVerdict {
    /** A process of it waits for something. */
    WAITING,
    /** It does nothing, and nothing shows what it waits for. */
    STALLED,
    WORKING,
    /** Nothing is known of the machine. */
    UNKNOWN
}
