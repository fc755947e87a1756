package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.BuildRecord.Unit;
import dev.pctl.progress.event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Earlier runs, as far as they tell what a run of the same kind still has before it. */
final class PastRuns {

    private final List<BuildRecord> newestFirst;

    PastRuns(List<BuildRecord> records) {
        newestFirst = new ArrayList<>(records);
        newestFirst.sort(Comparator.comparing(BuildRecord::ended).reversed());
    }

    /** The last run that built the same and succeeded; null if there is none. */
    @Nullable
    PastRun lastOf(String title) {
        return newestFirst.stream()
                .filter(r -> r.unit() == Unit.RUN
                        && r.outcome() == Outcome.SUCCEEDED
                        && r.name().equals(title))
                .findFirst()
                .map(run -> new PastRun(run, ofSession(run.session())))
                .orElse(null);
    }

    private List<BuildRecord> ofSession(@Nullable String session) {
        List<BuildRecord> records = new ArrayList<>();
        if (session != null) {
            for (BuildRecord r : newestFirst) {
                if (session.equals(r.session())) {
                    records.add(0, r);
                }
            }
        }
        return records;
    }

    /** How the time of a package was spread over its phases when it was last built with success; may be empty. */
    Map<String, Double> phaseShares(String name) {
        return newestFirst.stream()
                .filter(r -> r.unit() == Unit.PACKAGE
                        && r.outcome() == Outcome.SUCCEEDED
                        && r.name().equals(name)
                        && !r.phases().isEmpty())
                .findFirst()
                .map(PastRuns::shares)
                .orElse(Map.of());
    }

    private static Map<String, Double> shares(BuildRecord r) {
        double all = Math.max(
                r.seconds(), r.phases().values().stream().mapToDouble(d -> d).sum());
        Map<String, Double> shares = new LinkedHashMap<>();
        r.phases().forEach((phase, seconds) -> shares.put(phase, all <= 0 ? 0 : seconds / all));
        return shares;
    }

    /**
     * One earlier run.
     *
     * @param run the record of the run itself
     * @param parts the records of what it consisted of, in the order in which they ended
     */
    record PastRun(BuildRecord run, List<BuildRecord> parts) {

        /** What of that sort succeeded in it, and is not among the given names. */
        List<BuildRecord> missing(Unit unit, Set<String> names) {
            Set<String> seen = new LinkedHashSet<>(names);
            return parts.stream()
                    .filter(r -> r.unit() == unit && r.outcome() == Outcome.SUCCEEDED && seen.add(r.name()))
                    .toList();
        }
    }
}
