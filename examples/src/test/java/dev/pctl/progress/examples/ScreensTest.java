package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.Forecaster;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The screens of recorded builds, as a terminal emulator shows them, are those that were looked at and approved: one file
 * for each recording, in {@code src/test/resources/screens}, with all levels of detail in four windows at four moments. What
 * looks the same in several windows stands there once. Behind the lines in UTF-8 stand the styles of their columns; without
 * colours the same lines are shown. Whoever changes the screens on purpose runs this test with
 * {@code -Dscreens.approve=true}, and looks at the difference.
 */
class ScreensTest {

    private static final Path RECORDINGS = Path.of("../spack-parser/src/test/resources/recordings");
    private static final Path APPROVED = Path.of("src/test/resources/screens");
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    /** The moments that are looked at besides the end, in percent of the recorded time. */
    private static final int[] MOMENTS = {15, 45, 80};

    /** How often the display is drawn from one moment to the next. */
    private static final int FRAMES = 5;

    private static final int[][] WINDOWS = {{40, 10}, {80, 24}, {120, 40}, {200, 50}};

    private static final List<Theme> THEMES = List.of(Theme.COLOR, Theme.PLAIN, Theme.ASCII.colored(true), Theme.ASCII);

    /** Says of every package that it takes a minute, so that the screens do not depend on how forecasts are made. */
    private static final Forecaster A_MINUTE = ScreensTest::aMinute;

    /** One thing or several, and words that follow upon themselves. */
    private static final Pattern CLUMSY = Pattern.compile("\\b1 (packages|files|steps|dependencies|warnings|lines)\\b"
            + "|\\b(Phase|Disk|Error|Log|Fix|remaining|elapsed|usually):? +\\2\\b");

    private static List<ForecastFact> aMinute(RunView view, Instant now) {
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

    static Stream<String> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(RECORDINGS)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void screensEqualApprovedScreens(String name) throws IOException {
        String screens = new Showing(name).screens();
        Path approved = APPROVED.resolve(name + ".txt");
        if (Boolean.getBoolean("screens.approve")) {
            Files.createDirectories(APPROVED);
            Files.writeString(approved, screens);
        }
        assertThat(screens).isEqualTo(Files.readString(approved));
    }

    /** One of the displays that are drawn of a recording at the same time. */
    private record Shown(Detail detail, int[] window, Map<Theme, EmulatedScreen> screens) {

        static Shown of(Detail detail, int[] window) {
            Map<Theme, EmulatedScreen> screens = new LinkedHashMap<>();
            THEMES.forEach(t -> screens.put(t, new EmulatedScreen(window[0], window[1])));
            return new Shown(detail, window, screens);
        }

        List<String> lines(Theme theme) {
            return screens.get(theme).lines();
        }

        /** With their styles; without colours it is the same. */
        String inUnicode() {
            assertThat(lines(Theme.PLAIN)).isEqualTo(lines(Theme.COLOR));
            return String.join("\n", screens.get(Theme.COLOR).linesWithStyles());
        }

        String inAscii() {
            assertThat(lines(THEMES.get(2))).isEqualTo(lines(Theme.ASCII));
            assertThat(lines(Theme.ASCII)).noneMatch(l -> l.chars().anyMatch(c -> c > '~'));
            return String.join("\n", lines(Theme.ASCII));
        }

        @Override
        public String toString() {
            return window[0] + "x" + window[1];
        }
    }

    /** A recording that is played to all displays. */
    private static final class Showing {

        private final SettableClock clock = new SettableClock(START);
        private final BuildLogs buildLogs = BuildLogs.appended();
        private final List<Shown> shown = new ArrayList<>();
        private final Deque<Recording.Chunk> chunks;
        private final Deque<Recording.LogPiece> pieces;
        private final Duration length;
        private final Progress progress;
        private final LogFeed feed;

        Showing(String name) throws IOException {
            boolean timed = Recording.class.getResource("/recordings/" + name) != null;
            Recording recording = timed ? Recording.ofResource(name) : Recording.ofFolder(RECORDINGS.resolve(name));
            chunks = new ArrayDeque<>(recording.chunks());
            pieces = new ArrayDeque<>(recording.buildLogs());
            length = recording.length();
            Progress.Builder builder = Progress.builder(name)
                    .clock(clock)
                    .parser(SpackParsers.standard())
                    .alongside(buildLogs)
                    .forecaster(A_MINUTE)
                    .driven();
            for (Detail detail : Detail.values()) {
                for (int[] window : WINDOWS) {
                    Shown one = Shown.of(detail, window);
                    shown.add(one);
                    one.screens()
                            .forEach((theme, screen) ->
                                    builder.renderer(AnsiRenderer.of(screen, window[0], window[1], detail, theme)));
                }
            }
            progress = builder.start();
            feed = progress.feed();
        }

        String screens() {
            StringBuilder screens = new StringBuilder();
            progress.record(new SampleFact.Disk("/", 12L << 30, 45L << 30, 33L << 30));
            int before = 0;
            for (int moment : MOMENTS) {
                for (int frame = 1; frame <= FRAMES; frame++) {
                    playTo(length.multipliedBy(100L * before + 100L * (moment - before) * frame / FRAMES)
                            .dividedBy(10_000));
                    progress.tick();
                }
                screens.append(at(moment + "%"));
                before = moment;
            }
            playTo(length);
            feed.close();
            Outcome outcome = feed.outcome();
            progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            progress.close();
            return screens.append(at("the end")).toString();
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

        /** All screens at a moment; those that look the same once, under the names of all. */
        private String at(String moment) {
            Map<String, List<Shown>> unicode = new LinkedHashMap<>();
            Map<String, List<Shown>> ascii = new LinkedHashMap<>();
            for (Shown one : shown) {
                unicode.computeIfAbsent(one.inUnicode(), k -> new ArrayList<>()).add(one);
                ascii.computeIfAbsent(one.inAscii(), k -> new ArrayList<>()).add(one);
            }
            return sections(moment + ", UTF-8", unicode) + sections(moment + ", ASCII", ascii);
        }

        private static String sections(String title, Map<String, List<Shown>> screens) {
            StringBuilder sections = new StringBuilder();
            screens.forEach((text, where) -> {
                assertThat(text).doesNotContainPattern(CLUMSY);
                sections.append("---- ").append(title);
                for (Detail detail : Detail.values()) {
                    List<String> windows = where.stream()
                            .filter(s -> s.detail() == detail)
                            .map(Shown::toString)
                            .toList();
                    if (!windows.isEmpty()) {
                        sections.append("; level ").append(detail.ordinal()).append(": ");
                        sections.append(String.join(" ", windows));
                    }
                }
                sections.append('\n').append(text).append("\n\n");
            });
            return sections.toString();
        }
    }
}
