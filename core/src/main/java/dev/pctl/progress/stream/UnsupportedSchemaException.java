package dev.pctl.progress.stream;

import java.io.IOException;
import java.io.Serial;

/** The input is not an event stream, or is one of a version that this library cannot read. */
public final class UnsupportedSchemaException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    UnsupportedSchemaException(String message) {
        super(message);
    }
}
