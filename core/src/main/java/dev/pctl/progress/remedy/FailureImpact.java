package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means for the run: a function of the view, so that every display says the same.
 *
 * @param blocked the packages that are not built because of it, as far as the log says so or the plan shows it
 * @param kept what this run has installed so far: the next try does not build it again
 * @param lost the time that went into the package that failed, or null if that is not known
 */
public record FailureImpact(
        List<PackageView> blocked,
        List<PackageView> kept,
        @Nullable Duration lost) {

    public FailureImpact {
        blocked = List.copyOf(blocked);
        kept = List.copyOf(kept);
    }

    /** Computes the impact of the failure in the view at the given time. */
    public static FailureImpact of(RunView view, Diagnosis failure, Instant now) {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(now, "now");
        List<PackageView> kept =
                view.packages().stream().filter(PackageView::installedHere).toList();
        PackageRef ref = failure.packageRef();
        if (ref == null) {
            return new FailureImpact(List.of(), kept, null);
        }
        PackageView failed = view.packageOf(ref.id());
        return new FailureImpact(blockedBy(view, ref), kept, failed == null ? null : failed.elapsed(now));
    }

    private static List<PackageView> blockedBy(RunView view, PackageRef failed) {
        Set<String> stuck = new HashSet<>(Set.of(failed.id()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (PackageView pkg : view.packages()) {
                if (!stuck.contains(pkg.id()) && waitsFor(pkg, stuck)) {
                    grown = stuck.add(pkg.id());
                }
            }
        }
        stuck.remove(failed.id());
        return view.packages().stream().filter(p -> stuck.contains(p.id())).toList();
    }

    private static boolean waitsFor(PackageView pkg, Set<String> stuck) {
        String because = pkg.because();
        if (because != null) {
            return stuck.contains(because);
        }
        boolean untouched = pkg.planned() || pkg.outcome() == Outcome.SKIPPED;
        return untouched && pkg.dependencies().stream().anyMatch(stuck::contains);
    }
}
