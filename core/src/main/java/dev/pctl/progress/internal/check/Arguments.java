package dev.pctl.progress.internal.check;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Checks arguments where they come in, so that the exception names the wrong one and its stack trace the caller. */
public final class Arguments {

    private Arguments() {}

    /** Returns the text if it is neither null nor blank. */
    public static String notBlank(String text, String name) {
        Objects.requireNonNull(text, name);
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }

    /** Returns the duration if it is longer than zero. */
    public static Duration positive(Duration duration, String name) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
        return duration;
    }

    /** Returns the duration if it is zero or longer. */
    public static Duration notNegative(Duration duration, String name) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + duration);
        }
        return duration;
    }

    /** Returns the number if it is at least 1. */
    public static int positive(int number, String name) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + number);
        }
        return number;
    }

    /** Returns the number if it is greater than 0. */
    public static double positive(double number, String name) {
        if (!(number > 0)) {
            throw new IllegalArgumentException(name + " must be positive: " + number);
        }
        return number;
    }

    /** Returns the number if it is from 0 to 1. */
    public static double share(double number, String name) {
        if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1: " + number);
        }
        return number;
    }

    /** Returns a copy of the collection if neither it nor an element is null. */
    public static <T> List<T> elements(Collection<? extends T> collection, String name) {
        Objects.requireNonNull(collection, name);
        int index = 0;
        for (T element : collection) {
            Objects.requireNonNull(element, name + '[' + index + ']');
            index++;
        }
        return List.copyOf(collection);
    }

    /** Returns a list of the elements if neither the array nor an element is null. */
    public static <T> List<T> elements(T[] array, String name) {
        Objects.requireNonNull(array, name);
        for (int i = 0; i < array.length; i++) {
            Objects.requireNonNull(array[i], name + '[' + i + ']');
        }
        return List.of(array);
    }
}
