package dev.pctl.progress.ansi.style;

/** How much is shown. */
public enum Detail {
    /** Level 0: what is going on, how far it is, how long it still takes. */
    PHASE,
    /** Level 1: the packages as well. */
    PACKAGES,
    /** Level 2: phases, dependencies, logs and forecasts as well. */
    EVERYTHING;

    /**
     * The level of that number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Detail of(int level) {
        if (level < 0 || level >= values().length) {
            throw new IllegalArgumentException("detail must be 0, 1 or 2: " + level);
        }
        return values()[level];
    }

    public boolean atLeast(Detail other) {
        return compareTo(other) >= 0;
    }
}
