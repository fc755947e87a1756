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
 * The course that an earlier run of the same kind took, and how far along it a run has come: as far as the newest
 * beginning or end of a package, root or stage that both know, and on from there with the clock, but not beyond the next
 * one that the earlier run had and this one has not reached.
 */
final class RunAlignment {

    /** A beginning or an end of something, the how manieth of that name. */
    private record Mark(Unit unit, String name, boolean end, int nth) {}

    /** Notes marks in the order of time. */
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

    /** How far the run has come along the course of the earlier one. */
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
        Instant goneOn = at.plus(Duration.between(since, now));
        return new RunAlignment(before, goneOn.isBefore(next) ? goneOn : next);
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

    /** When it had taken as long as the installer says, as in its record: often that is said a few seconds later. */
    private static @Nullable Instant ended(PackageView p) {
        Instant started = p.started();
        Duration stated = p.stated();
        return p.finished() == null || started == null || stated == null ? p.finished() : started.plus(stated);
    }

    /**
     * How many seconds of what the earlier run still had before it were taken up by none of these: time between packages,
     * before roots, at the end.
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
