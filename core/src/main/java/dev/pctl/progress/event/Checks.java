package dev.pctl.progress.event;

import java.util.Objects;

/** Checks of arguments, with messages that name the parameter. */
final class Checks {

    private Checks() {}

    /** Returns the text if it is neither null nor empty. */
    static String notEmpty(String text, String name) {
        Objects.requireNonNull(text, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return text;
    }

    /** Checks that a number is not below its minimum. */
    static void atLeast(long minimum, long number, String name) {
        if (number < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ": " + number);
        }
    }
}
