package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Announces a build: what it builds, how long it will probably take, and how long earlier builds took. */
public final class Announcement {

    private static final String RUN = "announcement";
    private static final String WORKER = "main";
    private static final int MAX_RUNS = 3;

    private final String template;
    private final List<String> packages;
    private final Map<String, String> labels;
    private final Instant now;

    public Announcement(String template, List<String> packages, Map<String, String> labels, Instant now) {
        this.template = template;
        this.packages = packages;
        this.labels = labels;
        this.now = now;
    }

    public void print(Forecaster forecaster, PrintStream out) {
        RunView view = forecast(forecaster);
        out.println("📋 Template: " + template);
        out.println("   Packages: " + String.join(", ", packages) + " (" + packages.size() + " total)");
        RunOutlook outlook = view.forecast().outlook();
        Forecast total = outlook.total() == null ? view.forecast().remaining(now) : outlook.total();
        if (total != null) {
            out.println("   Estimated: " + time(total.p50()) + ", likely " + time(total.p10()) + " to "
                    + time(total.p90()) + " (" + total.basis() + ")");
        }
        String earlier = earlier(outlook);
        if (earlier != null) {
            out.println("   Your builds: " + earlier);
        }
        if (!outlook.similar().isEmpty()) {
            out.println("   Similar builds:");
            outlook.similar().stream().limit(MAX_RUNS).forEach(r -> out.println("   - " + similar(r)));
        }
        out.println();
    }

    /** Returns the run as it looks before it starts. */
    private RunView forecast(Forecaster forecaster) {
        List<PlanFact.Node> roots = packages.stream()
                .map(spec -> new PlanFact.Node(ref(spec), true, null, List.of()))
                .toList();
        try (Progress run = Progress.builder(template).driven().forReplay(RUN)) {
            run.replay(new Event(RUN, WORKER, 1, now, new RunFact.Started(template, labels)));
            run.replay(new Event(RUN, WORKER, 2, now, new PlanFact.Planned(roots)));
            long sequence = 2;
            for (Fact fact : forecaster.forecast(run.view(), now)) {
                run.replay(new Event(RUN, WORKER, ++sequence, now, fact));
            }
            return run.view();
        }
    }

    /** Returns name and version of a spec, without variants and the rest. */
    private static PackageRef ref(String spec) {
        String[] parts = spec.split("[^\\w.@-]", 2)[0].split("@", 2);
        return PackageRef.of(parts[0], parts.length == 2 && !parts[1].isEmpty() ? parts[1] : null);
    }

    /** {@code 58m, 65m, 61m (average 61m, ±3m)}. */
    private static @Nullable String earlier(RunOutlook outlook) {
        Duration mean = outlook.earlierMean();
        if (mean == null) {
            return null;
        }
        Duration deviation = outlook.earlierDeviation();
        return outlook.earlier().stream()
                        .limit(MAX_RUNS)
                        .map(r -> time(r.took()))
                        .collect(Collectors.joining(", "))
                + " (average " + time(mean) + (deviation == null ? ")" : ", ±" + time(deviation) + ")");
    }

    private String similar(PreviousRun run) {
        return run.title() + ": " + time(run.took()) + " (" + ago(Duration.between(run.ended(), now)) + ")";
    }

    private static String ago(Duration since) {
        if (since.toDays() >= 1) {
            return since.toDays() == 1 ? "yesterday" : since.toDays() + " days ago";
        }
        return since.toHours() >= 1 ? since.toHours() + " h ago" : Math.max(0, since.toMinutes()) + " min ago";
    }

    static String time(Duration length) {
        double seconds = length.toMillis() / 1000.0;
        if (seconds < 90) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 2 * 3600
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    /** Returns a duration for tables, with a tenth of a second if it is short. */
    static String time(double seconds) {
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : time(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
