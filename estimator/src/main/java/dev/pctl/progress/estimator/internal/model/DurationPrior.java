package dev.pctl.progress.estimator.internal.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The prior for packages that were never built here: the shipped tables, corrected by the residuals of earlier first
 * builds. There are corrections for each table, for the last days, for packages of the same kind, for a common word in
 * the name, and for the compiler. Each is a mean that is shrunk towards zero while it rests on few builds.
 */
final class DurationPrior {

    /** The natural logarithm of the seconds of a package of which nothing is known. */
    private static final double UNKNOWN = 4.1;

    private static final double MEASURED_WEIGHT = 0.6;
    private static final double EXPECTED_WEIGHT = 0.4;
    private static final double KIND_SHRINK = 8;
    private static final double COMPILER_SHRINK = 8;
    private static final double WORD_SHRINK = 3;
    /** How many times more the corrections of kind and words shrink if a table has the package, for less is left to explain. */
    private static final double KNOWN_SHRINK = 4;

    private static final int SHORTEST_WORD = 3;
    private static final Pattern NOT_WORD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final ReferenceDurations tables = ReferenceDurations.shipped();
    private static final double LARGEST_INNOVATION = 1.5;
    private static final double TWO_DAYS = 2 * 86_400;

    private final SpeedFactor lately =
            new SpeedFactor(List.of(new SpeedFactor.Level(false, TWO_DAYS, 0.05, 1, 0)), LARGEST_INNOVATION);
    private final Map<String, PriorCalibration> calibrations = new HashMap<>();
    private final Map<String, Mean> corrections = new HashMap<>();

    private static final class Mean {
        double sum;
        int count;
    }

    private record Figure(String table, double weight, double logSeconds) {}

    /** The parts of an estimate. */
    private record Parts(
            List<Figure> figures, String kind, List<String> words, double base, double kindShift, double wordShift) {
        boolean known() {
            return !figures.get(0).table().equals("none");
        }

        double sum() {
            return base + kindShift + wordShift;
        }
    }

    /** Returns whether one of the tables has the package. */
    boolean knows(BuildQuery query) {
        return parts(query).known();
    }

    /**
     * Returns the natural logarithm of the expected seconds of a build.
     *
     * @param time when it starts, in seconds since the epoch
     */
    double logSeconds(BuildQuery query, double time) {
        return inGeneral(query) + lately.at(query, time);
    }

    private double inGeneral(BuildQuery query) {
        return parts(query).sum() + shift(List.of(compiler(query)), COMPILER_SHRINK);
    }

    /** Learns from the first build of a package, which ended at a time in seconds since the epoch. */
    void learn(BuildQuery query, double logSeconds, double time) {
        Parts p = parts(query);
        lately.learn(query, time, logSeconds - inGeneral(query));
        for (Figure figure : p.figures()) {
            calibration(figure).learn(figure.logSeconds(), logSeconds);
        }
        add(p.kind(), logSeconds - p.base());
        for (String word : p.words()) {
            add(word, logSeconds - p.base() - p.kindShift());
        }
        add(compiler(query), logSeconds - p.sum());
    }

    private PriorCalibration calibration(Figure figure) {
        return calibrations.computeIfAbsent(figure.table(), t -> new PriorCalibration());
    }

    private static String compiler(BuildQuery query) {
        return "compiler " + PackageObservations.family(query.compiler());
    }

    private Parts parts(BuildQuery query) {
        List<Figure> figures = figures(query);
        double weights = 0;
        double base = 0;
        StringBuilder from = new StringBuilder("kind ");
        for (Figure f : figures) {
            weights += f.weight();
            base += f.weight() * calibration(f).expected(f.logSeconds());
            from.append(f.table()).append(' ');
        }
        String kind = from + kind(query.name());
        List<String> words = words(query.name());
        double caution = figures.get(0).table().equals("none") ? 1 : KNOWN_SHRINK;
        return new Parts(
                figures,
                kind,
                words,
                base / weights,
                shift(List.of(kind), KIND_SHRINK * caution),
                shift(words, WORD_SHRINK * caution));
    }

    private List<Figure> figures(BuildQuery query) {
        List<Figure> figures = new ArrayList<>();
        Double measured = tables.measured(query.name(), query.machine());
        Double expected = tables.expected(query.name());
        if (measured != null) {
            figures.add(new Figure("measured", MEASURED_WEIGHT, measured));
        }
        if (expected != null) {
            figures.add(new Figure("expected", EXPECTED_WEIGHT, expected));
        }
        if (figures.isEmpty()) {
            figures.add(new Figure("none", 1, UNKNOWN));
        }
        return figures;
    }

    private void add(String key, double residual) {
        Mean mean = corrections.computeIfAbsent(key, k -> new Mean());
        mean.sum += residual;
        mean.count++;
    }

    private double shift(List<String> keys, double shrink) {
        double sum = 0;
        int count = 0;
        for (String key : keys) {
            Mean mean = corrections.get(key);
            if (mean != null) {
                sum += mean.sum;
                count += mean.count;
            }
        }
        return sum / (count + shrink);
    }

    /** Returns the category of a name, or else the family that its prefix denotes. */
    private static String kind(String name) {
        int slash = name.indexOf('/');
        if (slash >= 0) {
            return name.substring(0, slash);
        }
        String plain = ReferenceDurations.canonicalName(name);
        for (String family : List.of("py-", "perl-", "r-", "lib-")) {
            if (plain.startsWith(family)) {
                return family;
            }
        }
        return "";
    }

    private static List<String> words(String name) {
        String last = HUMP.matcher(name.substring(name.lastIndexOf('/') + 1)).replaceAll("-");
        return NOT_WORD.splitAsStream(last.toLowerCase(Locale.ROOT))
                .filter(w -> w.length() >= SHORTEST_WORD)
                .map(w -> "word " + w)
                .toList();
    }
}
