package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.internal.text.RunSummary;
import dev.pctl.progress.ansi.internal.text.ScrollbackLog;
import dev.pctl.progress.ansi.layout.Layouts;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final Theme ASCII = Theme.ASCII;
    private static final Theme UNICODE = Theme.COLOR;

    @Test
    void levelZeroShowsPackagePhaseAndDisk() {
        assertThat(drawn(Detail.PHASE, UNICODE, Views.building(), 100, 24)).isEqualTo("""

                        📦 Installing software  40% [=========>              ] (18m:27m)
                          [1/5] gcc@11.3.0  ███████░░░░░░░░░░░ 40% (18m00s elapsed, ~25–32m remaining)
                                └─ Phase: build (compiling from source, this takes a while)

                          Disk: 12 GB used / 45 GB total (26% full), 33 GB free""");
    }

    @Test
    void severalWorkersAreNamedAndASilentOneIsReported() {
        Views views = Views.building().from("node2", 0, new RunFact.Heartbeat());
        for (Detail detail : Detail.values()) {
            assertThat(drawn(detail, ASCII, views, 100, 24))
                    .contains("gcc@11.3.0 on main", "! node2 is silent since 10:00 (18m)");
        }
    }

    @Test
    void levelTwoShowsPhasesForecastsAndOutput() {
        assertThat(drawn(Detail.EVERYTHING, ASCII, Views.building(), 80, 24)).isEqualTo("""

                        Installing gcc@11.3.0 [1/5]  40% [=========>              ] (18m:27m)
                           ~25-32m remaining, done around 10:45 (based on 3 previous builds)
                          gcc@11.3.0  #######........... 40% (18m00s elapsed, ~25-32m remaining)
                            ,- configure   2m15s  ok
                            |- build      15m45s  <- current
                            |  `- 4823 of 12450 files (38%): gcc/tree-ssa-loop.c
                            `- install           (pending)
                            usually 43-50m, based on 3 previous builds
                            Spec: gcc@11.3.0/aaaaaaa2222222222222222222222222
                          |   CXX   tree-ssa-loop.o
                          Disk /: 12 GB used / 45 GB total (26% full), 33 GB free""");
    }

    @Test
    void usesShorterPhrasesInANarrowWindow() {
        assertThat(drawn(Detail.PACKAGES, ASCII, Views.building(), 40, 10)).isEqualTo("""
                        gcc [1/5]  40% [=====>       ] (18m:27m)
                           ~25-32m remaining, done around 10:45
                          gcc@11.3.0 40%
                            18m00s elapsed, ~25-32m remaining
                            `- build, 4823 of 12450 files (38%)
                          Disk: 12 of 45 GB used (26%)""");
    }

    @Test
    void countsPackagesThatDoNotFit() {
        Views views = new Views().at(0, new RunFact.Started("image", Map.of()));
        for (int i = 0; i < 20; i++) {
            views.at(i, new PackageFact.Started(PackageRef.of("p" + i, "1"), 1, null, null));
        }
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 40, 10))
                .contains("  and 13 more")
                .contains("p0@1");
    }

    private static final List<Theme> THEMES = List.of(
            Theme.ASCII,
            Theme.PLAIN,
            Theme.COLOR,
            Theme.LIGHT,
            Theme.COLOR.with(Symbol.RUN, "宽宽 ").with(Symbol.ELLIPSIS, "……").with(Symbol.BAR_FULL, "=="));

    @Property(tries = 150)
    void fitsTheWindowWhateverTheText(
            @ForAll @IntRange(min = 1, max = 220) int width,
            @ForAll @IntRange(min = 0, max = 60) int height,
            @ForAll String text,
            @ForAll @IntRange(min = 1, max = 12) int repeated,
            @ForAll @IntRange(min = 0, max = 4) int theme) {
        RunView view = Views.everywhere((text + "宽😀e\u0301").repeat(repeated))
                .at(9, new PackageFact.Started(PackageRef.of("漢字" + text, "1"), 1, 3, 4))
                .view();
        for (Detail detail : Detail.values()) {
            List<StyledLine> lines = Layouts.of(detail).draw(view, Views.second(10), width, height, THEMES.get(theme));
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertFit(lines, width);
        }
    }

    /** The scrollback log and the summary. A file of which the path is too long is alone on its line. */
    @Property(tries = 60)
    void wrapsStayingLinesToTheWindow(
            @ForAll @IntRange(min = 8, max = 220) int width,
            @ForAll String text,
            @ForAll @IntRange(min = 1, max = 12) int repeated,
            @ForAll @IntRange(min = 0, max = 3) int theme) {
        Theme look = THEMES.get(theme);
        Views views = Views.everywhere((text + "宽 😀e\u0301").repeat(repeated));
        List<StyledLine> lines = new ArrayList<>();
        lines.addAll(new ScrollbackLog(Detail.EVERYTHING, look, true).news(views.view(), Views.second(10)));
        views.at(11, new RunFact.Finished(Outcome.FAILED, text));
        lines.addAll(new RunSummary(look).lines(views.view(), Views.second(12)));
        lines.forEach(l -> assertFit(
                l.in(look).wrap(width, look).stream()
                        .filter(w -> w.width() <= width || !isFile(w))
                        .toList(),
                width));
    }

    private static boolean isFile(StyledLine line) {
        return line.pieces().stream().allMatch(p -> p.path() != null || p.text().isBlank())
                && line.toString().strip().indexOf(' ') < 0;
    }

    private static void assertFit(List<StyledLine> lines, int width) {
        assertThat(lines)
                .allSatisfy(l -> assertThat(l.width())
                        .as(l.toString())
                        .isGreaterThanOrEqualTo(widthOf(l))
                        .isLessThanOrEqualTo(width));
        assertThat(lines).noneMatch(l -> l.toString().chars().anyMatch(Character::isISOControl));
    }

    /**
     * As a terminal measures it: the library's own measure is not asked. That one may be wider, as with marks for which
     * some terminals take a column of their own.
     */
    private static int widthOf(StyledLine line) {
        return new AttributedString(line.toString()).columnLength();
    }

    @Test
    void showsAnOpenQuestionLastWithChoicesAndTimeLeft() {
        Question question = Question.continueAnyway(Duration.ofMinutes(5));
        Advice advice = new Advice("disk", Advice.Severity.CRITICAL, "Disk / is full", null, List.of());
        Views views = Views.building()
                .at(1080, new AdviceFact.Raised(advice.asking(question)))
                .at(1080, new AdviceFact.Asked("disk", Views.second(1380)));
        for (Detail detail : Detail.values()) {
            assertThat(drawn(detail, UNICODE, views, 80, 24))
                    .endsWith("❓ Continue anyway? continue, pause or stop (continues in 4m50s)");
        }
        assertThat(drawn(Detail.PHASE, ASCII, views, 40, 10)).endsWith("? Continue anyway? (continue in 4m50s)");
        assertThat(drawn(Detail.PHASE, ASCII, views, 40, 4))
                .as("nothing matters more")
                .endsWith("? Continue anyway? (continue in 4m50s)");
        assertThat(drawnAt(1400, views)).as("its time is over").doesNotContain("Continue anyway?");
        views.at(1091, new AdviceFact.Decided("disk", Decision.STOP, false));
        assertThat(drawn(Detail.PHASE, UNICODE, views, 80, 24)).doesNotContain("Continue anyway?");
    }

    private static String drawnAt(int second, Views views) {
        return Layouts.of(Detail.PHASE).draw(views.view(), Views.second(second), 80, 23, UNICODE).stream()
                .map(StyledLine::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void showsHowLongPhasesUsuallyTake() {
        Views views = Views.building()
                .at(1080, new ForecastFact.PhaseTotal(Views.GCC, "build", Views.forecast(2400, 2500, 2700)))
                .at(1080, new ForecastFact.PhaseTotal(Views.GCC, "install", Views.forecast(50, 60, 70)));
        assertThat(drawn(Detail.EVERYTHING, ASCII, views, 80, 24))
                .contains("|- build      15m45s  <- current  usually 40-45m\n")
                .contains("`- install           (pending, usually 50s-1m)\n");
        assertThat(drawn(Detail.EVERYTHING, ASCII, views, 40, 24))
                .contains("|- build      15m45s  <- current\n")
                .contains("`- install           (pending)\n");
    }

    @Test
    void showsTheEndOfALongPathInTheFooter() {
        String stage = "/tmp/root/spack-stage/spack-stage-gcc-11.3.0-54k63jlf3k5cmgoa2wkjvdzikpj4sffx";
        Views views = Views.failing().at(1096, new PackageFact.Started(Views.ZLIB, 2, null, null));
        views.at(1097, new PackageFact.LogLocated(Views.ZLIB, 2, stage + "/spack-build-out.txt"));
        assertThat(drawn(Detail.EVERYTHING, UNICODE, views, 80, 30))
                .contains("  ✗ gcc@11.3.0 failed in the build phase (compile)  …/spack-build-out.txt:145\n")
                .contains("    Log: …/spack-build-out.txt\n");
        assertThat(drawn(Detail.PHASE, UNICODE, views, 40, 30)).contains("  ✗ gcc@11.3.0 failed (compile)\n");
    }

    @Test
    void omitsWholeColumnsOfATableThatDoNotFit() {
        Views views = Views.building()
                .at(20, new PackageFact.Started(PackageRef.of("openmpi", "4.1.4"), 1, 3, 4))
                .at(20, new ForecastFact.PackageTotal(PackageRef.of("openmpi", "4.1.4"), Views.forecast(40, 60, 90)));
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 80, 24))
                .contains("  * gcc@11.3.0     ####......  40% 18m00s  build      4823 of 12450 files (38%)\n")
                .contains("  * openmpi@4.1.4  #########.  99% 17m50s  preparing  longer than usual\n");
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 40, 24))
                .contains("  * gcc@11.3.0     40% 18m00s  build\n")
                .contains("  * openmpi@4.1.4  99% 17m50s  preparing\n");
    }

    @Test
    void showsNoPercentageUntilOneIsKnown() {
        Views views = new Views().at(0, new RunFact.Started("image", Map.of()));
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 80, 24)).isEqualTo("""

                        image  (18m)
                          `- waiting for the first output""");
        views.at(1, new LogFact.Output(1, null, "==> Concretizing"));
        assertThat(drawn(Detail.EVERYTHING, ASCII, views, 80, 24)).isEqualTo("""

                        image  (18m)
                          `- working out what to install
                          | ==> Concretizing""");
        views.at(2, new PackageFact.Started(PackageRef.of("gcc", "13"), 1, null, null));
        assertThat(drawn(Detail.PHASE, ASCII, views, 80, 24)).contains("\nInstalling software  (18m)\n");
        views.at(3, new RunFact.StatusReported(0.0, "Installing"));
        assertThat(drawn(Detail.PHASE, ASCII, views, 80, 24)).contains("\nInstalling software  0% [>");
    }

    @Test
    void listsDependenciesThatNeedAttentionFirst() {
        PackageRef isl = PackageRef.of("isl", "0.24");
        PackageRef gmp = PackageRef.of("gmp", "6.2.1");
        PackageRef mpc = PackageRef.of("mpc", "1.2.1");
        PackageRef mpfr = PackageRef.of("mpfr", "4.1.0");
        PackageRef glibc = PackageRef.of("glibc", "2.36");
        Views views = Views.building()
                .at(
                        5,
                        new PlanFact.Planned(List.of(
                                new PlanFact.Node(Views.GCC, true, null, List.of(isl.id(), mpc.id(), Views.ZLIB.id())),
                                new PlanFact.Node(isl, false, InstallMethod.SOURCE, List.of()),
                                new PlanFact.Node(
                                        mpc, false, InstallMethod.BINARY_CACHE, List.of(mpfr.id(), glibc.id())),
                                new PlanFact.Node(mpfr, false, null, List.of(gmp.id(), "unknown@1")),
                                new PlanFact.Node(gmp, false, null, List.of()),
                                new PlanFact.Node(glibc, false, InstallMethod.EXTERNAL, List.of()))))
                .at(20, new PackageFact.Started(gmp, 1, null, null))
                .at(21, PackageFact.failed(mpfr));
        assertThat(drawn(Detail.EVERYTHING, UNICODE, views, 120, 40)).contains("""
                            7 dependencies: 2 installed, 1 in progress, 1 from cache, 1 to build, 1 failed, 1 unknown
                              mpfr@4.1.0 ✗, gmp@6.2.1 ●, isl@0.24 ·, mpc@1.2.1 ·, zlib@1.2.13 ✓, glibc@2.36 ✓
                        """.indent(0));
        assertThat(drawn(Detail.EVERYTHING, ASCII, views, 50, 40))
                .contains("      mpfr@4.1.0 FAILED, gmp@6.2.1 * and 4 more\n");
    }

    @Test
    void handlesAPlanThatIsDeeperThanTheStack() throws IOException {
        List<PlanFact.Node> nodes = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            PackageRef ref = PackageRef.of("p" + i, "1");
            nodes.add(new PlanFact.Node(ref, i == 0, null, List.of("p" + (i + 1) + "@1")));
        }
        Views views = new Views()
                .at(0, new RunFact.Started("image", Map.of()), new PlanFact.Planned(nodes))
                .at(1, new PackageFact.Started(PackageRef.of("p0", "1"), 1, null, null));
        StringWriter out = new StringWriter();
        try (AnsiRenderer renderer = AnsiRenderer.of(out, 80, 24, Detail.EVERYTHING, ASCII)) {
            renderer.render(views.view(), Views.second(2));
        }
        assertThat(out.toString())
                .contains("20000 dependencies: 19999 to build, 1 unknown")
                .contains("Plan: 20000 total");
    }

    @Test
    void showsTheCostIfAPriceIsStated() {
        Views views = new Views()
                .at(0, new RunFact.Started("image", Map.of()))
                .at(0, new RunFact.Priced(new Price(new BigDecimal("0.68"), "EUR")));
        views.at(3600, new RunFact.Heartbeat());
        for (Detail detail : List.of(Detail.PACKAGES, Detail.EVERYTHING)) {
            assertThat(Layouts.of(detail).draw(views.view(), Views.second(3600), 80, 24, ASCII))
                    .extracting(StyledLine::toString)
                    .contains("   Cost: 0.68 EUR so far");
        }

        views.at(7200, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(new RunSummary(ASCII).lines(views.view(), Views.second(9000)))
                .extracting(StyledLine::toString)
                .contains("  Cost: 1.36 EUR");
    }

    @Test
    void countsPackagesIfThereIsAPlan() {
        Views views = Views.building()
                .at(
                        5,
                        new PlanFact.Planned(List.of(
                                new PlanFact.Node(PackageRef.of("openmpi", "4.1.4"), true, null, List.of()),
                                new PlanFact.Node(
                                        PackageRef.of("glibc", "2.36"), true, InstallMethod.EXTERNAL, List.of()))));
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 80, 24))
                .contains("\n   1 of 3 packages done, 1 in progress, 1 waiting\n");
        assertThat(drawn(Detail.PACKAGES, ASCII, Views.building(), 80, 24)).doesNotContain("packages done");
    }

    private static String drawn(Detail detail, Theme theme, Views views, int width, int height) {
        return Layouts.of(detail).draw(views.view(), Views.second(1090), width, height - 1, theme).stream()
                .map(StyledLine::toString)
                .collect(Collectors.joining("\n"));
    }
}
