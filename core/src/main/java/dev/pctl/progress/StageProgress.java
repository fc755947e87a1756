package dev.pctl.progress;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.StageFact;

/** A stage that is going on. Closing it ends it as succeeded, unless it was ended before. Thread-safe. */
public final class StageProgress implements AutoCloseable {

    private final Progress progress;
    private final String id;

    StageProgress(Progress progress, String id, String title) {
        this.progress = progress;
        this.id = id;
        progress.record(new StageFact.Started(id, title, null, null));
    }

    /** Ends the stage. The first end counts. */
    public void finish(Outcome outcome) {
        progress.record(new StageFact.Finished(id, outcome));
    }

    @Override
    public void close() {
        finish(Outcome.SUCCEEDED);
    }
}
