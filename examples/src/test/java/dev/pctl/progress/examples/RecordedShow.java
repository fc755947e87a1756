package dev.pctl.progress.examples;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Plays a recorded build to renderers, up to chosen moments. */
final class RecordedShow {

    private static final Path RECORDINGS = Path.of("../spack-parser/src/test/resources/recordings");
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    private final SettableClock clock = new SettableClock(START);
    private final BuildLogs buildLogs = BuildLogs.appended();
    private final Deque<Recording.Chunk> chunks;
    private final Deque<Recording.LogPiece> pieces;
    private final Duration length;
    private final Progress progress;
    private final LogFeed feed;

    RecordedShow(String name, List<? extends Renderer> renderers) throws IOException {
        boolean timed = Recording.class.getResource("/recordings/" + name) != null;
        Recording recording = timed ? Recording.ofResource(name) : Recording.ofFolder(RECORDINGS.resolve(name));
        chunks = new ArrayDeque<>(recording.chunks());
        pieces = new ArrayDeque<>(recording.buildLogs());
        length = recording.length();
        ProgressBuilder builder = Progress.builder(name)
                .clock(clock)
                .parser(SpackParsers.standard())
                .alongside(buildLogs)
                .forecaster(RecordedShow::oneMinuteEach)
                .driven();
        renderers.forEach(builder::renderer);
        progress = builder.start();
        feed = progress.feed();
        progress.record(new SampleFact.Disk("/", 12L << 30, 45L << 30, 33L << 30));
    }

    /** Returns the names of all recordings. */
    static List<String> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(RECORDINGS)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** Forecasts a minute for each package, so that the screens do not depend on the estimator. */
    private static List<ForecastFact> oneMinuteEach(RunView view, Instant now) {
        List<ForecastFact> facts = new ArrayList<>();
        for (PackageView pkg : view.active()) {
            if (pkg.forecast() == null) {
                facts.add(new ForecastFact.PackageTotal(pkg.ref(), forecast(40, 60, 90)));
                facts.add(new ForecastFact.PhaseTotal(pkg.ref(), "build", forecast(25, 40, 60)));
            }
        }
        facts.add(new ForecastFact.RunRemaining(forecast(120, 150, 300)));
        return facts;
    }

    private static Forecast forecast(int p10, int p50, int p90) {
        return new Forecast(
                Duration.ofSeconds(p10),
                Duration.ofSeconds(p50),
                Duration.ofSeconds(p90),
                "based on 3 previous builds",
                3);
    }

    /** Plays up to a percentage of the recorded time, and draws a frame. */
    void playTo(int percent) {
        playTo(length.multipliedBy(percent).dividedBy(100));
        progress.tick();
    }

    /** Plays to the end, and ends the run. */
    void finish() {
        playTo(length);
        feed.close();
        Outcome outcome = feed.outcome();
        progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
        progress.close();
    }

    private void playTo(Duration time) {
        while (!chunks.isEmpty() && chunks.element().at().compareTo(time) <= 0) {
            Recording.Chunk chunk = chunks.remove();
            appendTo(chunk.at());
            clock.set(START.plus(chunk.at()));
            byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
            feed.write(bytes, 0, bytes.length);
        }
        appendTo(time);
        clock.set(START.plus(time));
    }

    private void appendTo(Duration time) {
        while (!pieces.isEmpty() && pieces.element().at().compareTo(time) <= 0) {
            Recording.LogPiece piece = pieces.remove();
            byte[] bytes = piece.text().getBytes(StandardCharsets.UTF_8);
            buildLogs.append(piece.path(), piece.position(), bytes, 0, bytes.length);
        }
    }
}
