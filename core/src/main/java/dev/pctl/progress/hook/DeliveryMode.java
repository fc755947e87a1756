package dev.pctl.progress.hook;

/** Which events a listener gets when it is slower than they come. */
public enum DeliveryMode {
    /**
     * Every life-cycle event, but of counters, samples, forecasts and log output only the newest. For displays and
     * hooks: memory is bounded by the number of packages.
     */
    NEWEST,
    /** Every event; those that wait are kept in memory. For recorders. */
    EVERYTHING
}
