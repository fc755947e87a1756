package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.RetryAdvice;
import java.util.Locale;

/** Phrases about a failure: what failed and where, why, and whether a retry makes sense. */
public final class FailurePhrases {

    private FailurePhrases() {}

    /** Returns {@code gcc@11.3.0 failed in the build phase (compile)}. */
    public static String failed(Diagnosis failure) {
        String phase = failure.phase();
        String cause = cause(failure);
        String where = phase == null ? "" : " in the " + phase + " phase";
        return subject(failure) + " failed" + where + (cause.equals(phase) ? "" : inParentheses(cause));
    }

    /** Returns {@code gcc@11.3.0 failed (compile)}. */
    public static String failedBriefly(Diagnosis failure) {
        return subject(failure) + " failed" + inParentheses(cause(failure));
    }

    /** Returns {@code gcc@11.3.0: The header nosuch.h is not found}, one line for a list of failures. */
    static String inOneLine(Diagnosis failure) {
        String phase = failure.phase();
        String where =
                failure.packageRef() == null ? "" : subject(failure) + (phase == null ? "" : " (" + phase + ')') + ": ";
        return where + why(failure);
    }

    private static String subject(Diagnosis failure) {
        return failure.packageRef() == null ? "the run" : failure.packageRef().spec();
    }

    private static String inParentheses(String cause) {
        return cause.isEmpty() ? "" : " (" + cause + ')';
    }

    /** Returns the class of cause; empty if it is unknown though the reason is not. */
    private static String cause(Diagnosis failure) {
        if (failure.cause() == FailureCause.UNKNOWN) {
            return failure.summary() == null ? "cause unknown" : "";
        }
        return failure.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the reason in one sentence. */
    static String why(Diagnosis failure) {
        String summary = failure.summary();
        if (summary != null) {
            return summary;
        }
        return isExplained(failure) ? failure.message() : "The log gives no reason";
    }

    /** Returns whether a reason is known. A single word, such as {@code failed}, is none. */
    static boolean isExplained(Diagnosis failure) {
        return failure.summary() != null
                || (failure.cause() != FailureCause.UNKNOWN
                        && failure.message().strip().indexOf(' ') > 0);
    }

    static String retry(RetryAdvice retry) {
        return switch (retry) {
            case YES -> "yes, it may work the next time";
            case AFTER_FIX -> "yes, after the fix";
            case NO -> "no, it would fail the same way";
        };
    }
}
