package dev.pctl.progress.buildlog.internal.failure;

/** How decisive a line is: the first are the most decisive. */
public enum RuleLevel {
    /** The machine is at fault, which explains everything else. */
    SYSTEM(0),
    /** A tool's own judgement on everything before it, such as which test failed. */
    VERDICT(1),
    /** What is wrong. */
    CAUSE(2),
    /** That something is wrong, seldom what. */
    SYMPTOM(3),
    /** Only that something before it went wrong. */
    ECHO(4),
    /** What stands just before was no failure. */
    PARDON(5),
    /** What stands before is the output of tests that passed. */
    ALL_CLEAR(6);

    private final int rank;

    RuleLevel(int rank) {
        this.rank = rank;
    }

    /** The lower, the more decisive. */
    public int rank() {
        return rank;
    }

    /** Whether such a line tells of no error, but that others before it are none. */
    public boolean forgives() {
        return this == PARDON || this == ALL_CLEAR;
    }
}
