package dev.pctl.progress.estimator.report;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.internal.model.ForecastAccuracy;
import dev.pctl.progress.estimator.internal.model.WalkForwardEvaluation;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a history tells as a whole. The same for the same history, whatever the time.
 *
 * @param templates what was built, by title
 * @param packages what was built or unpacked, the one that took most time in all first
 * @param phases how the time of builds from source was spread over phases, the one that took most time in all first
 * @param peaks the most that runs and packages used
 * @param trend how the newer half of the successful runs compares with the older: mean duration by mean duration, or
 *     null with fewer than four runs
 * @param causes how often what made packages fail, by class, in the order of their names
 * @param built how many packages were built from source with success
 * @param cached how many were unpacked from a binary cache
 * @param savedSeconds what the cache saved: for packages known from both, the usual build less the usual unpacking
 * @param trackRecord how good the last forecasts of packages were, each made from what had ended when the package
 *     started; null while no package was built twice
 * @param recommendations what would help, each with its reason
 */
public record BuildStatistics(
        List<Span> templates,
        List<Span> packages,
        List<Span> phases,
        Peaks peaks,
        @Nullable Double trend,
        Map<String, Integer> causes,
        int built,
        int cached,
        double savedSeconds,
        ForecastFact.@Nullable TrackRecord trackRecord,
        List<String> recommendations) {

    /** From that share of a run's time on a package is worth a word. */
    private static final double WORTH = 60;

    private static final int MOST_RECOMMENDATIONS = 5;

    public BuildStatistics {
        templates = List.copyOf(templates);
        packages = List.copyOf(packages);
        phases = List.copyOf(phases);
        causes = Collections.unmodifiableMap(new TreeMap<>(causes));
        recommendations = List.copyOf(recommendations);
    }

    /**
     * The most that was used, each by whom; null where nothing was measured.
     *
     * @param diskBytes by how much more disk was in use at the peak of a run or package than when it began
     * @param diskBy the run or package
     * @param memoryBytes memory in use
     * @param memoryBy the run or package
     */
    public record Peaks(
            @Nullable Long diskBytes,
            @Nullable String diskBy,
            @Nullable Long memoryBytes,
            @Nullable String memoryBy) {}

    /** Share of the installed packages that came from a cache, from 0 to 1; 0 if none was installed. */
    public double cacheHitRate() {
        return built + cached == 0 ? 0 : (double) cached / (built + cached);
    }

    /**
     * How long one thing takes.
     *
     * @param name the title or the package
     * @param count how often it was built
     * @param succeeded how often with success
     * @param mean mean of the successful ones, in seconds; 0 if there are none
     * @param deviation their standard deviation, in seconds
     * @param median half took less
     * @param p90 nine of ten took less
     * @param last when the last one ended
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

        /** Share of success, from 0 to 1. */
        public double successRate() {
            return count == 0 ? 0 : (double) succeeded / count;
        }
    }

    /**
     * Reckons them up.
     *
     * @param history all records
     * @param template only what was built for that title, or null for everything
     */
    public static BuildStatistics of(List<BuildRecord> history, @Nullable String template) {
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
                phases(source),
                peaks(records),
                trend(records),
                causes,
                succeeded(source).size(),
                succeeded(cached).size(),
                saved(packages, cached),
                trackRecord(history, records),
                recommendations(packages, causes));
    }

    /** Forecasts are made from all of the history, whatever is asked for. */
    private static ForecastFact.@Nullable TrackRecord trackRecord(List<BuildRecord> history, List<BuildRecord> asked) {
        Set<BuildRecord> judged = Collections.newSetFromMap(new IdentityHashMap<>());
        judged.addAll(asked);
        ForecastAccuracy judgement = new ForecastAccuracy();
        List<BuildRecord> packages = history.stream()
                .filter(r -> r.unit() == Unit.PACKAGE && r.outcome() == Outcome.SUCCEEDED)
                .toList();
        WalkForwardEvaluation.walk(
                packages,
                (r, estimate) -> {
                    if (judged.contains(r)) {
                        judgement.add(estimate, r.seconds());
                    }
                },
                List.of());
        return judgement.trackRecord();
    }

    private static List<Span> phases(List<BuildRecord> source) {
        List<BuildRecord> parts = new ArrayList<>();
        for (BuildRecord r : succeeded(source)) {
            r.phases()
                    .forEach((phase, seconds) -> parts.add(
                            BuildRecord.builder(phase, r.started(), seconds).build()));
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
                .filter(s -> s.succeeded() > 1 && s.median() >= WORTH)
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
