package dev.pctl.progress.ansi.style;

/**
 * The marks and characters of a display. They differ by shape, so that nothing depends on colour alone, and each has an
 * ASCII form that a screen reader can read out.
 */
public enum Symbol {
    /** Before the run's title. */
    RUN("📦 ", ""),
    SUCCEEDED("✓", "ok"),
    FAILED("✗", "FAILED"),
    /** Before a line that states a failure in words. */
    ERROR("✗ ", ""),
    SKIPPED("○", "skipped"),
    /** Before a warning, and before what was cancelled or is unfinished. */
    WARNING("⚠", "!"),
    /** Before what is in progress. */
    ACTIVE("●", "*"),
    /** Before what has not started. */
    PENDING("·", "."),
    TIP("💡", "tip:"),
    /** Before a question. */
    QUESTION("❓", "?"),
    /** The lines of a tree: its first entry, one in between, its last, and the line that passes by. */
    FIRST("┌─ ", ",- "),
    BETWEEN("├─ ", "|- "),
    LAST("└─ ", "`- "),
    THROUGH("│  ", "|  "),
    /** Before a line from a log. */
    QUOTE("│ ", "| "),
    /** After the current phase. */
    CURRENT("← current", "<- current"),
    /** Between the packages of a chain. */
    ARROW(" → ", " -> "),
    ELLIPSIS("…", "..."),
    /** Between the ends of a range. */
    DASH("–", "-"),
    PLUS_MINUS(" ± ", " +/- "),
    /** Before an estimate. */
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
