package dev.pctl.progress.spi;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** Finds problems and advises on them. Called about once a second by one thread at a time. */
@FunctionalInterface
public interface Watchdog {

    /**
     * Returns the advice to raise, update or clear, and forecasts that come with it. What is raised and not cleared is
     * in {@link dev.pctl.progress.view.AdviceView#raised()}; unchanged advice need not be raised again.
     *
     * @param view what is known of the run
     * @param now the present time
     */
    List<? extends Fact> check(RunView view, Instant now);
}
