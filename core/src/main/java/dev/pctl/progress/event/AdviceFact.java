package dev.pctl.progress.event;

/** The life of an advice. */
public sealed interface AdviceFact extends Fact {

    /** An advice is raised, or replaces the one of the same id. */
    record Raised(Advice advice) implements AdviceFact {}

    /** What it warned of has passed. */
    record Cleared(String id) implements AdviceFact {}
}
