package dev.pctl.progress.examples.ami;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.estimator.JsonlHistory;
import dev.pctl.progress.estimator.Statistics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells what the history of builds tells. */
@Command(name = "stats", description = "Tells how long builds took, how often they succeeded, and what would help.")
final class AmiStatsCommand implements Callable<Integer> {

    private static final int MOST_PACKAGES = 10;

    @Option(names = "--template", description = "only what was built from this template")
    private @Nullable String template;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Option(names = "--clear", description = "forgets all builds")
    private boolean clear;

    @Option(names = "--home", description = "where the history is kept; ~/.pctl unless given")
    private @Nullable Path home;

    @Override
    public Integer call() throws IOException {
        JsonlHistory history = JsonlHistory.at(AmiCommand.home(home).resolve("build-history.jsonl"));
        if (clear) {
            history.clear();
            System.out.println("The build history is cleared.");
            return 0;
        }
        Statistics statistics = Statistics.of(history.all(), template);
        history.warnings().forEach(w -> System.err.println("stats: " + w));
        if (json) {
            writeJson(statistics);
        } else {
            print(statistics);
        }
        return 0;
    }

    private static void print(Statistics s) {
        if (s.templates().isEmpty() && s.packages().isEmpty()) {
            System.out.println("No builds yet.");
            return;
        }
        System.out.println("Builds");
        s.templates().forEach(t -> System.out.println("  " + line(t)));
        System.out.println("Packages built from source, most time first");
        s.packages().stream().limit(MOST_PACKAGES).forEach(p -> System.out.println("  " + line(p)));
        System.out.printf(
                Locale.ROOT,
                "Packages: %d built, %d from a binary cache, which saved %s%n",
                s.built(),
                s.cached(),
                time(s.savedSeconds()));
        s.causes().forEach((cause, count) -> System.out.println("Failed " + count + " times: " + cause));
        s.recommendations().forEach(r -> System.out.println("💡 " + r));
    }

    private static String line(Statistics.Span s) {
        return String.format(
                Locale.ROOT,
                "%-24s %3d builds, %3.0f%% succeeded, average %s ± %s, nine of ten within %s",
                s.name(),
                s.count(),
                s.successRate() * 100,
                time(s.mean()),
                time(s.deviation()),
                time(s.p90()));
    }

    private static String time(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1fs", seconds)
                : String.format(Locale.ROOT, "%.1fmin", seconds / 60);
    }

    private static void writeJson(Statistics s) throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            spans(json, "templates", s.templates());
            spans(json, "packages", s.packages());
            json.writeObjectFieldStart("causes");
            for (Map.Entry<String, Integer> cause : s.causes().entrySet()) {
                json.writeNumberField(cause.getKey(), cause.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("built", s.built());
            json.writeNumberField("cached", s.cached());
            json.writeNumberField("savedSeconds", s.savedSeconds());
            json.writeArrayFieldStart("recommendations");
            for (String r : s.recommendations()) {
                json.writeString(r);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void spans(JsonGenerator json, String name, List<Statistics.Span> spans) throws IOException {
        json.writeArrayFieldStart(name);
        for (Statistics.Span s : spans) {
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
