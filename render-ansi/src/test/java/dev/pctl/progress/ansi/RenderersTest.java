package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RenderersTest {

    private static final Theme ASCII = Theme.ASCII;

    @Test
    void plainLinesSayWhatBeganAndEndedAndBeatInQuietTimes() throws IOException {
        StringWriter out = new StringWriter();
        try (PlainRenderer renderer = new PlainRenderer(out, Detail.PACKAGES, ASCII)) {
            Views views = Views.building();
            renderer.render(views.view(), Views.second(1090));
            for (int second = 1091; second < 1300; second++) {
                renderer.render(views.view(), Views.second(second));
            }
        }
        assertThat(out.toString()).isEqualTo("""
                        10:18:10 [1/5] gcc@11.3.0
                        10:18:10   ok zlib@1.2.13  6.7s
                        10:18:10   [1/5] gcc@11.3.0 begins, usually 43-50m (based on 3 previous builds)
                        10:18:20   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 18m10s elapsed, ~25-32m remaining, until about 10:45 (based on 3 previous builds)
                        10:18:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 18m40s elapsed, ~24-31m remaining, until about 10:45 (based on 3 previous builds)
                        10:19:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 19m40s elapsed, ~23-30m remaining, until about 10:45 (based on 3 previous builds)
                        10:20:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 20m40s elapsed, ~22-29m remaining, until about 10:45 (based on 3 previous builds)
                        """);
    }

    @Test
    void aFailureSaysWhatWhereWhyAndWhatToDoAtOnceAndAgainAtTheEnd() throws IOException {
        StringWriter out = new StringWriter();
        Views views = Views.failing().at(1100, new RunFact.Finished(Outcome.FAILED, "exit status 1"));
        try (PlainRenderer renderer = new PlainRenderer(out, Detail.PHASE, ASCII)) {
            renderer.finish(views.view(), Views.second(1100));
        }
        String block = """
                FAILED Error: gcc@11.3.0 failed in phase build (compile)
                  Why: The header nosuch.h is not found
                  Log: /tmp/stage/spack-build-out.txt:145
                    144 | cc -c gcc/a.c
                  > 145 | gcc/a.c:3:10: fatal error: nosuch.h: No such file or directory
                    146 | compilation terminated.
                  Not built because of it: openmpi@4.1.4
                  Kept: 1 package is installed and not built again; 18m05s are lost
                  Fix: 1. Add the missing header
                       2. Choose another version
                  Try again? Not without a change: it would fail the same way
                """;
        String text = out.toString().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d ?", "");
        assertThat(text.split(Pattern.quote(block), -1)).hasSize(2);
        String again = block.replace("    144 | cc -c gcc/a.c\n", "")
                .replace("    146 | compilation terminated.\n", "")
                .replace("  > 145 | ", "  > ");
        assertThat(text.substring(text.indexOf(block) + block.length())).contains(again);
        assertThat(text)
                .contains("  skipped openmpi@4.1.4  skipped, since gcc failed\n")
                .contains("! Disk / is 95% full (2.1 GB free)\n")
                .contains("FAILED starter image failed after 18m20s (exit status 1)\n")
                .contains("  Packages: 1 built from source, 1 failed, 1 skipped\n")
                .contains("what is installed is kept");
    }

    @Test
    void theSummaryTellsOfThePeakWhatWasSlowAndWhatACacheWouldHaveSaved() throws IOException {
        Views views = Views.building()
                .at(1100, new ForecastFact.OtherMethod(Views.GCC, Method.BINARY_CACHE, Views.forecast(50, 60, 90)))
                .at(2000, new SampleFact.Disk("/", 40L << 30, 45L << 30, 5L << 30))
                .at(4000, new SampleFact.Disk("/", 14L << 30, 45L << 30, 31L << 30))
                .at(
                        3700,
                        new PackageFact.Finished(
                                Views.GCC, 1, Outcome.SUCCEEDED, Duration.ofSeconds(3660), Map.of(), null, null),
                        new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(closing(views))
                .contains("  Slower than usual: gcc@11.3.0 1h01m (usually 43-50m)\n")
                .contains("  A binary cache would have saved ~1h00m\n")
                .contains("  Disk: 14 GB used / 45 GB total (31% full), at most 40 GB (88%)\n");
        views.at(4001, new SampleFact.Disk("/", 41L << 30, 45L << 30, 4L << 30));
        assertThat(closing(views)).contains("(91% full)\n").doesNotContain("at most");
    }

    @Test
    void theSummaryTellsWhatTheCacheSavedAsFarAsThatWasSeenBefore() throws IOException {
        PackageFact done =
                new PackageFact.Finished(Views.GCC, 1, Outcome.SUCCEEDED, Duration.ofSeconds(60), Map.of(), null, null);
        Views known = Views.building()
                .at(20, new PackageFact.MethodKnown(Views.GCC, 1, Method.BINARY_CACHE))
                .at(21, new ForecastFact.OtherMethod(Views.GCC, Method.SOURCE, Views.forecast(2600, 2700, 3000)))
                .at(1200, done);
        assertThat(closing(known)).contains("  Cache hits: 1 of 2 packages (50%), which saved ~44m\n");
        Forecast guess = new Forecast(
                Duration.ZERO, Duration.ofHours(1), Duration.ofHours(9), "based on packages of all kinds", 0);
        known.at(1201, new ForecastFact.OtherMethod(Views.GCC, Method.SOURCE, guess));
        assertThat(closing(known)).contains("  Cache hits: 1 of 2 packages (50%)\n");
    }

    private static String closing(Views views) throws IOException {
        StringWriter out = new StringWriter();
        try (PlainRenderer renderer = new PlainRenderer(out, Detail.PHASE, ASCII)) {
            renderer.finish(views.view(), Views.second(4100));
        }
        return out.toString().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d ?", "");
    }

    @Test
    void aMovingDisplayRewritesOnlyWhatChangedAndNothingWhenNothingDid() throws IOException {
        StringWriter out = new StringWriter();
        Views views = Views.building();
        try (AnsiRenderer renderer = AnsiRenderer.of(out, 80, 24, Detail.PACKAGES, ASCII)) {
            renderer.render(views.view(), Views.second(1090));
            int first = out.getBuffer().length();
            renderer.render(views.view(), Views.second(1090));
            assertThat(out.getBuffer()).hasSize(first);
            renderer.render(views.view(), Views.second(1091));
            assertThat(out.getBuffer().length() - first).isLessThan(200);
            assertThat(out.toString().substring(first)).contains("18m01s").doesNotContain("Disk");
        }
    }

    @Test
    void theCursorIsVisibleAfterEveryFrame() throws IOException {
        StringWriter out = new StringWriter();
        AnsiRenderer renderer = AnsiRenderer.of(out, 80, 24, Detail.EVERYTHING, Theme.COLOR);
        renderer.render(Views.building().view(), Views.second(1090));
        assertThat(out.toString().lastIndexOf("\u001b[?25h"))
                .isGreaterThan(out.toString().lastIndexOf("\u001b[?25l"));
        renderer.render(Views.failing().view(), Views.second(1100));
        assertThat(out.toString().lastIndexOf("\u001b[?25h"))
                .isGreaterThan(out.toString().lastIndexOf("\u001b[?25l"));
        renderer.close();
        assertThat(out.toString()).endsWith("\u001b[J\u001b[?25h");
    }

    @Test
    void aTerminalThatGoesAwayIsReportedToTheCaller() {
        Writer gone = new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AnsiRenderer renderer = AnsiRenderer.of(gone, 80, 24, Detail.PHASE, ASCII);
        assertThatThrownBy(() -> renderer.render(Views.building().view(), Views.second(1090)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theEnvironmentDecidesOnColourAndCharacters() {
        assertThat(look(Map.of("LANG", "en_US.UTF-8", "TERM", "xterm"), true)).isEqualTo("unicode, color");
        assertThat(look(Map.of("LC_ALL", "C", "LANG", "en_US.UTF-8"), true)).isEqualTo("ascii, color");
        assertThat(look(Map.of("NO_COLOR", "1", "LANG", "C.utf8"), true)).isEqualTo("unicode, plain");
        assertThat(look(Map.of(), false)).isEqualTo("ascii, plain");
        assertThat(Theme.of(Map.of("NO_COLOR", ""), true).color()).isTrue();
        assertThat(Theme.of(Map.of("TERM", "dumb"), true).color()).isFalse();
        assertThat(Theme.of(Map.of("CLICOLOR_FORCE", "1"), false).color()).isTrue();
    }

    private static String look(Map<String, String> environment, boolean terminal) {
        Theme theme = Theme.of(environment, terminal);
        return (theme.unicode() ? "unicode, " : "ascii, ") + (theme.color() ? "color" : "plain");
    }

    @Test
    void textOfLogsCannotControlTheTerminal() {
        assertThat(Safe.text("a\u001b]0;title\u0007b\tc\u202ed\u009b2J\r\n")).isEqualTo("a]0;titleb    cd2J");
    }
}
