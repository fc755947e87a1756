package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.time.Instant;

/**
 * A value within a line of a history, while the line is being read. To what it is not
 * it answers with an {@link IllegalArgumentException} or an {@link IOException}.
 */
interface LineValue {

    /** Its text. */
    String text() throws IOException;

    /** The instant that its text tells, in ISO 8601. */
    Instant instant() throws IOException;

    double number() throws IOException;

    long whole() throws IOException;

    /** The scalar fields of an object. */
    <T> SmallMap<T> each(Reading<T> reading) throws IOException;

    /** How a value is read. */
    @FunctionalInterface
    interface Reading<T> {
        T of(LineValue value) throws IOException;
    }
}
