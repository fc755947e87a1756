package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Earlier runs, as far as they tell what a run of the same kind still has before it. */
public final class RunArchive {

    private final List<BuildRecord> runs = new ArrayList<>();
    private final Map<String, List<BuildRecord>> sessions = new HashMap<>();
    private final Map<String, List<BuildRecord>> packages = new HashMap<>();

    public RunArchive(List<BuildRecord> records) {
        List<BuildRecord> ordered = new ArrayList<>(records);
        ordered.sort(Comparator.comparing(BuildRecord::ended));
        for (BuildRecord r : ordered) {
            String session = r.session();
            if (session != null) {
                sessions.computeIfAbsent(session, s -> new ArrayList<>()).add(r);
            }
            if (r.outcome() != Outcome.SUCCEEDED) {
                continue;
            }
            if (r.unit() == Unit.RUN) {
                runs.add(0, r);
            } else if (r.unit() == Unit.PACKAGE) {
                packages.computeIfAbsent(r.name(), n -> new ArrayList<>()).add(r);
            }
        }
    }

    /** The runs that succeeded, the newest first. */
    List<PastRun> all() {
        return runs.stream().map(this::pastRun).toList();
    }

    /** The last run that built the same and succeeded; null if there is none. */
    @Nullable
    PastRun lastOf(String title) {
        return runs.stream()
                .filter(r -> r.name().equals(title))
                .findFirst()
                .map(this::pastRun)
                .orElse(null);
    }

    private PastRun pastRun(BuildRecord run) {
        String session = run.session();
        return new PastRun(run, session == null ? List.of() : sessions.getOrDefault(session, List.of()));
    }

    /**
     * The newest build of the package that succeeded and tells what is asked for: of the same version if there is one,
     * else of any.
     *
     * @return null if there is none
     */
    @Nullable
    public BuildRecord newest(String name, @Nullable String version, Predicate<BuildRecord> tells) {
        BuildRecord other = null;
        List<BuildRecord> builds = packages.getOrDefault(name, List.of());
        for (int i = builds.size() - 1; i >= 0; i--) {
            BuildRecord build = builds.get(i);
            if (tells.test(build)) {
                if (Objects.equals(build.version(), version)) {
                    return build;
                }
                other = other == null ? build : other;
            }
        }
        return other;
    }

    /** How the time of a package was spread over its phases when it was last built with success; may be empty. */
    public Map<String, Double> phaseShares(String name, @Nullable String version) {
        BuildRecord newest = timed(name, version);
        return newest == null ? Map.of() : shares(newest);
    }

    /** The newest build of the package that tells how long its phases took, of the same version if there is one; or null. */
    @Nullable
    public BuildRecord timed(String name, @Nullable String version) {
        return newest(name, version, r -> !r.phases().isEmpty());
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

        /** The record of the root; null if it was not a part of the run or did not succeed. */
        @Nullable
        BuildRecord root(String spec) {
            return part(Unit.ROOT, spec);
        }

        /** The record of the stage; null if it was not a part of the run or did not succeed. */
        @Nullable
        BuildRecord stage(String id) {
            return part(Unit.STAGE, id);
        }

        private @Nullable BuildRecord part(Unit unit, String name) {
            return parts.stream()
                    .filter(r -> r.unit() == unit
                            && r.outcome() == Outcome.SUCCEEDED
                            && r.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        /** The packages that were installed while the root or stage was worked on, in the order in which they ended. */
        List<BuildRecord> packagesOf(BuildRecord whole) {
            return missing(Unit.PACKAGE, Set.of()).stream()
                    .filter(r -> !r.started().isBefore(whole.started())
                            && r.started().isBefore(whole.ended()))
                    .toList();
        }

        dev.pctl.progress.event.PreviousRun told() {
            return new dev.pctl.progress.event.PreviousRun(run.name(), run.ended(), run.duration());
        }
    }
}
