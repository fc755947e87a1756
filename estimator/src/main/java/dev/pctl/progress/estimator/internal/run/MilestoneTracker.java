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
 * Notes when packages come past milestones: the beginnings of their phases, and every fifth of the steps that are counted
 * in a phase. Steps are not equally long, but a package that is built again comes past the same ones at the same share of
 * its time.
 */
public final class MilestoneTracker {

    private static final int PARTS = 5;

    /** What takes less time is over before it matters how far it is. */
    private static final double WORTH_NOTING = 10;

    /** Shorter stretches are not told apart from the time between two looks. */
    private static final double MEASURABLE = 5;

    /** What was counted in a phase, by package, attempt and phase. */
    private final Map<String, List<Count>> counts = new HashMap<>();

    private record Count(long done, double elapsed) {}

    /**
     * How far a build is, as compared with an earlier one of the same package; all in seconds from the beginning.
     *
     * @param then when the earlier one came past the milestone
     * @param here when this one did
     * @param thenBegun when the first phase of the earlier one began: until then it was fetched and staged
     * @param hereBegun when the first phase of this one began
     */
    public record Reached(double then, double here, double thenBegun, double hereBegun) {

        /** How long the earlier one took from its first phase to the milestone. */
        public double worked() {
            return then - thenBegun;
        }

        /** How long this one took from its first phase to the milestone. */
        public double took() {
            return here - hereBegun;
        }
    }

    /** Takes into account what has been counted by now. */
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

    /** When the package came past which milestone, in seconds from its beginning to a tenth, in this order. */
    Map<String, Double> of(PackageView p, double seconds) {
        Map<String, Double> passed = new LinkedHashMap<>();
        if (seconds >= WORTH_NOTING) {
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

    /** How far the package is on the way that the earlier build went; null if they have no milestone in common. */
    @Nullable
    public Reached reached(PackageView p, BuildRecord before, boolean withinPhases) {
        Reached newest = null;
        for (Pair pair : inCommon(p, before, withinPhases)) {
            newest = newest == null
                    ? new Reached(pair.then(), pair.here(), pair.then(), pair.here())
                    : new Reached(pair.then(), pair.here(), newest.thenBegun(), newest.hereBegun());
        }
        return newest;
    }

    /** When an earlier build came past a milestone, and when this one did. */
    private record Pair(double then, double here) {}

    /** The milestones that both have come past, in the order of the earlier build. */
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
     * How many times longer this build took from one milestone to the next than the earlier one, as natural logarithms, for
     * as much of the way as it has come in stretches of which that can be told.
     */
    public List<Double> stretches(PackageView p, BuildRecord before) {
        List<Double> ratios = new ArrayList<>();
        Pair from = new Pair(0, 0);
        for (Pair to : inCommon(p, before, true)) {
            double then = to.then() - from.then();
            if (then >= MEASURABLE) {
                ratios.add(Math.log(Math.max(1, to.here() - from.here()) / then));
                from = to;
            }
        }
        return ratios;
    }

    private static String name(String phase, int part) {
        return phase + ' ' + part * 100 / PARTS + '%';
    }

    /** Of a build that was not watched only the lengths of its phases are known: what else it took came before them. */
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
