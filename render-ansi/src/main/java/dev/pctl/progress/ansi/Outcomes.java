package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Outcome;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** How outcomes look. */
final class Outcomes {

    private Outcomes() {}

    static String mark(@Nullable Outcome outcome, Theme theme) {
        if (outcome == null) {
            return " ";
        }
        return switch (outcome) {
            case SUCCEEDED -> theme.ok();
            case FAILED -> theme.failed();
            case SKIPPED -> theme.skipped();
            case CANCELLED, UNFINISHED -> theme.warning();
        };
    }

    static AttributedStyle style(@Nullable Outcome outcome) {
        if (outcome == null) {
            return Styles.PLAIN;
        }
        return switch (outcome) {
            case SUCCEEDED -> Styles.GOOD;
            case FAILED -> Styles.BAD;
            case SKIPPED, CANCELLED, UNFINISHED -> Styles.WARN;
        };
    }
}
