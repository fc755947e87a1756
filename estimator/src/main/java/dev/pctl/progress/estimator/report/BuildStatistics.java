package dev.pctl.progress.estimator.report;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.internal.model.ForecastAccuracy;
import dev.pctl.progress.estimator.internal.model.WalkForwardEvaluation;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a history. They depend on nothing but the history.
 *
 * @param templates the durations of runs, by title
 * @param packages the durations of packages built from source, ordered by their total time, largest first
 * @param versions the same for each version of the packages of which several versions were built
 * @param recent the durations of the runs that ended in the last 30 days before the newest record, by title
 * @param phases the durations of phases of builds from source, ordered by their total time, largest first
 * @param peaks the largest use of resources by runs and packages
 * @param trend the mean duration of the newer half of the successful runs divided by that of the older half, or null
 *     with fewer than four runs
 * @param causes the number of failed packages by the class of the cause, ordered by its name
 * @param built the number of packages built from source
 * @param cached the number of packages unpacked from a binary cache
 * @param savedSeconds the time that the cache saved: for each unpacked package, the median build from source less the
 *     unpacking
 * @param trackRecord the accuracy of the last forecasts, each made from what had ended when its package started; null
 *     while too few packages were built twice
 * @param runCosts the costs of the runs whose price is known, by title, the largest first
 * @param packageCosts the shares of the packages in these costs, the largest first
 * @param recommendations what would make builds faster or safer, each with its reason
 */
public record BuildStatistics(
        List<Span> templates,
        List<Span> packages,
        List<Span> versions,
        List<Span> recent,
        List<Span> phases,
        Peaks peaks,
        @Nullable Double trend,
        Map<String, Integer> causes,
        int built,
        int cached,
        double savedSeconds,
        ForecastFact.@Nullable TrackRecord trackRecord,
        List<BuildCost> runCosts,
        List<BuildCost> packageCosts,
        List<String> recommendations) {

    /** The median seconds of a build from which a package is recommended for a binary cache: unpacking takes a few. */
    private static final double WORTH_CACHING_SECONDS = 60;

    private static final Duration RECENT = Duration.ofDays(30);

    private static final int MOST_RECOMMENDATIONS = 5;

    public BuildStatistics {
        templates = List.copyOf(templates);
        packages = List.copyOf(packages);
        versions = List.copyOf(versions);
        recent = List.copyOf(recent);
        phases = List.copyOf(phases);
        causes = Collections.unmodifiableMap(new TreeMap<>(causes));
        runCosts = List.copyOf(runCosts);
        packageCosts = List.copyOf(packageCosts);
        recommendations = List.copyOf(recommendations);
    }

    /**
     * The largest use of resources; null where nothing was measured.
     *
     * @param diskBytes the largest growth of the used disk space in bytes during a run or package
     * @param diskBy the name of that run or package
     * @param memoryBytes the largest memory use in bytes
     * @param memoryBy the name of that run or package
     */
    public record Peaks(
            @Nullable Long diskBytes,
            @Nullable String diskBy,
            @Nullable Long memoryBytes,
            @Nullable String memoryBy) {}

    /** Returns the share of the installed packages that came from a cache, from 0 to 1; 0 if none was installed. */
    public double cacheHitRate() {
        return built + cached == 0 ? 0 : (double) cached / (built + cached);
    }

    /**
     * The durations of one package, phase or kind of run.
     *
     * @param name the package, the phase, or the run's title
     * @param count the number of builds
     * @param succeeded the number of successful builds, on which the following figures rest; these are 0 without any
     * @param mean the mean in seconds
     * @param deviation the sample standard deviation in seconds
     * @param median the median in seconds
     * @param p90 the 90th percentile in seconds
     * @param last when the last build ended
     */
    public record Span(
            String name,
            int count,
            int succeeded,
            double mean,
            double deviation,
            double median,
            double p90,
            Instant last) {

        /** Returns the share of successful builds, from 0 to 1. */
        public double successRate() {
            return count == 0 ? 0 : (double) succeeded / count;
        }
    }

    /**
     * Computes the statistics of a history.
     *
     * @param history all records
     * @param template the title of the runs to which the statistics are restricted, or null for all
     */
    public static BuildStatistics of(List<BuildRecord> history, @Nullable String template) {
        Objects.requireNonNull(history, "history");
        List<BuildRecord> records = history.stream()
                .filter(r -> template == null || template.equals(r.title()) || isRunOf(r, template))
                .toList();
        List<BuildRecord> source = packages(records, InstallMethod.SOURCE);
        List<Span> packages = byTotal(spans(source));
        Map<String, Integer> causes = new TreeMap<>();
        records.stream()
                .filter(r -> r.outcome() == Outcome.FAILED && r.unit() == Unit.PACKAGE)
                .forEach(r -> causes.merge(r.cause() == null ? "unknown" : r.cause(), 1, Integer::sum));
        List<BuildRecord> cached = packages(records, InstallMethod.BINARY_CACHE);
        return new BuildStatistics(
                spans(records.stream().filter(r -> r.unit() == Unit.RUN).toList()),
                packages,
                versions(source),
                recent(records),
                phases(source),
                peaks(records),
                trend(records),
                causes,
                succeeded(source).size(),
                succeeded(cached).size(),
                saved(packages, cached),
                trackRecord(history, records),
                BuildCost.ofRuns(records),
                BuildCost.ofPackages(records),
                recommendations(packages, causes));
    }

    /** Evaluates forecasts that rest on the whole history, of the records asked for. */
    private static ForecastFact.@Nullable TrackRecord trackRecord(List<BuildRecord> history, List<BuildRecord> asked) {
        Set<BuildRecord> included = Collections.newSetFromMap(new IdentityHashMap<>());
        included.addAll(asked);
        ForecastAccuracy accuracy = new ForecastAccuracy();
        List<BuildRecord> packages = history.stream()
                .filter(r -> r.unit() == Unit.PACKAGE && r.outcome() == Outcome.SUCCEEDED)
                .toList();
        WalkForwardEvaluation.walk(
                packages,
                (r, estimate) -> {
                    if (included.contains(r)) {
                        accuracy.add(estimate, r.seconds());
                    }
                },
                List.of());
        return accuracy.trackRecord();
    }

    private static List<Span> versions(List<BuildRecord> source) {
        Map<String, Set<String>> versions = new TreeMap<>();
        source.forEach(r -> versions.computeIfAbsent(r.name(), n -> new TreeSet<>())
                .add(Objects.requireNonNullElse(r.version(), "")));
        return byTotal(spans(source.stream()
                .filter(r -> r.version() != null
                        && versions.getOrDefault(r.name(), Set.of()).size() > 1)
                .map(r -> r.toBuilder().name(r.name() + '@' + r.version()).build())
                .toList()));
    }

    private static List<Span> recent(List<BuildRecord> records) {
        Instant newest = records.stream()
                .map(BuildRecord::ended)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return spans(records.stream()
                .filter(r -> r.unit() == Unit.RUN && r.ended().isAfter(newest.minus(RECENT)))
                .toList());
    }

    private static List<Span> phases(List<BuildRecord> source) {
        List<BuildRecord> parts = new ArrayList<>();
        for (BuildRecord r : succeeded(source)) {
            r.phases().forEach((phase, seconds) -> {
                if (!phase.isEmpty()) {
                    parts.add(BuildRecord.builder(phase, r.started(), seconds).build());
                }
            });
        }
        return byTotal(spans(parts));
    }

    private static List<Span> byTotal(List<Span> spans) {
        spans.sort(Comparator.comparingDouble((Span s) -> s.mean() * s.succeeded())
                .reversed()
                .thenComparing(Span::name));
        return spans;
    }

    private static Peaks peaks(List<BuildRecord> records) {
        BuildRecord disk = highest(records, r -> r.use().peakDiskBytes());
        BuildRecord memory = highest(records, r -> r.use().peakMemoryBytes());
        return new Peaks(
                disk == null ? null : disk.use().peakDiskBytes(),
                disk == null ? null : disk.name(),
                memory == null ? null : memory.use().peakMemoryBytes(),
                memory == null ? null : memory.name());
    }

    private static @Nullable BuildRecord highest(List<BuildRecord> records, Function<BuildRecord, @Nullable Long> use) {
        BuildRecord highest = null;
        long most = Long.MIN_VALUE;
        for (BuildRecord r : records) {
            Long used = use.apply(r);
            if (used != null && used > most) {
                most = used;
                highest = r;
            }
        }
        return highest;
    }

    private static @Nullable Double trend(List<BuildRecord> records) {
        List<BuildRecord> runs = succeeded(records).stream()
                .filter(r -> r.unit() == Unit.RUN)
                .sorted(Comparator.comparing(BuildRecord::ended))
                .toList();
        int half = runs.size() / 2;
        if (half < 2) {
            return null;
        }
        double older = mean(runs.subList(0, half));
        return older <= 0 ? null : mean(runs.subList(half, runs.size())) / older;
    }

    private static double mean(List<BuildRecord> runs) {
        return runs.stream().mapToDouble(BuildRecord::seconds).average().orElse(0);
    }

    private static boolean isRunOf(BuildRecord r, String template) {
        return r.unit() == Unit.RUN && r.name().equals(template);
    }

    private static List<BuildRecord> packages(List<BuildRecord> records, InstallMethod method) {
        return records.stream()
                .filter(r -> r.unit() == Unit.PACKAGE && r.method() == method)
                .toList();
    }

    private static List<BuildRecord> succeeded(List<BuildRecord> records) {
        return records.stream().filter(r -> r.outcome() == Outcome.SUCCEEDED).toList();
    }

    private static List<Span> spans(List<BuildRecord> records) {
        Map<String, List<BuildRecord>> byName =
                records.stream().collect(Collectors.groupingBy(BuildRecord::name, TreeMap::new, Collectors.toList()));
        List<Span> spans = new ArrayList<>();
        byName.forEach((name, all) -> spans.add(span(name, all)));
        return spans;
    }

    private static Span span(String name, List<BuildRecord> all) {
        double[] seconds = succeeded(all).stream()
                .mapToDouble(BuildRecord::seconds)
                .sorted()
                .toArray();
        double mean = Arrays.stream(seconds).average().orElse(0);
        double squares =
                Arrays.stream(seconds).map(s -> (s - mean) * (s - mean)).sum();
        double variance = seconds.length < 2 ? 0 : squares / (seconds.length - 1);
        Instant last = all.stream()
                .map(BuildRecord::ended)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return new Span(
                name,
                all.size(),
                seconds.length,
                mean,
                Math.sqrt(variance),
                quantile(seconds, 0.5),
                quantile(seconds, 0.9),
                last);
    }

    private static double quantile(double[] sorted, double p) {
        if (sorted.length == 0) {
            return 0;
        }
        double place = p * (sorted.length - 1);
        int below = (int) place;
        double upper = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (upper - sorted[below]);
    }

    private static double saved(List<Span> packages, List<BuildRecord> cached) {
        Map<String, Double> usual =
                packages.stream().filter(s -> s.succeeded() > 0).collect(Collectors.toMap(Span::name, Span::median));
        return succeeded(cached).stream()
                .mapToDouble(r -> Math.max(0, usual.getOrDefault(r.name(), 0.0) - r.seconds()))
                .sum();
    }

    private static List<String> recommendations(List<Span> packages, Map<String, Integer> causes) {
        List<String> advice = new ArrayList<>();
        causes.forEach((cause, count) -> {
            if (cause.equals("disk-full")) {
                advice.add("Use a larger volume: " + count + " failed because the disk was full");
            } else if (cause.equals("memory") || cause.equals("killed")) {
                advice.add("Use fewer parallel jobs or more memory: " + count + " were killed");
            } else if (cause.equals("timeout")) {
                advice.add("Allow more time or use a larger machine: " + count + " ran out of time");
            } else if (cause.equals("fetch")) {
                advice.add("Set up a source mirror: " + count + " failed to get their sources");
            }
        });
        packages.stream()
                .filter(s -> s.succeeded() > 1 && s.median() >= WORTH_CACHING_SECONDS)
                .limit(MOST_RECOMMENDATIONS)
                .forEach(s -> advice.add(String.format(
                        java.util.Locale.ROOT,
                        "Put %s into a binary cache: built %d times, %.0f minutes each",
                        s.name(),
                        s.succeeded(),
                        s.median() / 60)));
        return advice;
    }
}
