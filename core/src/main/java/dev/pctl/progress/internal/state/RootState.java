package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.snapshot.RootSnapshot;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.RootView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a root. */
final class RootState {

    private final String worker;
    private final String spec;
    private @Nullable Integer index;
    private @Nullable Integer total;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable Integer dependencies;

    RootState(WorkerKey key) {
        worker = key.worker();
        spec = key.name();
    }

    boolean begun() {
        return started != null;
    }

    void start(Instant time, @Nullable Integer newIndex, @Nullable Integer newTotal) {
        started = Durations.earlier(started, time);
        index = newIndex;
        total = newTotal;
    }

    void finish(Instant time, Outcome how) {
        if (outcome == null) {
            outcome = how;
            finished = time;
        }
    }

    void need(int packages) {
        dependencies = packages;
    }

    boolean ended() {
        return outcome != null;
    }

    RootView view() {
        return new RootSnapshot(worker, spec, index, total, started, finished, outcome, dependencies);
    }
}
