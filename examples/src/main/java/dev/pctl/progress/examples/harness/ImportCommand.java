package dev.pctl.progress.examples.harness;

import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.HistoryImporter;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.cli.Histories;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.examples.cli.RunFiles;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.RecordingPlayer;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.stream.UnsupportedSchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds builds that were not watched to a history. */
@Command(
        name = "import",
        description =
                "Adds earlier builds to a history: from another history, a Spack installation, recordings, event streams"
                        + " and logs. What is in the history already is not added again.")
public final class ImportCommand implements Callable<Integer> {

    private static final Path SPOOL = Path.of("pctl-history-spool");

    /** Bytes of a file that show whether it is a history. */
    private static final int HEADER = 200;

    @Option(
            names = "--history",
            required = true,
            description = "the build history to add to: a file, or a JDBC address")
    private @Nullable String history;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description =
                    "a history file or its JDBC address, the root of a Spack installation, a folder with stdout.timed, a"
                            + " recorded event stream, or a log")
    private List<String> sources = List.of();

    @Override
    public Integer call() throws IOException {
        String location = history;
        if (location == null) {
            throw new IllegalStateException("no history");
        }
        BuildHistory known = Histories.open(location, SPOOL);
        for (String source : sources) {
            Set<BuildRecord> before = new HashSet<>(known.all());
            List<BuildRecord> records =
                    records(source).stream().filter(r -> !before.contains(r)).toList();
            known.append(records);
            System.out.println(source + ": " + records.size() + " records added");
        }
        return 0;
    }

    private static List<BuildRecord> records(String location) throws IOException {
        if (location.startsWith("jdbc:") || isHistory(Path.of(location))) {
            return Histories.open(location, SPOOL).all();
        }
        Path source = Path.of(location);
        if (!Files.isDirectory(source)) {
            return ofFile(source);
        }
        if (Files.exists(source.resolve("stdout.timed"))) {
            return ofRecording(Recording.ofFolder(source));
        }
        return HistoryImporter.ofSpackTree(source, w -> System.err.println("import: " + w));
    }

    private static boolean isHistory(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEADER), StandardCharsets.UTF_8).contains("\"pctl-progress-history\"");
        }
    }

    private static List<BuildRecord> ofRecording(Recording recorded) throws IOException {
        SettableClock clock = new SettableClock(recorded.start());
        try (Progress progress = Progress.builder(recorded.title())
                .run(recorded.title() + '@' + recorded.start())
                .clock(clock)
                .parser(SpackParsers.standard())
                .driven()
                .start()) {
            new RecordingPlayer(progress, clock, RecordingPlayer.MAX).play(recorded);
            return HistoryImporter.ofRun(progress.view());
        }
    }

    private static List<BuildRecord> ofFile(Path file) throws IOException {
        try {
            return RunFiles.records(file, w -> System.err.println("import: " + file + ": " + w));
        } catch (UnsupportedSchemaException e) {
            return ofLog(file);
        }
    }

    private static List<BuildRecord> ofLog(Path file) throws IOException {
        try (InputStream in = InputFiles.open(file);
                Progress progress = Progress.builder(file.getFileName().toString())
                        .run(file.toString())
                        .parser(SpackParsers.standard())
                        .driven()
                        .start()) {
            Outcome outcome = progress.follow(in);
            progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            return HistoryImporter.ofLog(
                    progress.view(), Files.getLastModifiedTime(file).toInstant());
        }
    }
}
