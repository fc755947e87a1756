package dev.pctl.progress.ansi.style;

/**
 * The marks and characters of a display. Each one is different by its shape, so that nothing is said by colour alone,
 * and has a form in ASCII that reads well aloud.
 */
public enum Symbol {
    /** Before the run's title. */
    RUN("📦 ", ""),
    SUCCEEDED("✓", "ok"),
    FAILED("✗", "FAILED"),
    /** Before a line that says in words that something failed. */
    ERROR("✗ ", ""),
    SKIPPED("○", "skipped"),
    /** A cancelled or unfinished thing, and a warning. */
    WARNING("⚠", "!"),
    /** Something that is going on. */
    ACTIVE("●", "*"),
    /** Something that has not begun. */
    PENDING("·", "."),
    TIP("💡", "tip:"),
    /** Before what somebody is asked. */
    QUESTION("❓", "?"),
    /** Lines that hold a list together: its first entry, one between, its last, and the line between two. */
    FIRST("┌─ ", ",- "),
    BETWEEN("├─ ", "|- "),
    LAST("└─ ", "`- "),
    THROUGH("│  ", "|  "),
    /** Before a line that was read from a log. */
    QUOTE("│ ", "| "),
    /** After the phase that is going on. */
    CURRENT("← current", "<- current"),
    /** Between things that follow one another. */
    ARROW(" → ", " -> "),
    ELLIPSIS("…", "..."),
    /** Between the ends of a range. */
    DASH("–", "-"),
    PLUS_MINUS(" ± ", " +/- "),
    /** Before a number that is not exact. */
    ABOUT("~", "~"),
    BAR_FULL("█", "#"),
    BAR_EMPTY("░", ".");

    private final String unicode;
    private final String ascii;

    Symbol(String unicode, String ascii) {
        this.unicode = unicode;
        this.ascii = ascii;
    }

    String standard(boolean inUnicode) {
        return inUnicode ? unicode : ascii;
    }
}
