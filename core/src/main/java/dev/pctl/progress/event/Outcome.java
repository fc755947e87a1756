package dev.pctl.progress.event;

/** How a run, stage, package or phase ended. */
public enum Outcome {
    SUCCEEDED,
    FAILED,
    /** Stopped by its user or host. */
    CANCELLED,
    /** Not begun, because something it needs failed. */
    SKIPPED,
    /** The log ends before the outcome is known. */
    UNFINISHED
}
