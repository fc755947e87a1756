package dev.pctl.progress.hook;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.view.PackageView;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters for hooks. They can be combined like any predicate, and a host may write its own. */
public final class HookFilters {

    private HookFilters() {}

    /** Passes facts about packages of these names, such as {@code gcc}. */
    public static Predicate<HookContext<? extends Fact>> packages(String... names) {
        Set<String> wanted = Set.copyOf(Arguments.elements(names, "names"));
        return context -> {
            PackageView pkg = context.packageView();
            return pkg != null && wanted.contains(pkg.ref().name());
        };
    }

    /** Passes facts about packages that the user asked for, as far as the plan of the run says. */
    public static Predicate<HookContext<? extends Fact>> roots() {
        return context -> {
            PackageView pkg = context.packageView();
            return context.fact() instanceof RootFact || (pkg != null && pkg.root());
        };
    }

    /** Passes the ends of runs, stages, roots, packages and phases that have the outcome. */
    public static Predicate<HookContext<? extends Fact>> outcome(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        return context -> outcome(context.fact()) == outcome;
    }

    private static @Nullable Outcome outcome(Fact fact) {
        if (fact instanceof PackageFact.Finished f) {
            return f.outcome();
        } else if (fact instanceof PhaseFact.Finished f) {
            return f.outcome();
        } else if (fact instanceof RootFact.Finished f) {
            return f.outcome();
        } else if (fact instanceof StageFact.Finished f) {
            return f.outcome();
        } else if (fact instanceof RunFact.Finished f) {
            return f.outcome();
        }
        return null;
    }

    /** Passes raised advice of at least this severity. */
    public static Predicate<HookContext<? extends Fact>> severity(Advice.Severity least) {
        Objects.requireNonNull(least, "least");
        return context -> context.fact() instanceof AdviceFact.Raised f
                && f.advice().severity().compareTo(least) >= 0;
    }
}
