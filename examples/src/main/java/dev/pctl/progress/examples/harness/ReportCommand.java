package dev.pctl.progress.examples.harness;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.ChromeTrace;
import dev.pctl.progress.web.HtmlReport;
import dev.pctl.progress.web.MarkdownSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a report of a recorded event stream. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes a report of a recorded event stream: an HTML file, or text on standard output.")
final class ReportCommand implements Callable<Integer> {

    /** Playing a recording is over long before a listener has taken all of it. */
    private static final Duration LONGEST_WRITING = Duration.ofMinutes(10);

    @Parameters(paramLabel = "EVENTS", description = "a recorded event stream; - is standard input")
    private String events = "";

    @Option(names = "--with", paramLabel = "EVENTS", description = "another run, with which the report compares")
    private @Nullable String other;

    @ArgGroup(multiplicity = "1")
    private Form form = new Form();

    /** What is made. */
    static final class Form {
        @Option(names = "-o", paramLabel = "FILE", description = "one HTML file with all views")
        private @Nullable Path html;

        @Option(names = "--summary", description = "Markdown for the job summary of a CI system")
        private boolean summary;

        @Option(names = "--trace", description = "a trace in Chrome's JSON format, for Perfetto")
        private boolean trace;
    }

    @Override
    public Integer call() throws IOException {
        HtmlReport report = form.html == null ? null : HtmlReport.to(form.html);
        if (report != null && other != null) {
            RunView before = replay(other, null);
            report.comparedWith(before, end(before));
        }
        RunView view = replay(events, report);
        if (form.summary) {
            System.out.print(MarkdownSummary.of(view, end(view)));
        } else if (form.trace) {
            System.out.println(ChromeTrace.of(view, end(view)));
        }
        return 0;
    }

    private static Instant end(RunView view) {
        return Objects.requireNonNullElse(view.updated(), Instant.EPOCH);
    }

    private static RunView replay(String name, @Nullable HtmlReport report) throws IOException {
        Consumer<String> warnings = System.err::println;
        try (InputStream in = InputFiles.open(name);
                EventReader reader = new EventReader(in, warnings)) {
            Event first = reader.next();
            if (first == null) {
                throw new IOException("no events: " + name);
            }
            SettableClock clock = new SettableClock(first.time());
            ProgressBuilder builder = Progress.builder("").clock(clock).driven().drainLimit(LONGEST_WRITING);
            if (report != null) {
                builder.listener("report", DeliveryMode.EVERYTHING, report);
            }
            RunView view;
            try (Progress progress = builder.forReplay(first.run())) {
                view = replay(progress, clock, first, reader, report);
            }
            if (report != null) {
                report.finish(view, end(view));
            }
            return view;
        }
    }

    private static RunView replay(
            Progress progress, SettableClock clock, Event first, EventReader reader, @Nullable HtmlReport report)
            throws IOException {
        Instant drawn = Instant.MIN;
        for (Event event = first; event != null; event = reader.next()) {
            if (event.time().isAfter(clock.instant())) {
                clock.set(event.time());
            }
            progress.replay(event);
            if (report != null && clock.instant().isAfter(drawn)) {
                drawn = clock.instant();
                report.render(progress.view(), drawn);
            }
        }
        return progress.view();
    }
}
