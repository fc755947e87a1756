package dev.pctl.progress.buildlog.internal.failure;

/** Base of a public class that holds rules without exposing them. */
public abstract class RuleBook {

    /** Returns the rules, which may be read on the first call. */
    protected abstract RuleSet rules();

    /** Returns the rules that the book holds. */
    public static RuleSet of(RuleBook book) {
        return book.rules();
    }
}
