package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Detail;
import dev.pctl.progress.ansi.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.forecast.Forecaster;
import dev.pctl.progress.spack.SpackParser;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The screens of recorded builds, as a terminal emulator shows them, are those that were looked at and approved: one file
 * for each recording, in {@code src/test/resources/screens}. Whoever changes them on purpose runs this test with
 * {@code -Dscreens.approve=true}, and looks at the difference. Where colours are shown, a line below tells the style of each
 * character.
 */
class ScreensTest {

    private static final Path RECORDINGS = Path.of("../spack-parser/src/test/resources/recordings");
    private static final Path APPROVED = Path.of("src/test/resources/screens");
    private static final Instant START = Instant.parse("2026-01-01T10:00:00Z");

    /** How much of the log has been read, in percent, at the moments that are looked at; a second passes for each. */
    private static final int[] MOMENTS = {35, 70};

    /** Recordings that are looked at in all windows: parallel packages, roots, failures, the live display. */
    private static final Set<String> IN_ALL_WINDOWS =
            Set.of("0.21-fail-fast", "0.23-pctl", "1.1-two-at-once", "1.3-plain-fail-fast", "1.3-tty-fetch-error");

    /** Says of every package that it takes a minute, so that the screens do not depend on how forecasts are made. */
    private static final Forecaster A_MINUTE = ScreensTest::aMinute;

    private static List<ForecastFact> aMinute(RunView view, Instant now) {
        List<ForecastFact> facts = new ArrayList<>();
        for (PackageView pkg : view.active()) {
            if (pkg.forecast() == null) {
                facts.add(new ForecastFact.PackageTotal(pkg.ref(), forecast(40, 60, 90)));
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

    private record Window(int columns, int rows, Theme theme, String name) {
        @Override
        public String toString() {
            return columns + "x" + rows + ", " + name;
        }
    }

    static Stream<String> recordings() throws IOException {
        try (Stream<Path> folders = Files.list(RECORDINGS)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void screensAreThoseThatWereApproved(String name) throws IOException {
        byte[] log = Files.readAllBytes(RECORDINGS.resolve(name).resolve("stdout.log"));
        StringBuilder screens = new StringBuilder();
        for (Window window : windows(name)) {
            for (Detail detail : Detail.values()) {
                screens.append(screens(name, log, detail, window));
            }
        }
        Path approved = APPROVED.resolve(name + ".txt");
        if (Boolean.getBoolean("screens.approve")) {
            Files.createDirectories(APPROVED);
            Files.writeString(approved, screens);
        }
        assertThat(screens.toString()).isEqualTo(Files.readString(approved));
    }

    private static List<Window> windows(String name) {
        Window usual = new Window(80, 24, Theme.PLAIN, "UTF-8");
        return !IN_ALL_WINDOWS.contains(name)
                ? List.of(usual)
                : List.of(
                        usual,
                        new Window(40, 10, Theme.PLAIN, "UTF-8"),
                        new Window(40, 10, Theme.ASCII, "ASCII"),
                        new Window(80, 24, Theme.COLOR, "UTF-8 and colours"),
                        new Window(120, 40, Theme.ASCII, "ASCII"),
                        new Window(120, 40, Theme.PLAIN, "UTF-8"),
                        new Window(200, 50, Theme.PLAIN, "UTF-8"));
    }

    private static String screens(String name, byte[] log, Detail detail, Window window) throws IOException {
        StringBuilder screens = new StringBuilder();
        SettableClock clock = new SettableClock(START);
        EmulatedScreen screen = new EmulatedScreen(window.columns(), window.rows());
        Progress progress = Progress.builder(name)
                .clock(clock)
                .parser(SpackParser.factory())
                .forecaster(A_MINUTE)
                .renderer(AnsiRenderer.of(screen, window.columns(), window.rows(), detail, window.theme()))
                .driven()
                .start();
        String title = "level " + detail.ordinal() + ", " + window;
        progress.record(new SampleFact.Disk("/", 12L << 30, 45L << 30, 33L << 30));
        LogFeed feed = progress.feed();
        int at = 0;
        for (int moment : MOMENTS) {
            int until = (int) ((long) log.length * moment / 100);
            for (int second = 1; second <= moment; second++) {
                int to = at + (until - at) * second / moment;
                feed.write(log, at, to - at);
                at = to;
                clock.set(clock.instant().plusSeconds(1));
                progress.tick();
            }
            screens.append(section(title + ", " + moment + "%", screen, window));
        }
        feed.write(log, at, log.length - at);
        feed.close();
        Outcome outcome = feed.outcome();
        progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
        progress.close();
        return screens.append(section(title + ", at the end", screen, window)).toString();
    }

    private static String section(String title, EmulatedScreen screen, Window window) {
        List<String> lines = window.theme().color() ? screen.linesWithStyles() : screen.lines();
        return "---- " + title + '\n' + String.join("\n", lines) + "\n\n";
    }
}
