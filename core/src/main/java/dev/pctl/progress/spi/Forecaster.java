package dev.pctl.progress.spi;

import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts how long things take. Called about once a second during a run, and once after its end, by one thread at a
 * time.
 */
public interface Forecaster extends AutoCloseable {

    /**
     * Returns the forecasts that are new or have changed since the last call.
     *
     * @param view what is known of the run
     * @param now the present time
     */
    List<ForecastFact> forecast(RunView view, Instant now);

    /**
     * Learns from a run that has ended, for later runs.
     *
     * @param view the run in its final state
     */
    default void learn(RunView view) {}

    /**
     * Returns what keeps it from forecasting or learning, such as a history that cannot be written, in one sentence for
     * people; null if nothing does. Asked after each forecast.
     */
    default @Nullable String problem() {
        return null;
    }

    /** Releases what the forecaster holds. */
    @Override
    default void close() {}
}
