package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the forecasts that are new or have changed since they were last reported. */
public final class ForecastDelta {

    /** The relative change from which a duration is reported again. */
    private static final double NOTABLE_CHANGE = 0.05;

    /** The smallest change in seconds that is reported. */
    private static final double NOTABLE_SECONDS = 0.5;

    /** How many times wider the interval of a phase is than that of its package. */
    private static final double PHASE_WIDTH = 1.5;

    private final PackageForecaster packages;
    private final RemainingSmoother smoother = new RemainingSmoother();
    private final Map<Object, ForecastFact> reported = new HashMap<>();
    private final Map<Object, Forecast> reportedForecasts = new HashMap<>();
    private final Set<String> comparedMethods = new HashSet<>();
    private int comparedPackages = -1;
    private List<String> needStatedFor = List.of();
    private List<ForecastFact> changed = new ArrayList<>();

    public ForecastDelta(PackageForecaster packages) {
        this.packages = packages;
    }

    /** Returns the facts that were added since the last call. */
    public List<ForecastFact> take() {
        List<ForecastFact> taken = changed;
        changed = new ArrayList<>();
        return taken;
    }

    /** Adds the forecasts of a package whose work is not done. */
    public void addPackage(PackageView p, DurationEstimate estimate) {
        addIfMoved(new ForecastFact.PackageTotal(p.ref(), estimate.total()), estimate.total());
        if (p.active() && p.method() == InstallMethod.SOURCE) {
            addSteps(p);
            addPhases(p);
        }
        if (p.method() == null || p.method() == InstallMethod.SOURCE) {
            addIfChanged(DiskNeedEstimator.of(p.ref(), archive()));
        }
    }

    /** Adds the numbers of steps that the phases of a package had when it was last built. */
    private void addSteps(PackageView p) {
        BuildRecord before = archive()
                .newest(p.ref().name(), p.ref().version(), r -> !r.steps().isEmpty());
        if (before != null) {
            before.steps().forEach((phase, total) -> {
                if (total > 0) {
                    addIfChanged(new ForecastFact.StepTotal(p.ref(), phase, total));
                }
            });
        }
    }

    /** Adds the durations of a package's phases: their shares of its time when it was last built. */
    private void addPhases(PackageView p) {
        DurationEstimate whole = packages.atStart(p);
        if (whole != null) {
            archive().phaseShares(p.ref().name(), p.ref().version()).forEach((phase, share) -> {
                if (share > 0) {
                    Forecast total = whole.moved(share, PHASE_WIDTH).total();
                    addIfChanged(new ForecastFact.PhaseTotal(p.ref(), phase, total));
                }
            });
        }
    }

    /** Adds, once for each attempt, how long a package takes from the cache if it is built, or the other way round. */
    public void addOtherMethod(RunView view, BuildContext context, PackageView p, Instant now) {
        InstallMethod method = p.method();
        if (p.attempt() > 0
                && method != null
                && (method == InstallMethod.SOURCE || method == InstallMethod.BINARY_CACHE)
                && comparedMethods.add(PackageForecaster.key(p))) {
            InstallMethod other = method == InstallMethod.SOURCE ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE;
            DurationEstimate estimate =
                    packages.learned().packages().estimate(RunRecorder.query(view, context, p.ref(), other), now);
            changed.add(new ForecastFact.AlternativeMethod(p.ref(), other, estimate.total()));
        }
    }

    /**
     * Adds the forecasts of the whole run.
     *
     * @param work the work that remains, or null if that is not known
     * @param leftDiskBytes the present growth of the used disk space, or null if that is not measured
     */
    public void addRun(
            RunView view,
            BuildContext context,
            RemainingWorkEstimator.@Nullable Result work,
            @Nullable Long leftDiskBytes,
            Instant now) {
        if (work != null) {
            addRemaining(view, work, now);
        }
        if (comparedPackages != view.packages().size()) {
            comparedPackages = view.packages().size();
            addIfChanged(ComparableRuns.of(view, context, archive()));
        }
        addIfChanged(packages.learned().packages().trackRecord());
        ForecastFact.DiskNeed need = DiskNeedEstimator.ofRest(context.title(), archive(), leftDiskBytes);
        if (need != null) {
            addIfChanged(need);
        } else if (leftDiskBytes != null) {
            addTypicalDiskNeed(view, now);
        }
    }

    /**
     * Adds the typical need of the rest of the run when packages begin or end. In between it stays as it was stated,
     * since what is written meanwhile is a part of it.
     */
    private void addTypicalDiskNeed(RunView view, Instant now) {
        List<String> state = view.packages().stream()
                .map(p -> p.id() + '#' + p.attempt() + p.outcome())
                .toList();
        if (!state.equals(needStatedFor)) {
            needStatedFor = state;
            addIfChanged(DiskNeedEstimator.ofFirstRun(view, archive(), now));
        }
    }

    private void addRemaining(RunView view, RemainingWorkEstimator.Result work, Instant now) {
        Forecast remaining = smoother.next(work, now);
        if (remaining != null) {
            changed.add(new ForecastFact.RunRemaining(remaining));
        }
        if (view.packages().stream().noneMatch(ForecastDelta::hasBegun)) {
            Duration elapsed = view.elapsed(now);
            Forecast total = work.total(elapsed == null ? 0 : Durations.seconds(elapsed));
            addIfMoved(new ForecastFact.RunTotal(total), total);
        }
        addIfChanged(new ForecastFact.CriticalPath(work.criticalPath()));
    }

    private static boolean hasBegun(PackageView p) {
        return p.attempt() > 0 && p.method() != null && RunRecorder.takesTime(p.method());
    }

    private RunArchive archive() {
        return packages.learned().archive();
    }

    private void addIfChanged(@Nullable ForecastFact fact) {
        Object key = fact == null ? null : fact.conflationKey();
        if (fact != null && key != null && !fact.equals(reported.put(key, fact))) {
            changed.add(fact);
        }
    }

    /** Adds a fact if its forecast has moved notably, or rests on something else now. */
    private void addIfMoved(ForecastFact fact, Forecast forecast) {
        Object key = fact.conflationKey();
        Forecast before = key == null ? null : reportedForecasts.get(key);
        if (key != null && (before == null || differs(before, forecast))) {
            reportedForecasts.put(key, forecast);
            changed.add(fact);
        }
    }

    private static boolean differs(Forecast before, Forecast after) {
        return !before.basis().equals(after.basis())
                || moved(before.p10(), after.p10())
                || moved(before.p50(), after.p50())
                || moved(before.p90(), after.p90());
    }

    private static boolean moved(Duration before, Duration after) {
        double seconds = Durations.seconds(before);
        return Math.abs(Durations.seconds(after) - seconds) > Math.max(NOTABLE_SECONDS, NOTABLE_CHANGE * seconds);
    }
}
