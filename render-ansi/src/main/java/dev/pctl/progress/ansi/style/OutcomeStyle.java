package dev.pctl.progress.ansi.style;

import dev.pctl.progress.event.Outcome;
import org.jspecify.annotations.Nullable;

/** How outcomes look. */
public final class OutcomeStyle {

    private OutcomeStyle() {}

    public static String mark(@Nullable Outcome outcome, Theme theme) {
        if (outcome == null) {
            return " ";
        }
        return theme.of(
                switch (outcome) {
                    case SUCCEEDED -> Symbol.SUCCEEDED;
                    case FAILED -> Symbol.FAILED;
                    case SKIPPED -> Symbol.SKIPPED;
                    case CANCELLED, UNFINISHED -> Symbol.WARNING;
                });
    }

    public static Style style(@Nullable Outcome outcome) {
        if (outcome == null) {
            return Style.PLAIN;
        }
        return switch (outcome) {
            case SUCCEEDED -> Style.GOOD;
            case FAILED -> Style.BAD;
            case SKIPPED, CANCELLED, UNFINISHED -> Style.WARN;
        };
    }
}
