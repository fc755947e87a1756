package dev.pctl.progress.buildlog.internal.failure;

/** The rules behind a public face, which does not show them. */
public abstract class RuleBook {

    /** The rules, read when they are first needed. */
    protected abstract RuleSet rules();

    /** Returns the rules behind the given face. */
    public static RuleSet of(RuleBook book) {
        return book.rules();
    }
}
