package dev.pctl.progress.ansi.style;

import dev.pctl.progress.event.Outcome;
import org.jspecify.annotations.Nullable;

/** The role of a piece of text; a {@link Theme} decides how it looks. */
public enum Style {
    /** Ordinary text. */
    PLAIN(""),
    /** What the eye should find first: titles and names. */
    STRONG("1"),
    /** Less important text: times, paths, lines of a log. */
    FAINT("2"),
    /** Success. */
    GOOD("32"),
    /** Failure. */
    BAD("1;31"),
    /** What needs attention. */
    WARN("33"),
    /** What moves: bars, and the mark of what is in progress. */
    ACCENT("36");

    private final String standard;

    Style(String standard) {
        this.standard = standard;
    }

    /** Returns the style of an outcome. */
    public static Style of(@Nullable Outcome outcome) {
        if (outcome == null) {
            return PLAIN;
        }
        return switch (outcome) {
            case SUCCEEDED -> GOOD;
            case FAILED -> BAD;
            case SKIPPED, CANCELLED, UNFINISHED -> WARN;
        };
    }

    /** Returns the parameters of the escape sequence in the sixteen standard colours. */
    String standard() {
        return standard;
    }
}
