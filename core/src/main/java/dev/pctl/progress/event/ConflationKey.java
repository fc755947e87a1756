package dev.pctl.progress.event;

import java.util.Objects;

/**
 * Identifies what a conflatable fact is about: of two facts with equal keys the newer one supersedes the older one.
 *
 * @param type the type of fact
 * @param subject what the fact is about, such as a package's id or a path; empty if there is one such thing in a run
 * @param part the part of the subject, such as a phase's name; empty if the fact is about the whole subject
 */
public record ConflationKey(Class<? extends Fact> type, String subject, String part) {

    /** Checks that nothing is null. */
    public ConflationKey {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(part, "part");
    }

    /** Returns the key of a type of fact that has one current value in a run. */
    public static ConflationKey of(Class<? extends Fact> type) {
        return new ConflationKey(type, "", "");
    }

    /** Returns the key of a fact about a subject as a whole. */
    public static ConflationKey of(Class<? extends Fact> type, String subject) {
        return new ConflationKey(type, subject, "");
    }

    /** Returns the key of a fact about a part of a subject. */
    public static ConflationKey of(Class<? extends Fact> type, String subject, String part) {
        return new ConflationKey(type, subject, part);
    }
}
