package dev.pctl.progress.event;

/** What a host can decide when it is asked. The library does nothing of it by itself: the build is the host's. */
public enum Decision {
    CONTINUE,
    /** Wait until something has been done about it. */
    PAUSE,
    STOP
}
