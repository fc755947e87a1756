package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records when packages pass milestones: the beginnings of their phases, and each fifth of a phase's steps. Steps differ in
 * length, but a package that is built again passes the same milestone at the same share of its time.
 */
public final class MilestoneTracker {

    /** The number of milestones within a phase. */
    private static final int PARTS = 5;

    /** The seconds below which a package is over before its progress matters. */
    private static final double SHORTEST_RECORDED = 10;

    /** The shortest stretch in seconds that is compared: the tracker sees a run about once a second. */
    private static final double SHORTEST_STRETCH = 5;

    /** The counts of steps by package, attempt and phase. */
    private final Map<String, List<Count>> counts = new HashMap<>();

    private record Count(long done, double elapsed) {}

    /**
     * The last milestone that a build and an earlier one have in common. All values are seconds since the beginning.
     *
     * @param then when the earlier build passed it
     * @param here when this build passed it
     * @param thenBegun when the first phase of the earlier build began; before that it was fetched and staged
     * @param hereBegun when the first phase of this build began
     */
    record Reached(double then, double here, double thenBegun, double hereBegun) {

        /** Returns the seconds of the earlier build from its first phase to the milestone. */
        double worked() {
            return then - thenBegun;
        }

        /** Returns the seconds of this build from its first phase to the milestone. */
        double took() {
            return here - hereBegun;
        }
    }

    /** Records the counts of steps in a view. */
    public void look(RunView view, Instant now) {
        for (PackageView p : view.packages()) {
            PhaseView phase = p.active() ? p.currentPhase() : null;
            Duration elapsed = p.elapsed(now);
            PhaseView.Steps steps = phase == null ? null : phase.steps();
            if (phase != null && steps != null && elapsed != null) {
                List<Count> counted = counts.computeIfAbsent(key(p, phase), k -> new ArrayList<>());
                if (counted.isEmpty() || counted.get(counted.size() - 1).done() < steps.done()) {
                    counted.add(new Count(steps.done(), Durations.seconds(elapsed)));
                }
            }
        }
    }

    private static String key(PackageView p, PhaseView phase) {
        return p.id() + '#' + p.attempt() + ' ' + phase.name();
    }

    /** Returns when a package passed which milestone, in seconds since its beginning, rounded to tenths. */
    Map<String, Double> of(PackageView p, double seconds) {
        Map<String, Double> passed = new LinkedHashMap<>();
        if (seconds >= SHORTEST_RECORDED) {
            for (PhaseView phase : p.phases()) {
                PhaseView.Steps steps = phase.steps();
                add(passed, p, phase, steps == null ? null : steps.done());
            }
        }
        passed.replaceAll((mark, time) -> Math.round(time * 10) / 10.0);
        return passed;
    }

    private void add(Map<String, Double> passed, PackageView p, PhaseView phase, @Nullable Long total) {
        Instant begun = p.started();
        Instant started = phase.started();
        if (begun != null && started != null) {
            passed.put(phase.name(), Math.max(0, Durations.seconds(Duration.between(begun, started))));
        }
        if (total != null && total > 0) {
            for (Count count : counts.getOrDefault(key(p, phase), List.of())) {
                for (int part = 1; part <= Math.min(PARTS, PARTS * count.done() / total); part++) {
                    passed.putIfAbsent(name(phase.name(), part), count.elapsed());
                }
            }
        }
    }

    /**
     * Returns the last milestone that a package has in common with an earlier build; null if there is none.
     *
     * @param withinPhases whether to use the milestones within phases
     */
    @Nullable
    Reached reached(PackageView p, BuildRecord before, boolean withinPhases) {
        Reached newest = null;
        for (Pair pair : inCommon(p, before, withinPhases)) {
            newest = newest == null
                    ? new Reached(pair.then(), pair.here(), pair.then(), pair.here())
                    : new Reached(pair.then(), pair.here(), newest.thenBegun(), newest.hereBegun());
        }
        return newest;
    }

    /** When the earlier build and this one passed a milestone. */
    private record Pair(double then, double here) {}

    /** Returns the common milestones in the order of the earlier build. */
    private List<Pair> inCommon(PackageView p, BuildRecord before, boolean withinPhases) {
        Map<String, Double> then = marks(before);
        Map<String, Double> here = new LinkedHashMap<>();
        for (PhaseView phase : p.phases()) {
            add(here, p, phase, withinPhases ? before.steps().get(phase.name()) : null);
        }
        List<Pair> pairs = new ArrayList<>();
        here.forEach((mark, at) -> {
            Double time = then.get(mark);
            if (time != null) {
                pairs.add(new Pair(time, at));
            }
        });
        pairs.sort(Comparator.comparingDouble(Pair::then));
        return pairs;
    }

    /**
     * Returns, for each stretch between common milestones that is long enough to compare, the natural logarithm of this
     * build's time divided by that of the earlier build.
     */
    List<Double> stretches(PackageView p, BuildRecord before) {
        List<Double> ratios = new ArrayList<>();
        Pair from = new Pair(0, 0);
        for (Pair to : inCommon(p, before, true)) {
            double then = to.then() - from.then();
            if (then >= SHORTEST_STRETCH) {
                ratios.add(Math.log(Math.max(1, to.here() - from.here()) / then));
                from = to;
            }
        }
        return ratios;
    }

    private static String name(String phase, int part) {
        return phase + ' ' + part * 100 / PARTS + '%';
    }

    /** Returns the milestones of a build. A build without any gets them from its phases, which are taken to end with it. */
    private static Map<String, Double> marks(BuildRecord before) {
        if (!before.marks().isEmpty()) {
            return before.marks();
        }
        Map<String, Double> marks = new LinkedHashMap<>();
        double at = before.seconds()
                - before.phases().values().stream().mapToDouble(d -> d).sum();
        for (Map.Entry<String, Double> phase : before.phases().entrySet()) {
            marks.put(phase.getKey(), Math.max(0, at));
            at += phase.getValue();
        }
        return marks;
    }
}
