package dev.pctl.progress.ansi.style;

/** The level of detail of a display. */
public enum Detail {
    /** Level 0: the current package, the percentage, and the remaining time. */
    PHASE,
    /** Level 1: all active packages as well. */
    PACKAGES,
    /** Level 2: phases, dependencies, logs and forecasts as well. */
    EVERYTHING;

    /**
     * Returns the level with that number.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Detail of(int level) {
        if (level < 0 || level >= values().length) {
            throw new IllegalArgumentException("detail must be 0, 1 or 2: " + level);
        }
        return values()[level];
    }

    /** Returns whether this level shows all that the other does. */
    public boolean atLeast(Detail other) {
        return compareTo(other) >= 0;
    }
}
