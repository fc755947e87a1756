package dev.pctl.progress.examples.replay;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.examples.cli.SpackWatchdogs;
import dev.pctl.progress.spack.SpackParsers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real image build of eight minutes, five root packages, replayed in half a minute. */
public final class Demo {

    private static final double SECONDS = 30;

    private Demo() {}

    public static void main(String[] args) throws IOException {
        Recording recording = Recording.ofResource("0.23-pctl");
        SettableClock clock = new SettableClock(recording.start());
        double speed = recording.length().toSeconds() / SECONDS;
        HistoryForecaster forecaster = HistoryForecaster.of(earlierBuilds());
        try (Progress progress = Progress.builder("starter image")
                .clock(clock)
                .parser(SpackParsers.standard())
                .forecaster(forecaster)
                .watchdog(SpackWatchdogs.diskSpace())
                .renderer(Renderers.forTerminal(Detail.PACKAGES, System.out))
                .driven()
                .start()) {
            new RecordingPlayer(progress, clock, speed).play(recording);
        }
    }

    /** History of another recorded build of the same image. */
    private static BuildHistory earlierBuilds() throws IOException {
        Path file = Files.createTempFile("build-history", ".jsonl");
        file.toFile().deleteOnExit();
        try (InputStream recorded = Demo.class.getResourceAsStream("/demo-history.jsonl")) {
            Files.write(file, recorded == null ? new byte[0] : recorded.readAllBytes());
        }
        BuildHistory history = BuildHistory.inMemory();
        history.append(JsonlBuildHistory.open(file).all());
        return history;
    }
}
