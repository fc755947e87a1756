package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.RecordingPlayer;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Remaining times of real builds that are repeated, checked every second. */
class RepeatedBuildTest {

    private static final Path RECORDINGS = Path.of("src/test/resources/recordings");
    private static final double FROM = 0.3;
    private static final double FEW_SECONDS = 5;
    private static final double CHANCE = 0.1;
    private static final Pattern STATED = Pattern.compile("(?m)^.*Total: [0-9.]+s.*$");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\((?:(\\d+)m)?(\\d+)s\\)");

    private final BuildHistory history = BuildHistory.inMemory();

    /** What was shown at one second, and what came. */
    private record Shown(double elapsed, double remaining, double truth, double fraction) {

        /** By how much it missed, as a share of the whole time. */
        double totalError() {
            return Math.abs(remaining - truth) / (elapsed + truth);
        }
    }

    private record Look(Instant at, Forecast rest, double fraction) {}

    /** Looks at the run before each forecast. */
    private static final class Watching implements Forecaster {
        private final Forecaster asked;
        private final List<Look> looks = new ArrayList<>();

        Watching(Forecaster asked) {
            this.asked = asked;
        }

        @Override
        public List<ForecastFact> forecast(RunView view, Instant now) {
            looks.add(new Look(now, view.forecast().remaining(now), view.fraction()));
            return asked.forecast(view, now);
        }

        @Override
        public void learn(RunView view) {
            asked.learn(view);
        }
    }

    private List<Shown> play(Recording recording) {
        SettableClock clock = new SettableClock(recording.start());
        Watching watching = new Watching(HistoryForecaster.of(history));
        BuildLogs buildLogs = BuildLogs.appended();
        ProgressBuilder builder = Progress.builder("image")
                .clock(clock)
                .parser(SpackParsers.standard())
                .alongside(buildLogs)
                .forecaster(watching)
                .driven();
        try (Progress progress = builder.start()) {
            new RecordingPlayer(progress, clock, RecordingPlayer.MAX)
                    .with(buildLogs)
                    .play(recording);
        }
        List<Shown> shown = new ArrayList<>();
        for (Look look : watching.looks) {
            if (look.rest() != null) {
                shown.add(new Shown(
                        seconds(Duration.between(recording.start(), look.at())),
                        seconds(look.rest().p50()),
                        seconds(Duration.between(look.at(), clock.instant())),
                        look.fraction()));
            }
        }
        return shown;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /**
     * The same build again, days later: slower as a whole, and every pause longer or shorter by chance. Then what it says
     * itself of how long packages took is left out, or made longer, for these are the old times.
     */
    private static Recording again(Recording recording, int days, double slower, double chance, long seed) {
        Random random = new Random(seed);
        List<Recording.Chunk> chunks = new ArrayList<>();
        Duration before = Duration.ZERO;
        double at = 0;
        for (Recording.Chunk chunk : recording.chunks()) {
            double pause = seconds(chunk.at().minus(before));
            at += pause * slower * Math.exp(chance * random.nextGaussian());
            before = chunk.at();
            String text = slower == 1 && chance == 0 ? chunk.text() : restated(chunk.text(), slower);
            chunks.add(new Recording.Chunk(Duration.ofNanos((long) (at * 1e9)), text));
        }
        return new Recording(
                recording.title(),
                recording.start().plus(Duration.ofDays(days)),
                chunks,
                slower == 1 && chance == 0 ? recording.buildLogs() : List.of(),
                recording.exit(),
                recording.command());
    }

    private static String restated(String text, double slower) {
        return IN_BRACKETS.matcher(STATED.matcher(text).replaceAll("")).replaceAll(time -> {
            String minutes = time.group(1);
            long shown = (minutes == null ? 0 : 60 * Long.parseLong(minutes)) + Long.parseLong(time.group(2));
            long now = Math.round(shown * slower);
            return now < 60 ? "(" + now + "s)" : String.format("(%dm%02ds)", now / 60, now % 60);
        });
    }

    private static List<Shown> late(List<Shown> shown) {
        return shown.stream()
                .filter(s -> s.elapsed() >= FROM * (s.elapsed() + s.truth()))
                .toList();
    }

    /** What remains of the very same build: within 20 percent of itself, or five seconds where less is left. */
    @ParameterizedTest
    @CsvSource({
        "0.23-pctl, false, 0.93",
        "0.23-pctl, true, 0.95",
        "0.21-history-1, false, 0.95",
        "0.21-history-3, false, 0.9",
        "1.3-plain-verbose, false, 0.93"
    })
    void predictsRepeatedBuildFromItsProgress(String name, boolean withBuildLogs, double most) throws IOException {
        Recording recording = recording(name, withBuildLogs);
        play(recording);
        List<Shown> shown = play(again(recording, 1, 1, 0, 1));

        List<Shown> late = late(shown);
        assertThat(late).hasSizeGreaterThan(40);
        assertThat(near(late, 0)).isGreaterThan(most);
        assertThat(near(late, FEW_SECONDS)).isGreaterThan(0.98);
        assertThat(late).allSatisfy(s -> assertThat(s.totalError()).isLessThan(0.06));
        assertThat(shown).extracting(Shown::fraction).isSorted();
    }

    private static Recording recording(String name, boolean withBuildLogs) throws IOException {
        Path folder = RECORDINGS.resolve(name);
        if (Files.isDirectory(folder)) {
            return Recording.ofFolder(folder);
        }
        return withBuildLogs ? Recording.ofResource(name) : Recording.printed(name);
    }

    /** The share of what was shown that was within 20 percent of the truth, or a number of seconds. */
    private static double near(List<Shown> shown, double seconds) {
        double near = shown.stream()
                .filter(s -> Math.abs(s.remaining() - s.truth()) <= Math.max(seconds, 0.2 * s.truth()))
                .count();
        return near / shown.size();
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "1.15, 2", "0.9, 3"})
    void predictsRepeatedImageFromOneThirdOn(double slower, long seed) throws IOException {
        Recording recording = Recording.ofResource("0.23-pctl");
        play(recording);
        play(again(recording, 1, 1, CHANCE, 9));
        List<Shown> shown = play(again(recording, 2, slower, CHANCE, seed));

        List<Shown> late = late(shown);
        assertThat(late).hasSizeGreaterThan(300);
        assertThat(late).allSatisfy(s -> assertThat(s.totalError()).isLessThan(0.2));
        assertThat(shown).extracting(Shown::fraction).isSorted();
    }

    @Test
    void predictsRealRepetition() throws IOException {
        play(Recording.ofFolder(RECORDINGS.resolve("0.21-history-1")));
        List<Shown> shown = play(Recording.ofFolder(RECORDINGS.resolve("0.21-history-3")));
        assertThat(shown).isNotEmpty();
        assertThat(late(shown)).allSatisfy(s -> assertThat(s.totalError()).isLessThan(0.2));
        assertThat(shown).extracting(Shown::fraction).isSorted();
    }

    @Test
    void predictsRepetitionOfParallelBuild() throws IOException {
        Recording recording = Recording.ofFolder(RECORDINGS.resolve("1.3-plain-verbose"));
        play(recording);
        List<Shown> shown = play(again(recording, 1, 1.1, CHANCE, 4));
        assertThat(late(shown)).allSatisfy(s -> assertThat(s.totalError()).isLessThan(0.2));
        assertThat(shown).extracting(Shown::fraction).isSorted();
    }

    /** The one has come past milestones early, of which the other has none until it is half done. */
    @ParameterizedTest
    @CsvSource({"0.8, 80", "1.3, 130", "1.5, 150"})
    void infersSpeedOfOthersFromOnePackage(double slower, long seed) throws IOException {
        Recording recording = Recording.ofFolder(RECORDINGS.resolve("1.3-plain-verbose"));
        play(recording);
        List<Shown> shown = play(again(recording, 1, slower, 0.02, seed));
        double meanError =
                late(shown).stream().mapToDouble(Shown::totalError).average().orElseThrow();
        assertThat(meanError).isLessThan(0.09);
        assertThat(shown).extracting(Shown::fraction).isSorted();
    }
}
