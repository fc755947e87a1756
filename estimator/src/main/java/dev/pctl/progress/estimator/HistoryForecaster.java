package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.estimator.history.Retention;
import dev.pctl.progress.estimator.internal.model.BuildQuery;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.estimator.internal.model.DurationModel;
import dev.pctl.progress.estimator.internal.model.WalkForwardEvaluation;
import dev.pctl.progress.estimator.internal.run.BuildContext;
import dev.pctl.progress.estimator.internal.run.ComparableRuns;
import dev.pctl.progress.estimator.internal.run.DiskNeedEstimator;
import dev.pctl.progress.estimator.internal.run.MilestoneTracker;
import dev.pctl.progress.estimator.internal.run.ParallelismEstimator;
import dev.pctl.progress.estimator.internal.run.PeakUsageTracker;
import dev.pctl.progress.estimator.internal.run.ProgressUpdate;
import dev.pctl.progress.estimator.internal.run.RemainingSmoother;
import dev.pctl.progress.estimator.internal.run.RemainingWorkEstimator;
import dev.pctl.progress.estimator.internal.run.RepeatVariance;
import dev.pctl.progress.estimator.internal.run.RunArchive;
import dev.pctl.progress.estimator.internal.run.RunRecorder;
import dev.pctl.progress.estimator.internal.run.SpeedRatio;
import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts a run from a history of earlier ones, and adds the run to the history when it has ended. The history is
 * read when the first forecast is made. Not thread-safe, as forecasters are asked by one thread at a time.
 */
public final class HistoryForecaster implements Forecaster {

    /** A package's forecast is told again when its middle has moved by more than this share. */
    private static final double NOTABLE = 0.05;

    /** How much less certain the time of a phase is than that of its package. */
    private static final double PHASES_VARY = 1.5;

    /** So many of the newest records are enough to learn from, besides the last few of each package. */
    private static final int ENOUGH = 20_000;

    private final BuildHistory history;
    private final Map<String, DurationEstimate> made = new HashMap<>();
    private final Map<String, Forecast> told = new HashMap<>();
    private final Set<String> learned = new HashSet<>();
    private final Set<String> compareOnce = new HashSet<>();
    private final Map<ConflationKey, ForecastFact> newest = new HashMap<>();
    private final RemainingSmoother remaining = new RemainingSmoother();
    private final PeakUsageTracker peaks = new PeakUsageTracker();
    private final MilestoneTracker milestones = new MilestoneTracker();
    private final ParallelismEstimator lanes = new ParallelismEstimator();
    private final Map<String, List<Double>> ended = new HashMap<>();
    /** How fast the machine was held to be when those were made. */
    private final Map<String, Double> speeds = new HashMap<>();

    private RepeatVariance steadiness = new RepeatVariance();
    private SpeedRatio pace = new SpeedRatio();
    private @Nullable Forecast whole;
    private int compared = -1;
    private @Nullable Knowledge knowledge;

    private HistoryForecaster(BuildHistory history) {
        this.history = history;
    }

    /** A forecaster that learns from the history, and for it. */
    public static HistoryForecaster of(BuildHistory history) {
        return new HistoryForecaster(history);
    }

    /** What the history told. */
    public record Knowledge(Map<Unit, DurationModel> models, RunArchive past) {

        static Knowledge of(List<BuildRecord> all) {
            List<BuildRecord> records = all.size() <= ENOUGH
                    ? all
                    : Retention.keep(all, all.get(all.size() - ENOUGH).ended(), JsonlBuildHistory.KEPT_OF_EACH);
            Map<Unit, DurationModel> models = new EnumMap<>(Unit.class);
            for (Unit unit : Unit.values()) {
                models.put(
                        unit,
                        WalkForwardEvaluation.model(
                                records.stream().filter(r -> r.unit() == unit).toList()));
            }
            return new Knowledge(models, new RunArchive(records));
        }

        public DurationModel model(Unit unit) {
            return models.getOrDefault(unit, new DurationModel());
        }
    }

    @Override
    public List<ForecastFact> forecast(RunView view, Instant now) {
        Knowledge known = known();
        BuildContext labels = BuildContext.of(view);
        peaks.look(view);
        lanes.look(view);
        milestones.look(view, now);
        learnFinished(known, view, labels);
        List<ForecastFact> facts = new ArrayList<>();
        Map<String, DurationEstimate> current = new HashMap<>();
        steadiness = steadiness(known, view);
        pace = pace(known, view);
        for (PackageView p : view.packages()) {
            if (isAhead(p)) {
                DurationEstimate estimate = estimate(known, view, labels, p, now);
                current.put(p.id(), estimate);
                tell(p, estimate, facts);
                tellSteps(known, p, facts);
                tellPhases(known, p, facts);
                if (p.method() != InstallMethod.BINARY_CACHE) {
                    tellIfNew(DiskNeedEstimator.of(p.ref(), known.past()), facts);
                }
            }
            tellOtherMethod(known, view, labels, p, now, facts);
        }
        RemainingWorkEstimator work =
                new RemainingWorkEstimator(known, view, labels, current, lanes.count(), pace.factor(), now);
        RemainingWorkEstimator.Result result = work.remaining();
        Forecast rest = remaining.next(result, now);
        if (rest != null) {
            facts.add(new ForecastFact.RunRemaining(rest));
        }
        tellOutlook(known, view, labels, result, facts, now);
        return facts;
    }

    private void tellOutlook(
            Knowledge known,
            RunView view,
            BuildContext labels,
            RemainingWorkEstimator.@Nullable Result result,
            List<ForecastFact> facts,
            Instant now) {
        Duration elapsed = view.elapsed(now);
        if (result != null && view.packages().stream().noneMatch(HistoryForecaster::begun)) {
            Forecast total = result.total(elapsed == null ? 0 : Durations.seconds(elapsed));
            if (whole == null || differs(whole, total)) {
                whole = total;
                facts.add(new ForecastFact.RunTotal(total));
            }
        }
        if (result != null) {
            tellIfNew(new ForecastFact.CriticalPath(result.criticalPath()), facts);
        }
        if (compared != view.packages().size()) {
            compared = view.packages().size();
            tellIfNew(ComparableRuns.of(view, labels, known.past()), facts);
        }
        tellIfNew(known.model(Unit.PACKAGE).trackRecord(), facts);
        tellIfNew(
                DiskNeedEstimator.ofRest(
                        labels.title(), known.past(), peaks.ofRun().leftDiskBytes()),
                facts);
    }

    private static boolean begun(PackageView p) {
        return p.attempt() > 0 && p.method() != null && RunRecorder.takesTime(p.method());
    }

    private void tellIfNew(@Nullable ForecastFact fact, List<ForecastFact> facts) {
        ConflationKey key = fact == null ? null : fact.conflationKey();
        if (fact != null && key != null && !fact.equals(newest.put(key, fact))) {
            facts.add(fact);
        }
    }

    /** How long the phases of a package take: their shares of its time when it was last built. */
    private void tellPhases(Knowledge known, PackageView p, List<ForecastFact> facts) {
        DurationEstimate whole = made.get(key(p));
        if (whole != null && p.active() && p.method() == InstallMethod.SOURCE) {
            known.past().phaseShares(p.ref().name(), p.ref().version()).forEach((phase, share) -> {
                if (share > 0) {
                    Forecast total = whole.moved(share, PHASES_VARY).total();
                    tellIfNew(new ForecastFact.PhaseTotal(p.ref(), phase, total), facts);
                }
            });
        }
    }

    /** How many steps the phases of a package had when it was last built. */
    private void tellSteps(Knowledge known, PackageView p, List<ForecastFact> facts) {
        BuildRecord before = p.active() && p.method() == InstallMethod.SOURCE
                ? known.past()
                        .newest(
                                p.ref().name(),
                                p.ref().version(),
                                r -> !r.steps().isEmpty())
                : null;
        if (before != null) {
            before.steps().forEach((phase, total) -> {
                if (total > 0) {
                    tellIfNew(new ForecastFact.StepTotal(p.ref(), phase, total), facts);
                }
            });
        }
    }

    /** What it would be to take from the cache what is built, or to build what is taken from the cache. */
    private void tellOtherMethod(
            Knowledge known, RunView view, BuildContext labels, PackageView p, Instant now, List<ForecastFact> facts) {
        InstallMethod method = p.method();
        if (p.attempt() > 0 && method != null && RunRecorder.takesTime(method) && compareOnce.add(key(p))) {
            InstallMethod other = method == InstallMethod.SOURCE ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE;
            DurationEstimate estimate =
                    known.model(Unit.PACKAGE).estimate(RunRecorder.query(view, labels, p.ref(), other), now);
            facts.add(new ForecastFact.OtherMethod(p.ref(), other, estimate.total()));
        }
    }

    private static String key(PackageView p) {
        return p.id() + '#' + p.attempt() + p.method();
    }

    private Knowledge known() {
        Knowledge known = knowledge;
        if (known == null) {
            known = Knowledge.of(history.all());
            knowledge = known;
        }
        return known;
    }

    /** Whether work on it is going on or still to come, as far as is known. */
    public static boolean isAhead(PackageView p) {
        InstallMethod method = p.method();
        return p.outcome() == null && (method == null || RunRecorder.takesTime(method));
    }

    private DurationEstimate estimate(Knowledge known, RunView view, BuildContext labels, PackageView p, Instant now) {
        DurationEstimate first = made.get(key(p));
        if (first == null || !p.active()) {
            BuildQuery query = RunRecorder.query(view, labels, p.ref(), p.method());
            first = known.model(Unit.PACKAGE).estimate(query, now);
            made.put(key(p), first);
            speeds.put(key(p), known.model(Unit.PACKAGE).speed(query, now));
        }
        DurationEstimate paced = first.times(pace.factorFor(p.id()) * speedSince(known, view, labels, p, now));
        DurationEstimate steady = first.repeats() ? paced.moved(1, steadiness.width()) : paced;
        if (!p.active()) {
            return steady;
        }
        DurationEstimate refined = refined(steady, known, p, now);
        Duration elapsed = p.elapsed(now);
        return elapsed == null ? refined : refined.given(Durations.seconds(elapsed));
    }

    /** How many times longer it takes by what has ended since it was estimated. */
    private double speedSince(Knowledge known, RunView view, BuildContext labels, PackageView p, Instant now) {
        if (!p.active()) {
            return 1;
        }
        BuildQuery query = RunRecorder.query(view, labels, p.ref(), p.method());
        return known.model(Unit.PACKAGE).speed(query, now) / speeds.getOrDefault(key(p), 1.0);
    }

    /** How fast what goes on is, as compared with what was expected when it began. */
    private SpeedRatio pace(Knowledge known, RunView view) {
        SpeedRatio seen = new SpeedRatio();
        for (PackageView p : view.packages()) {
            DurationEstimate first = made.get(key(p));
            BuildRecord before = p.active() && first != null ? timed(known, p) : null;
            MilestoneTracker.Reached at =
                    before == null ? null : milestones.reached(p, before, steadiness.isWithinRule());
            if (first != null && before != null && at != null && at.worked() > 0 && before.seconds() > 0) {
                double expected = first.p50() * at.worked() / before.seconds();
                seen.add(p.id(), Math.log(Math.max(1, at.took()) / Math.max(1, expected)), expected);
            }
        }
        return seen;
    }

    /** How closely all that was begun follows its last build; what has ended does so for good. */
    private RepeatVariance steadiness(Knowledge known, RunView view) {
        RepeatVariance seen = new RepeatVariance();
        for (PackageView p : view.packages()) {
            if (p.active()) {
                paces(known, p).forEach(seen::add);
            } else if (p.attempt() > 0) {
                ended.computeIfAbsent(key(p), k -> paces(known, p)).forEach(seen::add);
            }
        }
        return seen;
    }

    private List<Double> paces(Knowledge known, PackageView p) {
        DurationEstimate first = made.get(key(p));
        BuildRecord before = first != null && first.repeats() ? timed(known, p) : null;
        return before == null ? List.of() : milestones.paces(p, before);
    }

    private static @Nullable BuildRecord timed(Knowledge known, PackageView p) {
        return known.past().timed(p.ref().name(), p.ref().version());
    }

    private DurationEstimate refined(DurationEstimate first, Knowledge known, PackageView p, Instant now) {
        BuildRecord before = timed(known, p);
        if (before == null) {
            return ProgressUpdate.bySteps(first, p, now);
        }
        MilestoneTracker.Reached reached = milestones.reached(p, before, steadiness.isWithinRule());
        return reached == null ? first : ProgressUpdate.byMilestone(first, reached, before.seconds());
    }

    private void tell(PackageView p, DurationEstimate estimate, List<ForecastFact> facts) {
        Forecast before = told.get(p.id());
        Forecast total = estimate.total();
        if (before == null || differs(before, total)) {
            told.put(p.id(), total);
            facts.add(new ForecastFact.PackageTotal(p.ref(), total));
        }
    }

    private static boolean differs(Forecast before, Forecast after) {
        return !before.basis().equals(after.basis())
                || moved(before.p10(), after.p10())
                || moved(before.p50(), after.p50())
                || moved(before.p90(), after.p90());
    }

    private static boolean moved(Duration before, Duration after) {
        double was = Durations.seconds(before);
        return Math.abs(Durations.seconds(after) - was) > Math.max(0.5, NOTABLE * was);
    }

    /** What ended in this run teaches how fast this machine is today. */
    private void learnFinished(Knowledge known, RunView view, BuildContext labels) {
        for (PackageView p : view.packages()) {
            if (p.outcome() == Outcome.SUCCEEDED && learned.add(p.id() + '#' + p.attempt())) {
                BuildRecord record = RunRecorder.of(view, labels, p, peaks.of(p), milestones);
                if (record != null) {
                    DurationEstimate estimate = made.get(key(p));
                    known.model(Unit.PACKAGE).learn(record, estimate);
                }
            }
        }
    }

    @Override
    public void learn(RunView view) {
        history.append(RunRecorder.of(view, peaks, milestones));
        Instant finished = view.finished();
        if (finished != null) {
            history.tidy(finished);
        }
    }
}
