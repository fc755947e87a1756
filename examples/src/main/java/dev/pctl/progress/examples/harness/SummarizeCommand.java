package dev.pctl.progress.examples.harness;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.internal.util.VisibleJson;
import dev.pctl.progress.spack.SpackParsers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a summary of each log as one JSON object. */
@Command(name = "summarize", description = "Prints a summary of each log as one JSON object.")
final class SummarizeCommand implements Callable<Integer> {

    @Option(
            names = "--snapshots",
            paramLabel = "DIR",
            description = "directory of snapshots of the end of one log, in the order of their names")
    private @Nullable Path snapshots;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "logs; - is standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = VisibleJson.factory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            Path folder = snapshots;
            if (folder != null) {
                summarizeSnapshots(folder, json);
                json.writeRaw('\n');
            } else if (files.isEmpty()) {
                throw new IOException("no log is given");
            }
            for (String file : files) {
                summarize(file, json);
                json.writeRaw('\n');
            }
        }
        return 0;
    }

    private static void summarizeSnapshots(Path folder, JsonGenerator json) throws IOException {
        try (Stream<Path> files = Files.list(folder);
                Progress progress = silent(folder.toString()).start()) {
            LogFeed feed = progress.feed();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (InputStream in = InputFiles.open(file)) {
                    feed.snapshot(in.readAllBytes());
                }
            }
            feed.close();
            Outcome outcome = feed.outcome();
            progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            new SummaryJson(progress.view()).writeTo(json);
        }
    }

    private static ProgressBuilder silent(String title) {
        return Progress.builder(title)
                .clock(Clock.fixed(Instant.now(), ZoneOffset.UTC))
                .parser(SpackParsers.standard())
                .driven();
    }

    private static void summarize(String file, JsonGenerator json) throws IOException {
        try (InputStream log = InputFiles.open(file);
                Progress progress = silent(file).start()) {
            Outcome outcome = progress.follow(log);
            progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            new SummaryJson(progress.view()).writeTo(json);
        }
    }
}
