package dev.pctl.progress.hook;

/** What a listener gets when it is slower than the events. */
public enum DeliveryMode {
    /**
     * Of counters, samples, forecasts and log output only the newest; every life-cycle event. For displays and hooks:
     * memory is bounded by the number of packages.
     */
    NEWEST,
    /** Everything, in memory until it is taken. For recorders. */
    EVERYTHING
}
