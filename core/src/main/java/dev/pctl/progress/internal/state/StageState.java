package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.snapshot.StageSnapshot;
import dev.pctl.progress.internal.util.Instants;
import dev.pctl.progress.view.StageView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a stage. */
final class StageState {

    private final String id;
    private String title;
    private @Nullable Integer index;
    private @Nullable Integer total;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;

    StageState(String id) {
        this.id = id;
        this.title = id;
    }

    void start(Instant time, String newTitle, @Nullable Integer newIndex, @Nullable Integer newTotal) {
        started = Instants.earlier(started, time);
        title = newTitle;
        index = newIndex;
        total = newTotal;
    }

    void finish(Instant time, Outcome how) {
        if (outcome == null) {
            outcome = how;
            finished = time;
        }
    }

    StageView view() {
        return new StageSnapshot(id, title, index, total, started, finished, outcome);
    }
}
