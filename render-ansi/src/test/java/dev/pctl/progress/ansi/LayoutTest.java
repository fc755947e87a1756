package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final Theme ASCII = Theme.ASCII;
    private static final Theme UNICODE = Theme.COLOR;

    @Test
    void levelZeroIsForBeginners() {
        assertThat(drawn(Detail.PHASE, UNICODE, Views.building(), 100, 24)).isEqualTo("""

                        📦 Installing software  40% [=========>              ] (18m:27m)
                          [1/5] gcc@11.3.0  ███████░░░░░░░░░░░ 40% (18m00s elapsed, ~25–32m remaining)
                                └─ Phase: build (compiling from source, this takes a while)

                          Disk: 12 GB used / 45 GB total (26% full)""");
    }

    @Test
    void levelTwoShowsEverything() {
        assertThat(drawn(Detail.EVERYTHING, ASCII, Views.building(), 80, 24)).isEqualTo("""

                        Installing gcc@11.3.0 [1/5]  40% [=========>              ] (18m:27m)
                           ~25-32m remaining, until about 10:45 (based on 3 previous builds)
                          gcc@11.3.0  #######........... 40% (18m00s elapsed, ~25-32m remaining)
                            ,- configure   2m15s  ok
                            |- build      15m45s  <- current
                            |  `- 4823 of 12450 files (38%): gcc/tree-ssa-loop.c
                            `- install           (pending)
                            usually 43-50m, based on 3 previous builds
                            Spec: gcc@11.3.0/aaaaaaa2222222222222222222222222
                          |   CXX   tree-ssa-loop.o
                          Disk /: 12 GB used / 45 GB total (26% full)""");
    }

    @Test
    void aNarrowConsoleGetsTheSameInFewerWords() {
        assertThat(drawn(Detail.PACKAGES, ASCII, Views.building(), 40, 10)).isEqualTo("""
                        gcc [1/5]  40% [=====>       ] (18m:27m)
                           ~25-32m remaining, until about 10:45
                          gcc@11.3.0 40%
                            18m00s elapsed, ~25-32m remaining
                            `- build, 4823 of 12450 files (38%)
                          Disk: 12 of 45 GB used (26%)""");
    }

    @Test
    void whatDoesNotFitIsCounted() {
        Views views = new Views().at(0, new RunFact.Started("image", Map.of()));
        for (int i = 0; i < 20; i++) {
            views.at(i, new PackageFact.Started(PackageRef.of("p" + i, "1"), 1, null, null));
        }
        assertThat(drawn(Detail.PACKAGES, ASCII, views, 40, 10))
                .contains("  and 13 more")
                .contains("p0@1");
    }

    @Property(tries = 300)
    void noLineIsWiderThanTheWindowAndNoScreenHigher(
            @ForAll @IntRange(min = 1, max = 120) int width,
            @ForAll @IntRange(min = 1, max = 50) int height,
            @ForAll @Size(max = 6) List<String> texts,
            @ForAll boolean unicode) {
        Views views = Views.building();
        for (String text : texts) {
            PackageRef pkg = PackageRef.of("p" + text + "宽😀e\u0301", text);
            views.at(
                    20,
                    new PackageFact.Started(pkg, 1, 1, 2),
                    new PhaseFact.Started(pkg, 1, text),
                    new PhaseFact.Steps(pkg, 1, text, 3, null, false, text + "漢字"),
                    new PackageFact.LogLocated(pkg, 1, text),
                    new LogFact.Output(100, pkg, text, null),
                    new SampleFact.Disk(text, 1, 2, 1),
                    new AdviceFact.Raised(new Advice(text, Advice.Severity.INFO, text, null, List.of())));
        }
        for (Detail detail : Detail.values()) {
            List<Line> lines = Layouts.of(detail)
                    .draw(views.view(), Views.second(1090), width, height, unicode ? Theme.PLAIN : Theme.ASCII);
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertThat(lines).allSatisfy(l -> assertThat(l.width()).isBetween(widthOf(l), width));
            assertThat(lines).noneMatch(l -> l.toString().chars().anyMatch(Character::isISOControl));
        }
    }

    /**
     * As a terminal measures it: the library's own measure is not asked. That one may be wider, as with marks for which
     * some terminals take a column of their own.
     */
    private static int widthOf(Line line) {
        return new AttributedString(line.toString()).columnLength();
    }

    private static String drawn(Detail detail, Theme theme, Views views, int width, int height) {
        return Layouts.of(detail).draw(views.view(), Views.second(1090), width, height - 1, theme).stream()
                .map(Line::toString)
                .collect(Collectors.joining("\n"));
    }
}
