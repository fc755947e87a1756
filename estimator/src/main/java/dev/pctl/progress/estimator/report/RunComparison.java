package dev.pctl.progress.estimator.report;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two runs. It rests on their records alone, which come from a history or from a recorded event
 * stream.
 *
 * @param differences what differs in the circumstances: machine, compiler, number of processors
 * @param changes the packages that differ, those with the largest change of time first
 * @param unchanged the number of packages that took about the same time
 * @param speed the median of the factors by which packages that both runs built from source took longer in the second
 *     run; null with fewer than three such packages
 */
public record RunComparison(
        List<Difference> differences,
        List<Change> changes,
        int unchanged,
        @Nullable Double speed) {

    /** The same build, repeated on one machine, differs by up to this factor. */
    private static final double NOISE_FACTOR = 1.25;

    /** Smaller differences in seconds are of no interest. */
    private static final double NOISE_SECONDS = 5;

    private static final int FEWEST_FOR_SPEED = 3;

    public RunComparison {
        differences = List.copyOf(differences);
        changes = List.copyOf(changes);
    }

    /** How a package differs. A package has the first kind that applies. */
    public enum Kind {
        /** Only the second run installed it. */
        NEW,
        /** Only the first run installed it. */
        GONE,
        /** It failed only in the second run. */
        FAILS,
        /** It failed only in the first run. */
        RECOVERED,
        /** The first run took it from a binary cache, the second built it. */
        CACHE_LOST,
        /** The second run took it from a binary cache, the first built it. */
        CACHE_GAINED,
        /** It took longer, by more than repeated builds differ. */
        SLOWER,
        /** It took less time, by more than repeated builds differ. */
        FASTER,
        /** It took about the same time, but has another version. */
        VERSION
    }

    /**
     * A circumstance that differs.
     *
     * @param name what it is, such as {@code machine}
     * @param before the values of the first run, separated by commas; {@code unknown} without any
     * @param after the values of the second run
     */
    public record Difference(String name, String before, String after) {}

    /**
     * A package that differs. At least one of its records exists.
     *
     * @param kind how it differs
     * @param before its record in the first run, or null
     * @param after its record in the second run, or null
     */
    public record Change(
            Kind kind,
            @Nullable BuildRecord before,
            @Nullable BuildRecord after) {

        /** Returns the package's name. */
        public String name() {
            BuildRecord any = after == null ? before : after;
            return any == null ? "" : any.name();
        }

        /** Returns by how many seconds it took longer; negative if it took less time. */
        public double seconds() {
            return (after == null ? 0 : after.seconds()) - (before == null ? 0 : before.seconds());
        }
    }

    /**
     * Compares two runs.
     *
     * @param before the records of the first run
     * @param after the records of the second run
     */
    public static RunComparison of(List<BuildRecord> before, List<BuildRecord> after) {
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        List<BuildRecord> first = packages(before);
        List<BuildRecord> second = packages(after);
        List<Change> changes = new ArrayList<>();
        List<Double> factors = new ArrayList<>();
        int unchanged = 0;
        Map<BuildRecord, BuildRecord> pairs = pairs(first, second);
        for (BuildRecord b : second) {
            BuildRecord a = pairs.get(b);
            Kind kind = a == null ? Kind.NEW : kind(a, b);
            if (kind == null) {
                unchanged++;
            } else {
                changes.add(new Change(kind, a, b));
            }
            if (a != null && builtAgain(a, b) && Math.max(a.seconds(), b.seconds()) >= NOISE_SECONDS) {
                factors.add(b.seconds() / Math.max(a.seconds(), 1));
            }
        }
        Set<BuildRecord> paired = new HashSet<>(pairs.values());
        first.stream().filter(a -> !paired.contains(a)).forEach(a -> changes.add(new Change(Kind.GONE, a, null)));
        changes.sort(
                Comparator.comparingDouble((Change c) -> -Math.abs(c.seconds())).thenComparing(Change::name));
        return new RunComparison(differences(before, after), changes, unchanged, median(factors));
    }

    /** Returns the packages of a run; of several attempts only the last. */
    private static List<BuildRecord> packages(List<BuildRecord> records) {
        Map<String, BuildRecord> last = new LinkedHashMap<>();
        records.stream()
                .filter(r -> r.unit() == Unit.PACKAGE)
                .forEach(r -> last.put(r.name() + ' ' + r.version() + ' ' + r.hash(), r));
        return new ArrayList<>(last.values());
    }

    /** Pairs each package of the second run with the most similar one of the same name in the first. */
    private static Map<BuildRecord, BuildRecord> pairs(List<BuildRecord> first, List<BuildRecord> second) {
        Map<BuildRecord, BuildRecord> pairs = new HashMap<>();
        List<BuildRecord> free = new ArrayList<>(first);
        List<BiPredicate<BuildRecord, BuildRecord>> likeness = List.of(
                (a, b) -> a.hash() != null && Objects.equals(a.hash(), b.hash()),
                (a, b) -> Objects.equals(a.version(), b.version()),
                (a, b) -> true);
        for (BiPredicate<BuildRecord, BuildRecord> alike : likeness) {
            for (BuildRecord b : second) {
                BuildRecord found = pairs.containsKey(b)
                        ? null
                        : free.stream()
                                .filter(a -> a.name().equals(b.name()) && alike.test(a, b))
                                .findFirst()
                                .orElse(null);
                if (found != null) {
                    pairs.put(b, found);
                    free.remove(found);
                }
            }
        }
        return pairs;
    }

    private static @Nullable Kind kind(BuildRecord a, BuildRecord b) {
        if ((a.outcome() == Outcome.FAILED) != (b.outcome() == Outcome.FAILED)) {
            return b.outcome() == Outcome.FAILED ? Kind.FAILS : Kind.RECOVERED;
        }
        if (a.method() != b.method()) {
            return b.method() == InstallMethod.SOURCE ? Kind.CACHE_LOST : Kind.CACHE_GAINED;
        }
        double difference = b.seconds() - a.seconds();
        boolean clear = Math.abs(difference) >= NOISE_SECONDS
                && Math.max(a.seconds(), b.seconds()) >= NOISE_FACTOR * Math.min(a.seconds(), b.seconds());
        if (clear) {
            return difference > 0 ? Kind.SLOWER : Kind.FASTER;
        }
        return Objects.equals(a.version(), b.version()) ? null : Kind.VERSION;
    }

    private static boolean builtAgain(BuildRecord a, BuildRecord b) {
        return a.outcome() == Outcome.SUCCEEDED
                && b.outcome() == Outcome.SUCCEEDED
                && a.method() == InstallMethod.SOURCE
                && b.method() == InstallMethod.SOURCE;
    }

    private static List<Difference> differences(List<BuildRecord> before, List<BuildRecord> after) {
        Map<String, Function<BuildRecord, @Nullable Object>> circumstances = new LinkedHashMap<>();
        circumstances.put("machine", BuildRecord::machine);
        circumstances.put("compiler", BuildRecord::compiler);
        circumstances.put("processors", BuildRecord::cores);
        List<Difference> differences = new ArrayList<>();
        circumstances.forEach((name, value) -> {
            String a = values(before, value);
            String b = values(after, value);
            if (!a.equals(b)) {
                differences.add(new Difference(name, a, b));
            }
        });
        return differences;
    }

    private static String values(List<BuildRecord> records, Function<BuildRecord, @Nullable Object> value) {
        String all = records.stream()
                .map(value)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "unknown" : all;
    }

    private static @Nullable Double median(List<Double> factors) {
        if (factors.size() < FEWEST_FOR_SPEED) {
            return null;
        }
        List<Double> sorted = factors.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
