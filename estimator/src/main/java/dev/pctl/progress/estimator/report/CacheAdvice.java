package dev.pctl.progress.estimator.report;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run built although a binary cache was in use, and why. It rests on records: the packages that came from the cache
 * in earlier runs show what the cache has.
 *
 * @param misses the packages that were built, the one that took longest first; empty if no cache was in use
 */
public record CacheAdvice(List<Miss> misses) {

    /** The number of packages that are worth naming. */
    private static final int FIRST = 3;

    public CacheAdvice {
        misses = List.copyOf(misses);
    }

    /**
     * A package that did not come from the cache.
     *
     * @param built its record
     * @param nearest the most similar build of it that once came from the cache, or null
     */
    public record Miss(BuildRecord built, @Nullable BuildRecord nearest) {

        /** Returns the reason as far as it is known, in a phrase for people. */
        public String reason() {
            if (nearest == null) {
                return "never seen in the cache";
            }
            List<String> other = new ArrayList<>();
            compare(other, "version", nearest.version(), built.version());
            compare(other, "variant", nearest.variant(), built.variant());
            compare(other, "compiler", nearest.compiler(), built.compiler());
            compare(other, "machine", nearest.machine(), built.machine());
            if (!other.isEmpty()) {
                return "the cache had " + String.join(", ", other);
            }
            return Objects.equals(nearest.hash(), built.hash())
                    ? "the cache had the same build before"
                    : "the cache had another hash, so a dependency or an option differs";
        }

        private static void compare(List<String> other, String what, @Nullable String had, @Nullable String wanted) {
            if (had != null && !had.equals(wanted)) {
                other.add(what + ' ' + had);
            }
        }
    }

    /**
     * Examines a run.
     *
     * @param history the records of earlier runs, and possibly of this one
     * @param run the records of the run
     */
    public static CacheAdvice of(List<BuildRecord> history, List<BuildRecord> run) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(run, "run");
        List<BuildRecord> cached = new ArrayList<>();
        history.stream().filter(CacheAdvice::isCached).forEach(cached::add);
        run.stream().filter(CacheAdvice::isCached).forEach(cached::add);
        if (cached.isEmpty()) {
            return new CacheAdvice(List.of());
        }
        return new CacheAdvice(run.stream()
                .filter(r -> installed(r) && r.method() == InstallMethod.SOURCE)
                .sorted(Comparator.comparingDouble(BuildRecord::seconds).reversed())
                .map(r -> new Miss(r, nearest(cached, r)))
                .toList());
    }

    private static boolean isCached(BuildRecord r) {
        return installed(r) && r.method() == InstallMethod.BINARY_CACHE;
    }

    private static boolean installed(BuildRecord r) {
        return r.unit() == Unit.PACKAGE && r.outcome() == Outcome.SUCCEEDED;
    }

    /** Returns the cached build with the most in common; of several, the newest. */
    private static @Nullable BuildRecord nearest(List<BuildRecord> cached, BuildRecord built) {
        return cached.stream()
                .filter(c -> c.name().equals(built.name()))
                .max(Comparator.comparingInt((BuildRecord c) -> likeness(c, built))
                        .thenComparing(BuildRecord::started))
                .orElse(null);
    }

    private static int likeness(BuildRecord cached, BuildRecord built) {
        if (cached.hash() != null && cached.hash().equals(built.hash())) {
            return Integer.MAX_VALUE;
        }
        return (Objects.equals(cached.version(), built.version()) ? 8 : 0)
                + (Objects.equals(cached.variant(), built.variant()) ? 4 : 0)
                + (Objects.equals(cached.compiler(), built.compiler()) ? 2 : 0)
                + (Objects.equals(cached.machine(), built.machine()) ? 1 : 0);
    }

    /** Returns the time of all packages that were built, in seconds. */
    public double seconds() {
        return misses.stream().mapToDouble(m -> m.built().seconds()).sum();
    }

    /** Returns the packages whose builds took longest, at most three: pushing them to the cache saves the most time. */
    public List<Miss> pushFirst() {
        return misses.subList(0, Math.min(FIRST, misses.size()));
    }
}
