package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The earlier builds of one package. What they say together is a weighted mean of the logarithms of their durations:
 * newer ones weigh more, ones of another version, compiler, variant or machine less.
 */
final class PackageObservations {

    /** Older builds no longer matter: each build weighs half of the one three builds later. */
    private static final int REMEMBERED = 40;

    private static final double AGING = Math.pow(0.5, 1 / 3.0);
    private static final double OTHER_VERSION = 0.35;
    private static final double OTHER_COMPILER_VERSION = 0.5;
    private static final double OTHER_COMPILER = 0.06;
    private static final double OTHER_VARIANT = 0.3;
    private static final double OTHER_MACHINE = 0.6;

    /** Builds scale badly: configuring and linking do not, and a busy machine leaves fewer processors than it has. */
    private static final double CORES_EXPONENT = 0.2;

    private static final int SHORTEST_HASH = 7;
    private static final double SAME_DAY = 4;
    private static final double DAY = 86_400;

    private record Past(BuildQuery what, double logSeconds, double ended) {}

    private final Deque<Past> newestFirst = new ArrayDeque<>();
    private int count;
    private double misses;
    private int judged;

    void add(BuildQuery what, double logSeconds, double ended) {
        newestFirst.addFirst(new Past(what, logSeconds, ended));
        count++;
        if (newestFirst.size() > REMEMBERED) {
            newestFirst.removeLast();
        }
    }

    /** How many builds there were. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether one of them was of the same version, with the same compiler. */
    boolean knows(BuildQuery query) {
        for (Past p : newestFirst) {
            if (same(p.what().hash(), query.hash())
                    || (Objects.equals(p.what().version(), query.version())
                            && Objects.equals(p.what().compiler(), query.compiler()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them was the very same build on a machine of the same shape. */
    boolean repeats(BuildQuery query) {
        for (Past p : newestFirst) {
            if (same(p.what().hash(), query.hash())
                    && Objects.equals(p.what().machine(), query.machine())
                    && Objects.equals(p.what().cores(), query.cores())) {
                return true;
            }
        }
        return false;
    }

    /** The version of the newest build, or null. */
    @Nullable
    String newestVersion() {
        Past newest = newestFirst.peekFirst();
        return newest == null ? null : newest.what().version();
    }

    double logSeconds(BuildQuery query, double time) {
        double sum = 0;
        double weights = 0;
        double age = 1;
        for (Past p : newestFirst) {
            double weight = age * likeness(p, query, time);
            weights += weight;
            sum += weight * (p.logSeconds() + scaling(p.what().cores(), query.cores()));
            age *= AGING;
        }
        return sum / weights;
    }

    /** What another number of processors does to the logarithm of the duration. */
    private static double scaling(@Nullable Integer past, @Nullable Integer asked) {
        return past == null || asked == null || past < 1 || asked < 1 || past.equals(asked)
                ? 0
                : CORES_EXPONENT * Math.log((double) past / asked);
    }

    private static double likeness(Past past, BuildQuery query, double time) {
        BuildQuery what = past.what();
        double weight = same(what.hash(), query.hash()) ? 1 : recipe(what, query);
        if (!Objects.equals(what.machine(), query.machine()) || !Objects.equals(what.cores(), query.cores())) {
            weight *= OTHER_MACHINE;
        }
        return weight * (1 + SAME_DAY * Math.exp(-Math.max(0, time - past.ended()) / DAY));
    }

    /** How alike they are in what decides the hash, where that does not say that they are the same. */
    private static double recipe(BuildQuery what, BuildQuery query) {
        double weight = compiler(what.compiler(), query.compiler());
        if (!Objects.equals(what.version(), query.version())) {
            weight *= OTHER_VERSION;
        }
        if (!Objects.equals(what.variant(), query.variant())) {
            weight *= OTHER_VARIANT;
        }
        return weight;
    }

    /** Whether both name the same build; a log may show the beginning of a hash only. */
    private static boolean same(@Nullable String hash, @Nullable String other) {
        return hash != null
                && other != null
                && Math.min(hash.length(), other.length()) >= SHORTEST_HASH
                && (hash.length() < other.length()
                        ? other.startsWith(hash)
                        : hash.equals(other) || hash.startsWith(other));
    }

    private static double compiler(@Nullable String past, @Nullable String asked) {
        if (Objects.equals(past, asked)) {
            return 1;
        }
        return family(past).equals(family(asked)) ? OTHER_COMPILER_VERSION : OTHER_COMPILER;
    }

    /** The compiler without its version; empty if it is not known. */
    static String family(@Nullable String compiler) {
        return compiler == null ? "" : compiler.split("[@-]", 2)[0];
    }

    /** Remembers by how much an estimate missed. */
    void judge(double miss) {
        misses += miss;
        judged++;
    }

    /** How far estimates of this package miss, mixed with how far those of all packages do. */
    double typicalMiss(double general, double generalWeight) {
        return (misses + general * generalWeight) / (judged + generalWeight);
    }
}
