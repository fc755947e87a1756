package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.io.Serial;

/** The file is not a build history, or is one of a version that this library cannot read. */
public final class UnsupportedHistoryException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    UnsupportedHistoryException(String message) {
        super(message);
    }
}
