package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.report.BuildCost;
import dev.pctl.progress.estimator.report.BuildStatistics;
import dev.pctl.progress.event.ForecastFact;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statistics of the build history as text tables. */
final class StatsReport {

    private static final int MOST_PACKAGES = 10;
    private static final int MOST_PHASES = 5;
    private static final int MOST_COSTS = 5;
    private static final double GB = 1L << 30;

    /** Readable names of causes; a cause without an entry keeps its own name. */
    private static final Map<String, String> CAUSES = Map.of(
            "disk-full", "disk full",
            "fetch", "network: sources could not be fetched",
            "timeout", "timeout",
            "killed", "killed from outside",
            "memory", "out of memory",
            "compile", "compiler errors",
            "unknown", "not known");

    private final BuildStatistics statistics;
    private final @Nullable String template;
    private final DateTimeFormatter day;

    /** Creates a report on one template, or on all templates for null. */
    StatsReport(BuildStatistics statistics, @Nullable String template, ZoneId zone) {
        this.statistics = statistics;
        this.template = template;
        this.day = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(zone);
    }

    void print(PrintStream out) {
        if (statistics.templates().isEmpty() && statistics.packages().isEmpty()) {
            out.println(template == null ? "No builds yet." : "No builds of " + template + " yet.");
            return;
        }
        print(out, "Builds", statistics.templates());
        print(
                out,
                "Packages from source",
                statistics.packages().stream().limit(MOST_PACKAGES).toList());
        print(
                out,
                "Versions",
                statistics.versions().stream().limit(MOST_PACKAGES).toList());
        phases(out);
        recent(out);
        trend(out);
        peaks(out);
        out.printf(
                Locale.ROOT,
                "Binary cache: %d of %d packages came from it%s%n",
                statistics.cached(),
                statistics.cached() + statistics.built(),
                statistics.savedSeconds() > 0 ? ", which saved " + Announcement.time(statistics.savedSeconds()) : "");
        costs(out, "Cost", statistics.runCosts());
        costs(out, "Cost by package", statistics.packageCosts());
        trackRecord(out);
        failures(out);
        if (!statistics.recommendations().isEmpty()) {
            out.println("\nRecommendations");
            statistics.recommendations().forEach(r -> out.println("  💡 " + r));
        }
    }

    private void print(PrintStream out, String title, List<BuildStatistics.Span> spans) {
        if (spans.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(title, "builds", "success", "average", "90% within", "last"));
        for (BuildStatistics.Span s : spans) {
            boolean any = s.succeeded() > 0;
            rows.add(List.of(
                    "  " + s.name(),
                    String.valueOf(s.count()),
                    String.format(Locale.ROOT, "%.0f%%", s.successRate() * 100),
                    any
                            ? Announcement.time(s.mean())
                                    + (s.succeeded() > 1 ? " ± " + Announcement.time(s.deviation()) : "")
                            : "-",
                    any ? Announcement.time(s.p90()) : "-",
                    day.format(s.last())));
        }
        TextTable.print(out, rows);
        out.println();
    }

    private void recent(PrintStream out) {
        if (!statistics.recent().isEmpty()) {
            out.println("Last 30 days: "
                    + statistics.recent().stream()
                            .map(s -> s.name()
                                    + ' '
                                    + s.count()
                                    + (s.count() == 1 ? " build" : " builds")
                                    + (s.succeeded() == 0 ? "" : ", average " + Announcement.time(s.mean())))
                            .collect(Collectors.joining("; ")));
        }
    }

    private void trend(PrintStream out) {
        Double trend = statistics.trend();
        if (trend != null) {
            long percent = Math.round((trend - 1) * 100);
            String change = percent == 0
                    ? "as long as"
                    : Math.abs(percent) + "% " + (percent < 0 ? "less" : "more") + " time than";
            out.println("Trend: the newer half of the builds took " + change + " the older");
        }
    }

    private void phases(PrintStream out) {
        double all =
                statistics.phases().stream().mapToDouble(StatsReport::total).sum();
        if (all > 0) {
            out.println("Phases: "
                    + statistics.phases().stream()
                            .limit(MOST_PHASES)
                            .map(p -> String.format(Locale.ROOT, "%s %.0f%%", p.name(), total(p) / all * 100))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static double total(BuildStatistics.Span span) {
        return span.mean() * span.succeeded();
    }

    private void peaks(PrintStream out) {
        BuildStatistics.Peaks peaks = statistics.peaks();
        String line = Stream.of(
                        peak(peaks.diskBytes(), "disk", peaks.diskBy()),
                        peak(peaks.memoryBytes(), "memory", peaks.memoryBy()))
                .filter(p -> !p.isEmpty())
                .collect(Collectors.joining(", "));
        if (!line.isEmpty()) {
            out.println("Peaks: " + line);
        }
    }

    private static String peak(@Nullable Long bytes, String of, @Nullable String by) {
        return bytes == null || bytes <= 0 ? "" : gb(bytes) + " of " + of + " (" + by + ")";
    }

    private static void costs(PrintStream out, String title, List<BuildCost> costs) {
        if (!costs.isEmpty()) {
            out.println(title + ": "
                    + costs.stream()
                            .limit(MOST_COSTS)
                            .map(c -> String.format(Locale.ROOT, "%s %.2f %s", c.name(), c.amount(), c.currency()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void trackRecord(PrintStream out) {
        ForecastFact.TrackRecord lately = statistics.trackRecord();
        if (lately != null) {
            out.println(lately.inWords());
        }
    }

    private void failures(PrintStream out) {
        int all = statistics.causes().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        if (all == 0) {
            out.println("Failures: none");
            return;
        }
        out.println("Failures: " + all);
        statistics.causes().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(c -> out.printf(
                        Locale.ROOT, "  %3d  %s%n", c.getValue(), CAUSES.getOrDefault(c.getKey(), c.getKey())));
    }

    private static String gb(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GB);
    }
}
