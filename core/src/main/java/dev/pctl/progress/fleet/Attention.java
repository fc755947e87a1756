package dev.pctl.progress.fleet;

/**
 * How much a run needs its user, from most to least.
 *
 * @since 0.1
 */
public enum Attention {
    /** It failed, or a package of it did. */
    FAILED,
    /** It waits for an answer. */
    QUESTION,
    /** One of its workers is silent. */
    SILENT,
    /** It raised a critical advice. */
    CRITICAL,
    /** It raised a warning. */
    WARNING,
    /** It takes longer than nine of ten such runs were expected to take. */
    OVERDUE,
    /** It is active, and all is well. */
    ACTIVE,
    /** Its end was not seen. */
    UNFINISHED,
    /** Its user or host stopped it. */
    CANCELLED,
    /** It succeeded. */
    SUCCEEDED;

    /** Returns whether someone should look at the run. */
    public boolean isNeeded() {
        return compareTo(ACTIVE) < 0;
    }
}
