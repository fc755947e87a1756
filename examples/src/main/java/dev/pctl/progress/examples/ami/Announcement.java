package dev.pctl.progress.examples.ami;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told before a build begins: what is built, how long it takes, and how long it took before. */
final class Announcement {

    private static final String RUN = "announcement";
    private static final int MOST_RUNS = 3;

    private final AmiTemplate template;
    private final Map<String, String> labels;
    private final Instant now;

    Announcement(AmiTemplate template, Map<String, String> labels, Instant now) {
        this.template = template;
        this.labels = labels;
        this.now = now;
    }

    void print(Forecaster forecaster, PrintStream out) {
        RunView view = foreseen(forecaster);
        out.println("📋 Template: " + template.name());
        out.println("   Packages: " + String.join(", ", template.packages()) + " ("
                + template.packages().size() + " total)");
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
            outlook.similar().stream().limit(MOST_RUNS).forEach(r -> out.println("   - " + similar(r)));
        }
        out.println();
    }

    /** The run as it looks before it has begun. */
    private RunView foreseen(Forecaster forecaster) {
        RunProjection state = new RunProjection(RUN);
        List<PlanFact.Node> roots = template.packages().stream()
                .map(spec -> new PlanFact.Node(ref(spec), true, null, List.of()))
                .toList();
        state.apply(new Event(RUN, "main", 1, now, new RunFact.Started(template.name(), labels)));
        state.apply(new Event(RUN, "main", 2, now, new PlanFact.Planned(roots)));
        List<Event> forecasts = new ArrayList<>();
        forecaster
                .forecast(state.view(), now)
                .forEach(f -> forecasts.add(new Event(RUN, "main", 3L + forecasts.size(), now, f)));
        forecasts.forEach(state::apply);
        return state.view();
    }

    /** Name and version of what was asked for; variants and the rest of a spec are left out. */
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
                        .limit(MOST_RUNS)
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
}
