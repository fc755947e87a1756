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
import dev.pctl.progress.view.PackageView;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters for hooks. They can be combined like any predicate, and a host may write its own. */
public final class HookFilters {

    private HookFilters() {}

    /** What speaks of a package of one of these names, such as {@code gcc}. */
    public static Predicate<HookContext<? extends Fact>> packages(String... names) {
        Set<String> wanted = Set.of(names);
        return moment -> {
            PackageView pkg = moment.pkg();
            return pkg != null && wanted.contains(pkg.ref().name());
        };
    }

    /** What speaks of a package that the user asked for, as far as the plan of the run tells. */
    public static Predicate<HookContext<? extends Fact>> roots() {
        return moment -> {
            PackageView pkg = moment.pkg();
            return moment.fact() instanceof RootFact || (pkg != null && pkg.root());
        };
    }

    /** The end, in this way, of a run, stage, root, package or phase. */
    public static Predicate<HookContext<? extends Fact>> outcome(Outcome outcome) {
        return moment -> outcome(moment.fact()) == outcome;
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

    /** Advice of at least this severity. */
    public static Predicate<HookContext<? extends Fact>> severity(Advice.Severity least) {
        return moment -> moment.fact() instanceof AdviceFact.Raised f
                && f.advice().severity().compareTo(least) >= 0;
    }
}
