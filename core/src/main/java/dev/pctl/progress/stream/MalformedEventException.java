package dev.pctl.progress.stream;

import java.io.Serial;

/** A line of a stream that is JSON, but not the event that it claims to be. */
final class MalformedEventException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedEventException(String message) {
        super(message);
    }
}
