package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.BuildRecord.Unit;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.forecast.Forecaster;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
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

    private final History history;
    private final Map<String, Estimate> made = new HashMap<>();
    private final Map<String, Forecast> told = new HashMap<>();
    private final Set<String> learned = new HashSet<>();
    private final SteadyRemaining remaining = new SteadyRemaining();
    private @Nullable Knowledge knowledge;

    private HistoryForecaster(History history) {
        this.history = history;
    }

    /** A forecaster that learns from the history, and for it. */
    public static HistoryForecaster of(History history) {
        return new HistoryForecaster(history);
    }

    /** What the history told. */
    record Knowledge(Map<Unit, DurationModel> models, PastRuns past) {

        static Knowledge of(List<BuildRecord> records) {
            Map<Unit, DurationModel> models = new EnumMap<>(Unit.class);
            for (Unit unit : Unit.values()) {
                models.put(
                        unit,
                        WalkForward.model(
                                records.stream().filter(r -> r.unit() == unit).toList()));
            }
            return new Knowledge(models, new PastRuns(records));
        }

        DurationModel model(Unit unit) {
            return models.getOrDefault(unit, new DurationModel());
        }
    }

    @Override
    public List<ForecastFact> forecast(RunView view, Instant now) {
        Knowledge known = known();
        RunLabels labels = RunLabels.of(view);
        learnFinished(known, view, labels);
        List<ForecastFact> facts = new ArrayList<>();
        Map<String, Estimate> current = new HashMap<>();
        for (PackageView p : view.packages()) {
            if (isAhead(p)) {
                Estimate estimate = estimate(known, view, labels, p, now);
                current.put(p.id(), estimate);
                tell(p, estimate, facts);
            }
        }
        RemainingWork work = new RemainingWork(known, view, labels, current, now);
        Forecast rest = remaining.next(work.remaining(), now);
        if (rest != null) {
            facts.add(new ForecastFact.RunRemaining(rest));
        }
        return facts;
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
    static boolean isAhead(PackageView p) {
        Method method = p.method();
        return p.outcome() == null && (method == null || RunRecords.takesTime(method));
    }

    private Estimate estimate(Knowledge known, RunView view, RunLabels labels, PackageView p, Instant now) {
        String key = p.id() + '#' + p.attempt() + p.method();
        Estimate first = made.get(key);
        if (first == null || !p.active()) {
            BuildQuery query =
                    RunRecords.query(view, labels, p.ref().name(), p.ref().version(), p.method());
            first = known.model(Unit.PACKAGE).estimate(query, now);
            made.put(key, first);
        }
        if (!p.active()) {
            return first;
        }
        Estimate refined =
                Refinement.refine(first, p, known.past().phaseShares(p.ref().name()), now);
        Duration elapsed = p.elapsed(now);
        return elapsed == null ? refined : refined.given(Times.seconds(elapsed));
    }

    private void tell(PackageView p, Estimate estimate, List<ForecastFact> facts) {
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
        double was = Times.seconds(before);
        return Math.abs(Times.seconds(after) - was) > Math.max(0.5, NOTABLE * was);
    }

    /** What ended in this run teaches how fast this machine is today. */
    private void learnFinished(Knowledge known, RunView view, RunLabels labels) {
        for (PackageView p : view.packages()) {
            if (p.outcome() == Outcome.SUCCEEDED && learned.add(p.id() + '#' + p.attempt())) {
                BuildRecord record = RunRecords.of(view, labels, p);
                if (record != null) {
                    Estimate estimate = made.get(p.id() + '#' + p.attempt() + p.method());
                    known.model(Unit.PACKAGE).learn(record, estimate);
                }
            }
        }
    }

    @Override
    public void learn(RunView view) {
        history.append(RunRecords.of(view));
    }
}
