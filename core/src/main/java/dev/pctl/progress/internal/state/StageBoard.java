package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.StageView;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The host's stages, and the roots that it announced. */
final class StageBoard {

    /** Events of several workers arrive in any order, those of one in theirs. */
    private static final Comparator<RootView> BY_BEGINNING = Comparator.comparing(
                    RootView::started, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(RootView::worker);

    private final Map<String, StageState> stages = new LinkedHashMap<>();
    private final Map<WorkerKey, RootState> roots = new LinkedHashMap<>();
    private final Map<String, Integer> rootTotals = new HashMap<>();
    private int rootsEnded;

    void fold(StageFact fact, Instant time) {
        StageState stage = stages.computeIfAbsent(fact.stage(), StageState::new);
        if (fact instanceof StageFact.Started f) {
            stage.start(time, f.title(), f.index(), f.total());
        } else if (fact instanceof StageFact.Finished f) {
            stage.finish(time, f.outcome());
        }
    }

    /**
     * Folds a fact of a root.
     *
     * @return whether a root began that was not known to have begun
     */
    boolean fold(String worker, RootFact fact, Instant time, RunProgress progress) {
        RootState root = roots.computeIfAbsent(new WorkerKey(worker, fact.spec()), RootState::new);
        boolean begins = false;
        if (fact instanceof RootFact.Started f) {
            begins = !root.begun();
            root.start(time, f.index(), f.total());
            if (f.total() != null) {
                rootTotals.put(worker, f.total());
            }
        } else if (fact instanceof RootFact.Finished f) {
            rootsEnded += root.ended() ? 0 : 1;
            root.finish(time, f.outcome());
        } else if (fact instanceof RootFact.DependenciesCounted f) {
            root.need(f.dependencies());
        }
        int total = rootTotals.values().stream().mapToInt(Integer::intValue).sum();
        if (total > 0) {
            progress.roots(rootsEnded, total);
        }
        return begins;
    }

    /** The run has ended, and with it all that is still active. */
    void close(Instant time, Outcome outcome) {
        roots.values().forEach(r -> r.finish(time, outcome));
        stages.values().forEach(s -> s.finish(time, outcome));
    }

    List<StageView> stages() {
        return stages.values().stream().map(StageState::view).toList();
    }

    List<RootView> roots() {
        Stream<RootView> views = roots.values().stream().map(RootState::view);
        return (rootTotals.size() > 1 ? views.sorted(BY_BEGINNING) : views).toList();
    }
}
