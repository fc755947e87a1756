package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The alignment of a run with an earlier one of the same kind: the point in the earlier run that this run has reached. It
 * is the newest beginning or end of a package, root or stage that both have, plus the time since, but not beyond the next
 * one that this run has not reached.
 */
final class RunAlignment {

    /** The beginning or end of the n-th package, root or stage of a name. */
    private record Mark(Unit unit, String name, boolean end, int nth) {}

    /** The times of marks, which are added in the order of time. */
    private static final class Marks {
        private final Map<Mark, Instant> times = new HashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();

        void add(Unit unit, String name, @Nullable Instant started, @Nullable Instant finished) {
            int nth = counts.merge(unit + " " + name, 1, Integer::sum);
            put(new Mark(unit, name, false, nth), started);
            put(new Mark(unit, name, true, nth), finished);
        }

        private void put(Mark mark, @Nullable Instant time) {
            if (time != null) {
                times.put(mark, time);
            }
        }
    }

    private final RunArchive.PastRun before;
    private final Instant reached;

    private RunAlignment(RunArchive.PastRun before, Instant reached) {
        this.before = before;
        this.reached = reached;
    }

    /** Aligns a run with an earlier one. */
    static RunAlignment of(RunArchive.PastRun before, RunView view, Instant now) {
        Map<Mark, Instant> then = marks(before);
        Map<Mark, Instant> here = marks(view);
        Instant started = view.started();
        Instant since = started == null ? now : started;
        Instant at = before.run().started();
        for (Map.Entry<Mark, Instant> mark : here.entrySet()) {
            Instant time = then.get(mark.getKey());
            int newer = mark.getValue().compareTo(since);
            if (time != null && (newer > 0 || (newer == 0 && time.isAfter(at)))) {
                since = mark.getValue();
                at = time;
            }
        }
        Instant next = before.run().ended();
        for (Map.Entry<Mark, Instant> mark : then.entrySet()) {
            if (!here.containsKey(mark.getKey())
                    && !mark.getValue().isBefore(at)
                    && mark.getValue().isBefore(next)) {
                next = mark.getValue();
            }
        }
        Instant reached = at.plus(Duration.between(since, now));
        return new RunAlignment(before, reached.isBefore(next) ? reached : next);
    }

    private static Map<Mark, Instant> marks(RunArchive.PastRun before) {
        Marks marks = new Marks();
        before.parts().stream()
                .filter(r -> r.unit() != Unit.RUN)
                .sorted(Comparator.comparing(BuildRecord::started))
                .forEach(r -> marks.add(r.unit(), r.name(), r.started(), r.ended()));
        return marks.times;
    }

    private static Map<Mark, Instant> marks(RunView view) {
        Marks marks = new Marks();
        for (PackageView p : view.packages()) {
            if (p.method() != null && RunRecorder.takesTime(p.method())) {
                marks.add(Unit.PACKAGE, p.ref().name(), p.started(), ended(p));
            }
        }
        for (RootView r : view.roots()) {
            marks.add(Unit.ROOT, r.spec(), r.started(), r.finished());
        }
        for (StageView s : view.stages()) {
            marks.add(Unit.STAGE, s.id(), s.started(), s.finished());
        }
        return marks.times;
    }

    /** Returns when a package ended by its stated duration, as its record has it; a log often shows the end seconds later. */
    private static @Nullable Instant ended(PackageView p) {
        Instant started = p.started();
        Duration stated = p.stated();
        return p.finished() == null || started == null || stated == null ? p.finished() : started.plus(stated);
    }

    /**
     * Returns the remaining seconds of the earlier run in which none of the given parts was active: between packages, before
     * roots, and at the end.
     */
    double between(Predicate<BuildRecord> busy) {
        List<BuildRecord> parts = new ArrayList<>();
        before.parts().stream()
                .filter(r -> r.unit() != Unit.RUN && busy.test(r))
                .forEach(parts::add);
        parts.sort(Comparator.comparing(BuildRecord::started));
        Duration idle = Duration.ZERO;
        Instant done = reached;
        for (BuildRecord part : parts) {
            if (part.started().isAfter(done)) {
                idle = idle.plus(Duration.between(done, part.started()));
            }
            done = part.ended().isAfter(done) ? part.ended() : done;
        }
        Instant end = before.run().ended();
        return Durations.seconds(end.isAfter(done) ? idle.plus(Duration.between(done, end)) : idle);
    }
}
