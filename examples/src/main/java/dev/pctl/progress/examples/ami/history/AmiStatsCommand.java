package dev.pctl.progress.examples.ami.history;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.estimator.report.BuildCost;
import dev.pctl.progress.estimator.report.BuildStatistics;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.examples.cli.ConsoleInput;
import dev.pctl.progress.internal.util.VisibleJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints statistics of the build history. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Shows how long builds took, how often they succeeded, and what would improve them.")
public final class AmiStatsCommand implements Callable<Integer> {

    @Option(names = "--template", description = "only builds of this template: its name or its file")
    private @Nullable String template;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Option(names = "--clear", description = "deletes the history after a confirmation")
    private boolean clear;

    @Option(names = "--yes", description = "deletes without a confirmation")
    private boolean yes;

    @Option(names = "--home", description = "directory of the history; default: ~/.pctl")
    private @Nullable Path home;

    @Option(names = "--history", description = "a history file, or the JDBC address of a shared history")
    private @Nullable String shared;

    @Override
    public Integer call() throws IOException {
        String named = template == null
                ? null
                : String.valueOf(Path.of(template).getFileName()).replaceFirst("\\.ya?ml$", "");
        BuildHistory history = AmiHome.of(home, shared).history();
        if (clear) {
            return clear(history);
        }
        BuildStatistics statistics = BuildStatistics.of(history.all(), named);
        if (history instanceof JsonlBuildHistory file) {
            file.warnings().forEach(w -> System.err.println("stats: " + w));
        }
        if (json) {
            writeJson(statistics);
        } else {
            new StatsReport(statistics, named, ZoneId.systemDefault()).print(System.out);
            CacheReport.print(history.all(), named, System.out);
        }
        return 0;
    }

    /** Deletes the history if the user confirms. */
    private int clear(BuildHistory history) {
        if (!yes && !confirmed()) {
            System.err.println("stats: nothing is cleared; --yes clears without asking");
            return 1;
        }
        history.clear();
        System.out.println("The build history is cleared.");
        return 0;
    }

    private static boolean confirmed() {
        if (!ConsoleInput.isTerminal()) {
            return false;
        }
        System.out.print("Forget all builds? [y/N] ");
        System.out.flush();
        Scanner keyboard = new Scanner(System.in, Charset.defaultCharset());
        return keyboard.hasNextLine()
                && keyboard.nextLine().strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static void writeJson(BuildStatistics s) throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = VisibleJson.factory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            spans(json, "templates", s.templates());
            spans(json, "packages", s.packages());
            spans(json, "versions", s.versions());
            spans(json, "recent", s.recent());
            spans(json, "phases", s.phases());
            peaks(json, s.peaks());
            if (s.trend() != null) {
                json.writeNumberField("trend", s.trend());
            }
            json.writeObjectFieldStart("causes");
            for (Map.Entry<String, Integer> cause : s.causes().entrySet()) {
                json.writeNumberField(cause.getKey(), cause.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("built", s.built());
            json.writeNumberField("cached", s.cached());
            json.writeNumberField("savedSeconds", s.savedSeconds());
            trackRecord(json, s.trackRecord());
            costs(json, "runCosts", s.runCosts());
            costs(json, "packageCosts", s.packageCosts());
            json.writeArrayFieldStart("recommendations");
            for (String r : s.recommendations()) {
                json.writeString(r);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void peaks(JsonGenerator json, BuildStatistics.Peaks peaks) throws IOException {
        json.writeObjectFieldStart("peaks");
        peak(json, "disk", peaks.diskBytes(), peaks.diskBy());
        peak(json, "memory", peaks.memoryBytes(), peaks.memoryBy());
        json.writeEndObject();
    }

    private static void trackRecord(JsonGenerator json, ForecastFact.@Nullable TrackRecord lately) throws IOException {
        if (lately != null) {
            json.writeObjectFieldStart("trackRecord");
            json.writeNumberField("forecasts", lately.forecasts());
            json.writeNumberField("medianError", lately.medianError());
            json.writeNumberField("held", lately.held());
            if (lately.atLeast() != null) {
                json.writeNumberField("atLeastSeconds", lately.atLeast().toSeconds());
            }
            json.writeEndObject();
        }
    }

    private static void peak(JsonGenerator json, String of, @Nullable Long bytes, @Nullable String by)
            throws IOException {
        if (bytes != null) {
            json.writeNumberField(of + "Bytes", bytes);
            json.writeStringField(of + "By", by);
        }
    }

    private static void costs(JsonGenerator json, String name, List<BuildCost> costs) throws IOException {
        json.writeArrayFieldStart(name);
        for (BuildCost c : costs) {
            json.writeStartObject();
            json.writeStringField("name", c.name());
            json.writeNumberField("amount", c.amount());
            json.writeStringField("currency", c.currency());
            json.writeNumberField("count", c.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void spans(JsonGenerator json, String name, List<BuildStatistics.Span> spans) throws IOException {
        json.writeArrayFieldStart(name);
        for (BuildStatistics.Span s : spans) {
            json.writeStartObject();
            json.writeStringField("name", s.name());
            json.writeNumberField("count", s.count());
            json.writeNumberField("succeeded", s.succeeded());
            json.writeNumberField("mean", s.mean());
            json.writeNumberField("deviation", s.deviation());
            json.writeNumberField("median", s.median());
            json.writeNumberField("p90", s.p90());
            json.writeStringField("last", s.last().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
