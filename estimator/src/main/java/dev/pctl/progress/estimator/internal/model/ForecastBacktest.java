package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accuracy that forecasts would have had: a walk-forward evaluation of a history, in which each forecast rests on the
 * builds that had ended by then.
 *
 * @param firstBuilds packages that were never built before
 * @param builtBefore packages that were built before
 * @param rival the same packages, predicted by the median of their last ten builds, as <a
 *     href="https://github.com/vincentdephily/emlop">emlop</a> does by default; without intervals
 * @param overruns packages that are not done when their p50 or p90 has passed, forecast again at that moment and scored by
 *     their whole duration; by that moment
 * @param totals the remaining time of sessions of at least {@value #SMALLEST_SESSION} packages, built one after the other;
 *     by the share of the session that is done
 */
public record ForecastBacktest(
        Score firstBuilds, Score builtBefore, Score rival, Map<String, Score> overruns, Map<String, Score> totals) {

    private static final int SMALLEST_SESSION = 4;
    private static final int RIVAL_BUILDS = 10;
    private static final double SHORTEST = 0.5;
    private static final double LN_2 = Math.log(2);

    public ForecastBacktest {
        overruns = new LinkedHashMap<>(overruns);
        totals = new LinkedHashMap<>(totals);
    }

    /**
     * The accuracy of a set of forecasts.
     *
     * @param forecasts the number of forecasts
     * @param meanLog2 the mean of |log2(actual / p50)|: 1 is a factor of two
     * @param weightedError the sum of |actual - p50| divided by the sum of the actual durations
     * @param held the share of actual durations between p10 and p90, from 0 to 1
     * @param below the share of actual durations below p10, from 0 to 1
     * @param medianWidth the median of p90 / p10
     */
    public record Score(
            int forecasts, double meanLog2, double weightedError, double held, double below, double medianWidth) {}

    private record Case(double p10, double p50, double p90, double truth) {

        static Case of(DurationEstimate e, double truth) {
            return new Case(e.p10(), e.p50(), e.p90(), truth);
        }
    }

    /** Evaluates the forecasts of a history's successful packages. */
    public static ForecastBacktest of(List<BuildRecord> history) {
        return new Trial(history).result();
    }

    private static final class Trial {

        private final List<BuildRecord> records;
        private final List<Case> firstBuilds = new ArrayList<>();
        private final List<Case> builtBefore = new ArrayList<>();
        private final List<Case> rival = new ArrayList<>();
        private final Map<String, List<Case>> overruns = new LinkedHashMap<>();
        private final Map<String, List<Case>> totals = new LinkedHashMap<>();
        private final Map<String, List<BuildRecord>> ended = new HashMap<>();

        Trial(List<BuildRecord> history) {
            records = history.stream()
                    .filter(r -> r.unit() == Unit.PACKAGE && r.outcome() == Outcome.SUCCEEDED && r.seconds() > 0)
                    .toList();
            records.stream()
                    .sorted(Comparator.comparing(BuildRecord::ended))
                    .forEach(r -> ended.computeIfAbsent(key(r), k -> new ArrayList<>())
                            .add(r));
        }

        ForecastBacktest result() {
            WalkForwardEvaluation.walk(records, this::packageCase, sessions());
            return new ForecastBacktest(
                    score(firstBuilds), score(builtBefore), score(rival), scores(overruns), scores(totals));
        }

        private static String key(BuildRecord r) {
            return r.name() + '\n' + r.method();
        }

        private void packageCase(BuildRecord r, DurationEstimate estimate) {
            if (estimate.samples() == 0) {
                firstBuilds.add(Case.of(estimate, r.seconds()));
            } else {
                builtBefore.add(Case.of(estimate, r.seconds()));
                double median = medianOfLast(r);
                rival.add(new Case(median, median, median, r.seconds()));
            }
            overrun("past p50", estimate, estimate.p50(), r);
            overrun("past p90", estimate, estimate.p90(), r);
            overrun("past twice the p90", estimate, 2 * estimate.p90(), r);
        }

        private double medianOfLast(BuildRecord asked) {
            List<BuildRecord> before = ended.getOrDefault(key(asked), List.of()).stream()
                    .filter(r -> !r.ended().isAfter(asked.started()))
                    .toList();
            double[] last = before.subList(Math.max(0, before.size() - RIVAL_BUILDS), before.size()).stream()
                    .mapToDouble(BuildRecord::seconds)
                    .toArray();
            return median(last);
        }

        private void overrun(String when, DurationEstimate estimate, double elapsed, BuildRecord r) {
            if (r.seconds() > elapsed) {
                overruns.computeIfAbsent(when, w -> new ArrayList<>())
                        .add(Case.of(estimate.given(elapsed), r.seconds()));
            }
        }

        /** Returns a look at each session at its start, and after a quarter, a half and three quarters of its packages. */
        private List<WalkForwardEvaluation.Look> sessions() {
            Map<String, List<BuildRecord>> bySession = new LinkedHashMap<>();
            records.stream()
                    .filter(r -> r.session() != null)
                    .sorted(Comparator.comparing(BuildRecord::started))
                    .forEach(r -> bySession
                            .computeIfAbsent(r.machine() + "\n" + r.session(), s -> new ArrayList<>())
                            .add(r));
            List<WalkForwardEvaluation.Look> looks = new ArrayList<>();
            for (List<BuildRecord> session : bySession.values()) {
                if (session.size() >= SMALLEST_SESSION) {
                    looks.add(look("at the start", session, 0));
                    looks.add(look("after a quarter", session, session.size() / 4));
                    looks.add(look("after half", session, session.size() / 2));
                    looks.add(look("after three quarters", session, session.size() * 3 / 4));
                }
            }
            return looks;
        }

        private WalkForwardEvaluation.Look look(String when, List<BuildRecord> session, int done) {
            List<BuildRecord> left = session.subList(done, session.size());
            Instant at = left.get(0).started();
            return new WalkForwardEvaluation.Look(at, model -> {
                MonteCarloSchedule schedule = new MonteCarloSchedule();
                left.forEach(r -> schedule.addPackage(model.estimate(BuildQuery.of(r), at), 0));
                MonteCarloSchedule.Rest rest = schedule.rest(1);
                double truth = left.stream().mapToDouble(BuildRecord::seconds).sum();
                totals.computeIfAbsent(when, w -> new ArrayList<>())
                        .add(new Case(rest.p10(), rest.p50(), rest.p90(), truth));
            });
        }
    }

    private static Map<String, Score> scores(Map<String, List<Case>> cases) {
        Map<String, Score> scores = new LinkedHashMap<>();
        cases.forEach((when, list) -> scores.put(when, score(list)));
        return scores;
    }

    private static Score score(List<Case> cases) {
        return new Score(
                cases.size(),
                cases.stream()
                        .mapToDouble(c -> Math.abs(Math.log(c.truth() / Math.max(SHORTEST, c.p50()))) / LN_2)
                        .average()
                        .orElse(0),
                cases.stream().mapToDouble(c -> Math.abs(c.truth() - c.p50())).sum()
                        / Math.max(1e-9, cases.stream().mapToDouble(Case::truth).sum()),
                cases.stream()
                        .mapToDouble(c -> c.p10() <= c.truth() && c.truth() <= c.p90() ? 1 : 0)
                        .average()
                        .orElse(0),
                cases.stream()
                        .mapToDouble(c -> c.truth() < c.p10() ? 1 : 0)
                        .average()
                        .orElse(0),
                median(cases.stream().mapToDouble(c -> c.p90() / c.p10()).toArray()));
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
