package dev.pctl.progress.buildlog.internal.failure;

/** How decisive a line is, from the most decisive level to the least. */
public enum RuleLevel {
    /** The line says that the machine is at fault, which explains all other errors. */
    SYSTEM(0),
    /** The line is a tool's own judgement on what came before, such as which test failed. */
    VERDICT(1),
    /** The line says what is wrong. */
    CAUSE(2),
    /** The line says that something is wrong, but rarely what. */
    SYMPTOM(3),
    /** The line says only that something before it went wrong. */
    ECHO(4),
    /** The line says that the lines just before it were no failure. */
    PARDON(5),
    /** The line says that the lines before it are output of tests that passed. */
    ALL_CLEAR(6);

    private final int rank;

    RuleLevel(int rank) {
        this.rank = rank;
    }

    /** Returns the rank; lower is more decisive. */
    public int rank() {
        return rank;
    }

    /** Returns whether such a line clears earlier lines of being failures. */
    public boolean forgives() {
        return this == PARDON || this == ALL_CLEAR;
    }
}
