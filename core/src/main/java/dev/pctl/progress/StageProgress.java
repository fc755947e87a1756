package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.view.StageView;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * A stage that has started. It ends with {@link #succeed} or {@link #finish}; a stage that is closed before is
 * unfinished, so that an exception in a try-with-resources block does not look like success. Thread-safe.
 */
public final class StageProgress implements AutoCloseable {

    private final RunCore core;
    private final String id;
    private final AtomicBoolean ended = new AtomicBoolean();

    private StageProgress(RunCore core, String id) {
        this.core = core;
        this.id = id;
    }

    static StageProgress start(RunCore core, String id, String title) {
        core.requireOpen();
        String free = unended(core, id);
        core.record(new StageFact.Started(free, title, null, null));
        return new StageProgress(core, free);
    }

    /** Returns the id, with a number if a stage of this id has ended. */
    private static String unended(RunCore core, String id) {
        Set<String> ended = core.view().stages().stream()
                .filter(s -> s.outcome() != null)
                .map(StageView::id)
                .collect(Collectors.toSet());
        String free = id;
        for (int number = 2; ended.contains(free); number++) {
            free = id + '#' + number;
        }
        return free;
    }

    /** Ends the stage as succeeded. Only the first end counts. */
    public void succeed() {
        finish(Outcome.SUCCEEDED);
    }

    /** Ends the stage. Only the first end counts. */
    public void finish(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (ended.compareAndSet(false, true)) {
            core.record(new StageFact.Finished(id, outcome));
        }
    }

    /**
     * Ends the stage as failed and says why. Only the first end counts.
     *
     * @param outcome {@link Outcome#FAILED}; no other outcome has a reason
     * @param reason why, in one line for people
     */
    public void finish(Outcome outcome, String reason) {
        ReportedFailures.check(outcome, reason);
        if (ended.compareAndSet(false, true)) {
            ReportedFailures.record(core, null, 1, null, reason);
            core.record(new StageFact.Finished(id, outcome));
        }
    }

    /** Ends the stage as unfinished, unless it has ended. */
    @Override
    public void close() {
        finish(Outcome.UNFINISHED);
    }
}
