package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.view.StageView;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

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
        for (StageView stage : core.view().stages()) {
            if (stage.id().equals(id) && stage.outcome() != null) {
                throw new IllegalArgumentException("stage '" + id + "' has already ended: give each stage its own id");
            }
        }
        core.record(new StageFact.Started(id, title, null, null));
        return new StageProgress(core, id);
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

    /** Ends the stage as unfinished, unless it has ended. */
    @Override
    public void close() {
        finish(Outcome.UNFINISHED);
    }
}
