package dev.pctl.progress.ansi.style;

/** What a piece of text is, from which a {@link Theme} makes how it looks. */
public enum Style {
    /** Ordinary text. */
    PLAIN(""),
    /** What the eye should find first: titles and names. */
    STRONG("1"),
    /** What can be passed over: times, paths, the log's own lines. */
    FAINT("2"),
    /** What went well. */
    GOOD("32"),
    /** What failed. */
    BAD("1;31"),
    /** What needs attention. */
    WARN("33"),
    /** What moves: bars, and the mark of what is going on. */
    ACCENT("36");

    private final String standard;

    Style(String standard) {
        this.standard = standard;
    }

    /** The parameters of the escape sequence in the sixteen colours that every terminal lets its user choose. */
    String standard() {
        return standard;
    }
}
