package dev.pctl.progress.spi;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** Looks out for trouble. Called about once a second by one thread at a time. */
@FunctionalInterface
public interface Watchdog {

    /**
     * The advice to raise, update or clear, and forecasts that come with it. What has been raised and not cleared is in
     * {@link dev.pctl.progress.view.AdviceView#raised()}; an advice that would change nothing need not be raised again.
     *
     * @param view what is known of the run
     * @param now the present time
     */
    List<? extends Fact> check(RunView view, Instant now);
}
