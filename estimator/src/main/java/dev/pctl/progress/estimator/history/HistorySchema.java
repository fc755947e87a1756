package dev.pctl.progress.estimator.history;

import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a history file: {@code {"schema":"pctl-progress-history","version":"1.1"}}. A new minor version
 * adds fields, which older readers ignore; a new major version is refused by them.
 */
final class HistorySchema {

    static final String NAME = "pctl-progress-history";
    static final int MAJOR = 1;
    static final String HEADER = "{\"schema\":\"" + NAME + "\",\"version\":\"" + MAJOR + ".1\"}";

    private HistorySchema() {}

    /** Refuses what this library cannot read, so that it is neither misread nor written to. */
    static void check(String where, String schema, @Nullable String version) {
        if (!NAME.equals(schema)) {
            throw refusal(where + " is not a build history but \"" + schema + '"');
        }
        if (major(version) > MAJOR) {
            throw refusal(where + " was written by a newer version of this library (history version " + version
                    + ", this one reads " + MAJOR + ".x): update it, or use another file");
        }
    }

    static UncheckedIOException refusal(String message) {
        return new UncheckedIOException(new UnsupportedHistoryException(message));
    }

    private static int major(@Nullable String version) {
        if (version == null) {
            return MAJOR;
        }
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
