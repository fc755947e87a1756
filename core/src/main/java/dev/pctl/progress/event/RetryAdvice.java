package dev.pctl.progress.event;

/** Whether trying again makes sense after a failure. */
public enum RetryAdvice {
    /** As it is: what was in the way may be gone. */
    YES,
    /** Once what is in the way has been dealt with; the build itself need not change. */
    AFTER_FIX,
    /** The same would happen again: what is built, or with what, has to change. */
    NO
}
