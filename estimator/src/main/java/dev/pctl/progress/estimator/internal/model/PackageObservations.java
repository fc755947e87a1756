package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The earlier builds of one package. The expected duration is a weighted mean of the logarithms of their durations. Newer
 * builds weigh more; builds of another version, compiler, variant or machine weigh less.
 */
final class PackageObservations {

    /** Limits the memory and time for one package. A build weighs half of the one three builds later, so older ones do not matter. */
    private static final int REMEMBERED = 40;

    private static final double AGING = Math.pow(0.5, 1 / 3.0);
    private static final double OTHER_VERSION = 0.3;

    /** Another version of which the first two parts are the same, such as 3.11.2 and 3.11.7. */
    private static final double OTHER_PATCH = 0.4;

    private static final double OTHER_COMPILER_VERSION = 0.5;
    private static final double OTHER_COMPILER = 0.06;
    private static final double OTHER_VARIANT = 0.3;
    private static final double OTHER_MACHINE = 0.6;

    /**
     * The exponent by which the duration falls with the number of processors. Builds scale badly: configuring and linking do
     * not scale, and a busy machine leaves fewer processors than it has.
     */
    private static final double CORES_EXPONENT = 0.2;

    /** The distance from the median, in natural logarithms, from which a build is an outlier: a factor of four. */
    private static final double OUTLIER = 1.4;

    /** The number of newest builds that the median is taken of, so that a lasting change soon prevails. */
    private static final int MEDIAN_OF = 5;

    private static final int FEWEST_FOR_MEDIAN = 3;

    private static final int SHORTEST_HASH = 7;
    private static final double SAME_DAY = 4;
    private static final double DAY = 86_400;

    private record Past(BuildQuery what, double logSeconds, double ended) {}

    private final Deque<Past> newestFirst = new ArrayDeque<>();
    private int count;
    private double misses;
    private int evaluated;

    void add(BuildQuery what, double logSeconds, double ended) {
        newestFirst.addFirst(new Past(what, logSeconds, ended));
        count++;
        if (newestFirst.size() > REMEMBERED) {
            newestFirst.removeLast();
        }
    }

    /** Returns the number of builds. */
    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns whether one of the builds was of the same version, with the same compiler. */
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

    /** Returns whether one of the builds was the same one, on a machine of the same type. */
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

    /** Returns the version of the newest build, or null. */
    @Nullable
    String newestVersion() {
        Past newest = newestFirst.peekFirst();
        return newest == null ? null : newest.what().version();
    }

    /**
     * Returns the natural logarithm of the seconds to expect. An outlier, such as a build on an overloaded machine or
     * under a wrong clock, counts as if it were {@value #OUTLIER} off in natural logarithms, for as long as most of the
     * builds of the same kind disagree with it.
     *
     * @param time when the build starts, in seconds since the epoch
     */
    double logSeconds(BuildQuery query, double time) {
        Double centre = centre(query);
        double sum = 0;
        double weights = 0;
        double age = 1;
        for (Past p : newestFirst) {
            double weight = age * likeness(p, query, time);
            double value = centre == null || recipeLikeness(p, query) < 1
                    ? scaled(p, query)
                    : Math.max(centre - OUTLIER, Math.min(centre + OUTLIER, scaled(p, query)));
            weights += weight;
            sum += weight * value;
            age *= AGING;
        }
        return sum / weights;
    }

    /** Returns the median of the newest builds of the same kind; null if there are too few to call one an outlier. */
    private @Nullable Double centre(BuildQuery query) {
        double[] same = newestFirst.stream()
                .filter(p -> recipeLikeness(p, query) == 1)
                .limit(MEDIAN_OF)
                .mapToDouble(p -> scaled(p, query))
                .sorted()
                .toArray();
        return same.length < FEWEST_FOR_MEDIAN
                ? null
                : Double.valueOf((same[(same.length - 1) / 2] + same[same.length / 2]) / 2);
    }

    private static double scaled(Past past, BuildQuery query) {
        return past.logSeconds() + scaling(past.what().cores(), query.cores());
    }

    /** Returns the change of the logarithm of the duration by another number of processors. */
    private static double scaling(@Nullable Integer past, @Nullable Integer asked) {
        return past == null || asked == null || past < 1 || asked < 1 || past.equals(asked)
                ? 0
                : CORES_EXPONENT * Math.log((double) past / asked);
    }

    private static double likeness(Past past, BuildQuery query, double time) {
        BuildQuery what = past.what();
        double weight = recipeLikeness(past, query);
        if (!Objects.equals(what.machine(), query.machine()) || !Objects.equals(what.cores(), query.cores())) {
            weight *= OTHER_MACHINE;
        }
        return weight * (1 + SAME_DAY * Math.exp(-Math.max(0, time - past.ended()) / DAY));
    }

    private static double recipeLikeness(Past past, BuildQuery query) {
        return same(past.what().hash(), query.hash()) ? 1 : recipe(past.what(), query);
    }

    /** Returns a weight for the likeness of two builds in what determines their hash. */
    private static double recipe(BuildQuery what, BuildQuery query) {
        double weight = compiler(what.compiler(), query.compiler());
        weight *= version(what.version(), query.version());
        if (!Objects.equals(what.variant(), query.variant())) {
            weight *= OTHER_VARIANT;
        }
        return weight;
    }

    private static double version(@Nullable String past, @Nullable String asked) {
        if (Objects.equals(past, asked)) {
            return 1;
        }
        int shared = past == null || asked == null ? 0 : sharedParts(past, asked);
        return shared < 2 ? OTHER_VERSION : OTHER_PATCH;
    }

    /** Returns how many parts two versions have in common from their beginning: 0, 1 or 2. */
    private static int sharedParts(String one, String other) {
        int shared = 0;
        int start = 0;
        for (int i = 0; shared < 2; i++) {
            boolean oneEnds = i >= one.length() || !Character.isLetterOrDigit(one.charAt(i));
            boolean otherEnds = i >= other.length() || !Character.isLetterOrDigit(other.charAt(i));
            if (oneEnds && otherEnds) {
                shared += i > start ? 1 : 0;
                start = i + 1;
                if (i >= one.length() || i >= other.length()) {
                    return shared;
                }
            } else if (oneEnds || otherEnds || one.charAt(i) != other.charAt(i)) {
                return shared;
            }
        }
        return shared;
    }

    /** Returns whether two hashes name the same build. A log may show only the beginning of a hash. */
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

    /** Returns the compiler without its version; empty if it is not known. */
    static String family(@Nullable String compiler) {
        return compiler == null ? "" : compiler.split("[@-]", 2)[0];
    }

    /** Adds the size of the residual of an estimate. */
    void addMiss(double miss) {
        misses += miss;
        evaluated++;
    }

    /** Returns the mean size of this package's residuals, shrunk towards that of all packages. */
    double typicalMiss(double general, double generalWeight) {
        return (misses + general * generalWeight) / (evaluated + generalWeight);
    }
}
