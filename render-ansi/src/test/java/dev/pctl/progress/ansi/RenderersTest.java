package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.ansi.internal.text.ScrollbackLog;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.layout.Layout;
import dev.pctl.progress.ansi.layout.Layouts;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderersTest {

    private static final Theme ASCII = Theme.ASCII;

    @Test
    void printsStartsAndEndsAndHeartbeatsWhenQuiet() throws IOException {
        StringWriter out = new StringWriter();
        try (PlainRenderer renderer = PlainRenderer.of(out, Detail.PACKAGES, ASCII)) {
            Views views = Views.building();
            renderer.render(views.view(), Views.second(1090));
            for (int second = 1091; second < 1300; second++) {
                renderer.render(views.view(), Views.second(second));
            }
        }
        assertThat(out.toString()).isEqualTo("""
                        10:18:10 [1/5] gcc@11.3.0
                        10:18:10   ok zlib@1.2.13  6.7s
                        10:18:10   [1/5] gcc@11.3.0 started, usually takes 43-50m (based on 3 previous builds)
                        10:18:20   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 18m10s elapsed, ~25-32m remaining, done around 10:45 (based on 3 previous builds)
                        10:18:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 18m40s elapsed, ~24-31m remaining, done around 10:45 (based on 3 previous builds)
                        10:19:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 19m40s elapsed, ~23-30m remaining, done around 10:45 (based on 3 previous builds)
                        10:20:50   ... 40% gcc@11.3.0: build 4823 of 12450 files (38%) gcc/tree-ssa-loop.c, 20m40s elapsed, ~22-29m remaining, done around 10:45 (based on 3 previous builds)
                        """);
    }

    @Test
    void printsWhatEndedBetweenTwoFramesInOrderOfTime() {
        Views views = new Views()
                .at(0, new StageFact.Started("launch", "Launching", 1, 3))
                .at(1, new StageFact.Finished("launch", Outcome.SUCCEEDED))
                .at(1, new StageFact.Started("install", "Installing", 2, 3))
                .at(2, new RootFact.Started("gcc", 1, 1), new PackageFact.Started(Views.GCC, 1, null, null))
                .at(3, PackageFact.succeeded(Views.GCC))
                .at(4, new RootFact.Finished("gcc", Outcome.SUCCEEDED))
                .at(5, new StageFact.Finished("install", Outcome.SUCCEEDED))
                .at(5, new StageFact.Started("clean", "Cleaning", 3, 3));
        List<StyledLine> news =
                new ScrollbackLog(Detail.PACKAGES, ASCII, true).news(views.view(), Views.START.plusSeconds(6));
        assertThat(news.stream().map(l -> l.toString().strip().split("  ")[0]))
                .containsSubsequence("Launching", "ok Launching", "Installing", "ok gcc@11.3.0", "ok [1/1] gcc")
                .endsWith("ok Installing", "Cleaning");
    }

    @Test
    void printsAFailureOnceInFullAndInOneLineOfTheSummary() throws IOException {
        StringWriter out = new StringWriter();
        Views views = Views.failing().at(1100, new RunFact.Finished(Outcome.FAILED, "exit status 1"));
        try (PlainRenderer renderer = PlainRenderer.of(out, Detail.PHASE, ASCII)) {
            renderer.finish(views.view(), Views.second(1100));
        }
        String text = out.toString().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d ?", "");
        assertThat(text).isEqualTo("""
                Error: gcc@11.3.0 failed in the build phase (compile)
                  Why: The header nosuch.h is not found
                  Log: /tmp/stage/spack-build-out.txt:145
                    144 | cc -c gcc/a.c
                  > 145 | gcc/a.c:3:10: fatal error: nosuch.h: No such file or directory
                    146 | compilation terminated.
                  Also not built: openmpi@4.1.4
                  Kept: 1 installed package
                  Time lost: 18m05s
                  Fix: 1. Add the missing header
                       2. Choose another version
                  Retry: no, it would fail the same way
                  skipped openmpi@4.1.4  not built because gcc failed
                ! [1/5] gcc@11.3.0  18m19s
                ! Disk / is 95% full (2.1 GB free)
                    A build that runs out of space fails
                    1. Use a larger volume: --volume-size 80
                    2. Clean up
                starter image failed after 18m20s (exit status 1)
                  Failed: gcc@11.3.0 (build): The header nosuch.h is not found
                  Packages: 1 built from source, 1 failed, 1 skipped
                  Disk: 12 GB used / 45 GB total (26% full), 33 GB free
                  ! Disk / is 95% full (2.1 GB free)
                  tip: Next: apply the fix above, then run it again; installed packages are kept
                """);
    }

    @Test
    void waitsForTheReasonOfAFailure() {
        ScrollbackLog log = new ScrollbackLog(Detail.PACKAGES, ASCII, true);
        Views views = Views.building();
        log.news(views.view(), Views.second(1095));
        views.at(1095, new FailureFact.Diagnosed(failure(FailureCause.UNKNOWN, "failed")));
        assertThat(log.news(views.view(), Views.second(1096))).isEmpty();
        views.at(1098, new FailureFact.Diagnosed(failure(FailureCause.LINK, "ld: cannot find -lz")));
        assertThat(log.news(views.view(), Views.second(1098)).toString()).contains("Why: ld: cannot find -lz");
        assertThat(log.news(views.view(), Views.second(1200))).as("once").isEmpty();
    }

    @Test
    void printsAFailureWithoutAReasonAfterAWhile() {
        ScrollbackLog log = new ScrollbackLog(Detail.PACKAGES, ASCII, true);
        Views views = Views.building().at(1095, new FailureFact.Diagnosed(failure(FailureCause.UNKNOWN, "failed")));
        assertThat(log.news(views.view(), Views.second(1096)).toString()).doesNotContain("Error");
        assertThat(log.news(views.view(), Views.second(1107)).toString()).contains("The log gives no reason");
        assertThat(log.news(views.view(), Views.second(1120))).isEmpty();
    }

    private static Diagnosis failure(FailureCause cause, String message) {
        return Diagnosis.builder(cause, message).packageRef(Views.GCC).build();
    }

    @Test
    void writesThroughToTheOutputAfterItIsClosed() throws IOException {
        StringWriter plain = new StringWriter();
        StringWriter moving = new StringWriter();
        for (TextRenderer renderer : List.of(
                PlainRenderer.of(plain, Detail.PHASE, ASCII), AnsiRenderer.of(moving, 80, 24, Detail.PHASE, ASCII))) {
            PrintStream above = renderer.above();
            renderer.render(Views.building().view(), Views.second(1090));
            renderer.finish(Views.building().view(), Views.second(1090));
            above.print("after the end\nhalf ");
            renderer.close();
            above.print("a line");
            renderer.printAbove("");
            renderer.printAbove("\u001b[31mlast");
        }
        String expected = "half a line\n\u001b[31mlast\n";
        assertThat(plain.toString()).contains("after the end\n").endsWith(expected);
        assertThat(moving.toString()).contains("after the end\r\n").endsWith(expected);
    }

    @Test
    void summaryNamesPeakSlowPackagesAndMissedCacheSavings() throws IOException {
        Views views = Views.building()
                .at(
                        1100,
                        new ForecastFact.AlternativeMethod(
                                Views.GCC, InstallMethod.BINARY_CACHE, Views.forecast(50, 60, 90)))
                .at(2000, new SampleFact.Disk("/", 40L << 30, 45L << 30, 5L << 30))
                .at(4000, new SampleFact.Disk("/", 14L << 30, 45L << 30, 31L << 30))
                .at(
                        3700,
                        PackageFact.Finished.builder(Views.GCC, Outcome.SUCCEEDED)
                                .stated(Duration.ofSeconds(3660))
                                .build(),
                        new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(closing(views))
                .contains("  Slower than usual: gcc@11.3.0 1h01m (usually 43-50m)\n")
                .contains("  A binary cache would have saved ~1h00m\n")
                .contains("  Disk: 14 GB used / 45 GB total (31% full), 31 GB free, peak 40 GB used\n");
        views.at(4001, new SampleFact.Disk("/", 41L << 30, 45L << 30, 4L << 30));
        assertThat(closing(views)).contains("(91% full), 4 GB free\n").doesNotContain("peak");
    }

    @Test
    void summaryStatesCacheSavingsOnlyIfTheyRestOnEarlierBuilds() throws IOException {
        PackageFact done =
                new PackageFact.Finished(Views.GCC, 1, Outcome.SUCCEEDED, Duration.ofSeconds(60), Map.of(), null, null);
        Views known = Views.building()
                .at(20, new PackageFact.MethodKnown(Views.GCC, 1, InstallMethod.BINARY_CACHE))
                .at(
                        21,
                        new ForecastFact.AlternativeMethod(
                                Views.GCC, InstallMethod.SOURCE, Views.forecast(2600, 2700, 3000)))
                .at(1200, done);
        assertThat(closing(known)).contains("  Cache hits: 1 of 2 packages (50%), saved ~44m\n");
        Forecast guess = new Forecast(
                Duration.ZERO, Duration.ofHours(1), Duration.ofHours(9), "based on packages of all kinds", 0);
        known.at(1201, new ForecastFact.AlternativeMethod(Views.GCC, InstallMethod.SOURCE, guess));
        assertThat(closing(known)).contains("  Cache hits: 1 of 2 packages (50%)\n");
    }

    private static String closing(Views views) throws IOException {
        StringWriter out = new StringWriter();
        try (PlainRenderer renderer = PlainRenderer.of(out, Detail.PHASE, ASCII)) {
            renderer.finish(views.view(), Views.second(4100));
        }
        return out.toString().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d ?", "");
    }

    @Test
    void rewritesOnlyChangedLinesOfTheFooter() throws IOException {
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
    void showsTheCursorAfterEveryFrame() throws IOException {
        StringWriter out = new StringWriter();
        AnsiRenderer renderer = AnsiRenderer.of(out, 80, 24, Detail.EVERYTHING, Theme.COLOR);
        renderer.render(Views.building().view(), Views.second(1090));
        assertThat(out.toString().lastIndexOf("\u001b[?25h"))
                .isGreaterThan(out.toString().lastIndexOf("\u001b[?25l"));
        renderer.render(Views.failing().view(), Views.second(1100));
        assertThat(out.toString().lastIndexOf("\u001b[?25h"))
                .isGreaterThan(out.toString().lastIndexOf("\u001b[?25l"));
        renderer.close();
        assertThat(out.toString()).endsWith("\u001b[?25h");
    }

    @Test
    void reportsALostTerminalToTheCaller() {
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
    void choosesColoursAndCharactersByTheEnvironment() {
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
    void foldsEachRootOfACiLogAndKeepsFailuresOutside() throws IOException {
        Views views = Views.building();
        assertThat(onPage(CiPlatform.GITHUB, views)).isEqualTo("""
                        10:18:10 [1/5] gcc@11.3.0
                        10:18:10   ok zlib@1.2.13  6.7s
                        10:18:10   [1/5] gcc@11.3.0 started, usually takes 43-50m (based on 3 previous builds)
                        ::group::gcc@11.3.0
                        ::endgroup::
                        10:18:15 Error: gcc@11.3.0 failed (link)
                        10:18:15   Why: ld: 100%25 wrong
                        10:18:15   Kept: 1 installed package
                        10:18:15   Time lost: 18m05s
                        10:18:15   Fix: Link it
                        10:18:15   Retry: no, it would fail the same way
                        10:18:15 FAILED [1/5] gcc@11.3.0  18m14s
                        10:18:15 ! Disk is full
                        ::error title=gcc@11.3.0 failed (link)::ld: 100%2525 wrong
                        ::warning::Disk is full
                        """);
        assertThat(onPage(CiPlatform.GITLAB, Views.building()))
                .contains("\u001b[0Ksection_start:1767262690:pctl_progress_1\r\u001b[0Kgcc@11.3.0\n")
                .contains("\u001b[0Ksection_end:1767262695:pctl_progress_1\r\u001b[0K\n")
                .doesNotContain("::");
        assertThat(onPage(CiPlatform.NONE, Views.building()))
                .doesNotContain("::")
                .doesNotContain("section");
    }

    private static String onPage(CiPlatform page, Views views) throws IOException {
        StringWriter out = new StringWriter();
        try (PlainRenderer renderer = PlainRenderer.of(out, Detail.PACKAGES, ASCII, page)) {
            renderer.render(views.view(), Views.second(1090));
            views.at(
                    1095,
                    new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.LINK, "ld: 100%25 wrong")
                            .packageRef(Views.GCC)
                            .kind("ld: 100%25 wrong")
                            .remedies(List.of("Link it"))
                            .build()),
                    new RootFact.Finished("gcc@11.3.0", Outcome.FAILED),
                    new AdviceFact.Raised(new Advice("d", Advice.Severity.WARNING, "Disk is full", null, List.of())));
            renderer.render(views.view(), Views.second(1095));
        }
        return out.toString();
    }

    @Test
    void printsAQuestionAndItsAnswer() throws IOException {
        Question question = Question.continueAnyway(Duration.ofMinutes(5));
        Advice advice = new Advice("disk", Advice.Severity.CRITICAL, "Disk / is full", null, List.of());
        StringWriter plain = new StringWriter();
        StringWriter moving = new StringWriter();
        Views views = Views.building()
                .at(1080, new AdviceFact.Raised(advice.asking(question)))
                .at(1080, new AdviceFact.Asked("disk", Views.second(1380)));
        try (PlainRenderer lines = PlainRenderer.of(plain, Detail.PHASE, ASCII);
                AnsiRenderer screen = AnsiRenderer.of(moving, 80, 24, Detail.PHASE, ASCII)) {
            lines.render(views.view(), Views.second(1090));
            screen.render(views.view(), Views.second(1090));
            views.at(1100, new AdviceFact.Decided("disk", Decision.STOP, false));
            lines.render(views.view(), Views.second(1100));
            screen.render(views.view(), Views.second(1100));
        }
        assertThat(plain.toString())
                .contains("? Continue anyway? continue, pause or stop (continues after 5m without an answer)\n")
                .contains("10:18:20     Continue anyway? stop\n");
        assertThat(moving.toString()).contains("    Continue anyway? stop");
    }

    @Test
    void writesTaskBarAndLinksIfTheTerminalHasThem() throws IOException {
        String with = written(new TerminalCapabilities(true, true, true));
        assertThat(with)
                .contains("\u001b]9;4;1;40\u001b\\")
                .contains("\u001b]9;4;2;40\u001b\\")
                .contains("\u001b]8;;file:///tmp/stage/spack-build-out.txt\u001b\\"
                        + "/tmp/stage/spack-build-out.txt:145\u001b]8;;\u001b\\")
                .endsWith("\u001b]9;4;0;0\u001b\\\u001b[?25h");
        assertThat(written(TerminalCapabilities.NONE)).doesNotContain("\u001b]");
        assertThat(written(TerminalCapabilities.NONE.withTaskbar(true)))
                .contains("\u001b]9;4;")
                .doesNotContain("\u001b]8;");
        assertThat(written(TerminalCapabilities.NONE.withHyperlinks(true)))
                .contains("\u001b]8;")
                .doesNotContain("\u001b]9;");
    }

    /** A frame of a build, and one after it has failed. */
    private static String written(TerminalCapabilities capabilities) throws IOException {
        StringWriter out = new StringWriter();
        try (AnsiRenderer renderer = AnsiRenderer.builder()
                .detail(Detail.PHASE)
                .theme(ASCII)
                .capabilities(capabilities)
                .on(out, 120, 24)) {
            renderer.render(Views.building().view(), Views.second(1090));
            renderer.render(Views.failing().view(), Views.second(1096));
        }
        return out.toString();
    }

    @Test
    void writesEachFrameAsOneSynchronizedUpdate() throws IOException {
        List<String> writes = new ArrayList<>();
        Writer out = new Writer() {
            @Override
            public void write(char[] chars, int offset, int length) {
                writes.add(new String(chars, offset, length));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        AnsiRenderer renderer = AnsiRenderer.of(out, 80, 24, Detail.EVERYTHING, Theme.COLOR);
        Views views = Views.building();
        for (int second = 1090; second < 1100; second++) {
            renderer.render(views.view(), Views.second(second));
            renderer.render(views.view(), Views.second(second));
        }
        assertThat(writes).as("one for each change, none where nothing changed").hasSize(10);
        assertThat(writes).allSatisfy(w -> {
            assertThat(w).startsWith("\u001b[?2026h").endsWith("\u001b[?2026l");
            assertThat(w.indexOf("\u001b[?2026h", 1)).isNegative();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "fr-FR", "ja-JP-u-ca-japanese", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "tr-TR"})
    void printsTheSameInAnyLocale(String locale) throws IOException {
        String expected = everything();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertThat(everything()).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }

    /** All that is said of a build at all levels, with its failure and its summary. */
    private static String everything() throws IOException {
        StringWriter out = new StringWriter();
        for (Detail detail : Detail.values()) {
            Views views = Views.everywhere("WAITING 1.5");
            AnsiRenderer screen = AnsiRenderer.of(out, 120, 50, detail, Theme.PLAIN);
            PlainRenderer lines = PlainRenderer.of(out, detail, Theme.PLAIN, CiPlatform.GITLAB);
            for (TextRenderer renderer : List.of(screen, lines)) {
                renderer.render(views.view(), Views.second(12));
                renderer.render(Views.failing().view(), Views.second(2000));
                renderer.finish(views.view(), Views.second(3725));
            }
        }
        return out.toString();
    }

    @Test
    void letsAHostExtendLayoutsAndChangeThemes() throws IOException {
        StringWriter out = new StringWriter();
        Theme mine = Theme.COLOR
                .with(Style.ACCENT, "38;5;208")
                .with(Symbol.BAR_FULL, "▰")
                .with(Symbol.BAR_EMPTY, "▱");
        try (AnsiRenderer renderer = AnsiRenderer.builder()
                .theme(mine)
                .layouts(detail -> withCost(Layouts.of(detail)))
                .on(out, 80, 24)) {
            renderer.render(Views.building().view(), Views.second(1090));
        }
        assertThat(out.toString())
                .contains("\u001b[38;5;208m  ▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱\u001b[0m")
                .contains("  Cost: \u001b[1m$0.39\u001b[0m");
        List<StyledLine> lines = withCost(Layouts.of(Detail.PACKAGES))
                .draw(Views.building().view(), Views.second(1090), 40, 3, Theme.ASCII);
        assertThat(lines).hasSize(3).last().hasToString("  Cost: $0.39");
    }

    private static Layout withCost(Layout layout) {
        return (view, now, width, height, theme) -> {
            List<StyledLine> lines = new ArrayList<>(layout.draw(view, now, width, height - 1, theme));
            double hours = Objects.requireNonNull(view.elapsed(now)).toSeconds() / 3600.0;
            lines.add(StyledLine.of("  Cost: ")
                    .add("$" + String.format(Locale.ROOT, "%.2f", hours * 1.30), Style.STRONG));
            return lines;
        };
    }

    @Test
    void distinguishesNothingByColourAlone() throws IOException {
        for (Outcome outcome : Outcome.values()) {
            String mark = Theme.PLAIN.mark(outcome);
            assertThat(mark).isNotBlank();
            assertThat(ASCII.mark(outcome)).isNotBlank();
            for (Outcome other : Outcome.values()) {
                boolean same = Style.of(outcome) == Style.of(other);
                assertThat(mark.equals(Theme.PLAIN.mark(other)) && !same)
                        .as("%s and %s differ by colour alone", outcome, other)
                        .isFalse();
            }
        }
        for (Detail detail : Detail.values()) {
            for (Views views : List.of(Views.building(), Views.failing(), Views.everywhere("x"))) {
                assertThat(text(detail, Theme.COLOR, views)).isEqualTo(text(detail, Theme.PLAIN, views));
            }
        }
    }

    private static List<String> text(Detail detail, Theme theme, Views views) {
        return Layouts.of(detail).draw(views.view(), Views.second(1100), 100, 50, theme).stream()
                .map(StyledLine::toString)
                .toList();
    }

    @Test
    void removesControlSequencesFromLogText() {
        assertThat(TextSanitizer.text("a\u001b]0;title\u0007b\tc\u202ed\u009b2J\r\n"))
                .isEqualTo("a]0;titleb    cd2J");
    }
}
