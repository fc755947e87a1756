package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PreviousRun;
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

/** The earlier runs and builds, from which the remaining work of a run of the same kind is known. */
public final class RunArchive {

    private final List<BuildRecord> runs = new ArrayList<>();
    private final Map<String, List<BuildRecord>> sessions = new HashMap<>();
    private final Map<String, List<BuildRecord>> packages = new HashMap<>();

    /** Creates an archive of records in any order. */
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

    /** Returns the successful runs, the newest first. */
    List<PastRun> all() {
        return runs.stream().map(this::pastRun).toList();
    }

    /** Returns the last successful run of a title; null if there is none. */
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
     * Returns the newest successful build of a package that has wanted data: of the given version if there is one, else of
     * any.
     *
     * @return null if there is none
     */
    @Nullable
    public BuildRecord newest(String name, @Nullable String version, Predicate<BuildRecord> wanted) {
        BuildRecord other = null;
        List<BuildRecord> builds = packages.getOrDefault(name, List.of());
        for (int i = builds.size() - 1; i >= 0; i--) {
            BuildRecord build = builds.get(i);
            if (wanted.test(build)) {
                if (Objects.equals(build.version(), version)) {
                    return build;
                }
                other = other == null ? build : other;
            }
        }
        return other;
    }

    /** Returns the shares of a package's phases in its time when it was last built successfully; may be empty. */
    Map<String, Double> phaseShares(String name, @Nullable String version) {
        BuildRecord newest = timed(name, version);
        return newest == null ? Map.of() : shares(newest);
    }

    /** Returns the newest build of a package with durations of phases, preferably of the given version; or null. */
    @Nullable
    BuildRecord timed(String name, @Nullable String version) {
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
     * @param parts the records of its packages, roots and stages, in the order in which they ended
     */
    record PastRun(BuildRecord run, List<BuildRecord> parts) {

        /** Returns the successful parts of a unit, without those of the given names; one of each name. */
        List<BuildRecord> missing(Unit unit, Set<String> names) {
            Set<String> seen = new LinkedHashSet<>(names);
            return parts.stream()
                    .filter(r -> r.unit() == unit && r.outcome() == Outcome.SUCCEEDED && seen.add(r.name()))
                    .toList();
        }

        /** Returns the record of a root; null if it was not a part of the run or did not succeed. */
        @Nullable
        BuildRecord root(String spec) {
            return part(Unit.ROOT, spec);
        }

        /** Returns the record of a stage; null if it was not a part of the run or did not succeed. */
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

        /** Returns the packages that were installed during a root or stage, in the order in which they ended. */
        List<BuildRecord> packagesOf(BuildRecord whole) {
            return missing(Unit.PACKAGE, Set.of()).stream()
                    .filter(r -> !r.started().isBefore(whole.started())
                            && r.started().isBefore(whole.ended()))
                    .toList();
        }

        PreviousRun summary() {
            return new PreviousRun(run.name(), run.ended(), run.duration());
        }
    }
}
