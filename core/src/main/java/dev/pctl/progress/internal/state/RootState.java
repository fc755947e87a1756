package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.snapshot.RootSnapshot;
import dev.pctl.progress.internal.util.Instants;
import dev.pctl.progress.view.RootView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a root. */
final class RootState {

    private final String spec;
    private @Nullable Integer index;
    private @Nullable Integer total;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable Integer dependencies;

    RootState(String spec) {
        this.spec = spec;
    }

    boolean begun() {
        return started != null;
    }

    void start(Instant time, @Nullable Integer newIndex, @Nullable Integer newTotal) {
        started = Instants.earlier(started, time);
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
        return new RootSnapshot(spec, index, total, started, finished, outcome, dependencies);
    }
}
