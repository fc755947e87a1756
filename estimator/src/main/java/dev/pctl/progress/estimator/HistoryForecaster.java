package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.estimator.internal.run.BuildContext;
import dev.pctl.progress.estimator.internal.run.ForecastDelta;
import dev.pctl.progress.estimator.internal.run.LearnedHistory;
import dev.pctl.progress.estimator.internal.run.MilestoneTracker;
import dev.pctl.progress.estimator.internal.run.PackageForecaster;
import dev.pctl.progress.estimator.internal.run.ParallelismEstimator;
import dev.pctl.progress.estimator.internal.run.PeakUsageTracker;
import dev.pctl.progress.estimator.internal.run.RemainingWorkEstimator;
import dev.pctl.progress.estimator.internal.run.RunRecorder;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts a run from a history of earlier ones, and adds the run to the history when it has ended. The history is read
 * for the first forecast. Forecasts one run; the next one needs another forecaster. Not thread-safe: one thread at a
 * time may call it.
 */
public final class HistoryForecaster implements Forecaster {

    private final BuildHistory history;
    private final PeakUsageTracker peaks = new PeakUsageTracker();
    private final MilestoneTracker milestones = new MilestoneTracker();
    private final ParallelismEstimator parallelism = new ParallelismEstimator();
    private @Nullable Forecasts forecasts;

    /** What exists once the history was read. */
    private record Forecasts(PackageForecaster packages, ForecastDelta delta) {}

    private HistoryForecaster(BuildHistory history) {
        this.history = history;
    }

    /** Returns a forecaster of one run, which learns from the history and adds the run to it. */
    public static HistoryForecaster of(BuildHistory history) {
        return new HistoryForecaster(Objects.requireNonNull(history, "history"));
    }

    @Override
    public List<ForecastFact> forecast(RunView view, Instant now) {
        Objects.requireNonNull(view, "view");
        Forecasts known = forecasts(Objects.requireNonNull(now, "now"));
        BuildContext context = BuildContext.of(view);
        peaks.look(view);
        parallelism.look(view);
        milestones.look(view, now);
        Map<String, DurationEstimate> estimates = known.packages().estimates(view, context, now);
        for (PackageView p : view.packages()) {
            DurationEstimate estimate = estimates.get(p.id());
            if (estimate != null) {
                known.delta().addPackage(p, estimate);
            }
            known.delta().addOtherMethod(view, context, p, now);
        }
        RemainingWorkEstimator work =
                new RemainingWorkEstimator(known.packages(), view, context, estimates, parallelism.count(), now);
        known.delta().addRun(view, context, work.remaining(), peaks.ofRun().leftDiskBytes(), now);
        return known.delta().take();
    }

    @Override
    public @Nullable String problem() {
        return history.problem();
    }

    private Forecasts forecasts(Instant now) {
        Forecasts known = forecasts;
        if (known == null) {
            PackageForecaster packages = new PackageForecaster(LearnedHistory.of(history, now), peaks, milestones);
            known = new Forecasts(packages, new ForecastDelta(packages));
            forecasts = known;
        }
        return known;
    }

    @Override
    public void learn(RunView view) {
        Objects.requireNonNull(view, "view");
        history.append(RunRecorder.of(view, peaks, milestones));
        Instant finished = view.finished();
        if (finished != null) {
            history.tidy(finished);
        }
    }
}
