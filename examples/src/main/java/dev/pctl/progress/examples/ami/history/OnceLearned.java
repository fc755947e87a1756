package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.HistoryRequirements;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.remedy.PackageRequirements;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts from a history and adds each build to it exactly once: not when only the watcher stops, and not a second
 * time when an earlier process was killed right after it had added the build.
 */
public final class OnceLearned implements Forecaster {

    private final BuildHistory history;
    private final Forecaster forecaster;
    private volatile boolean detached;

    public OnceLearned(BuildHistory history) {
        this.history = history;
        this.forecaster = HistoryForecaster.of(history);
    }

    /** Returns the recorded needs of packages. */
    public PackageRequirements needs() {
        return HistoryRequirements.of(history);
    }

    @Override
    public List<ForecastFact> forecast(RunView view, Instant now) {
        return forecaster.forecast(view, now);
    }

    @Override
    public @Nullable String problem() {
        return forecaster.problem();
    }

    /** Adds no build to the history, because the build continues without a watcher. */
    public void detach() {
        detached = true;
    }

    @Override
    public void learn(RunView view) {
        if (!detached && history.all().stream().noneMatch(r -> view.run().equals(r.session()))) {
            forecaster.learn(view);
        }
    }

    @Override
    public void close() {
        forecaster.close();
    }
}
