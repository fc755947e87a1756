package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.PlainRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.spi.Renderer;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every recording to displays of all levels and several sizes, and checks what must hold of each of them. */
class RecordedScreensTest {

    private static final int[][] WINDOWS = {{40, 10}, {80, 24}, {200, 50}};
    private static final int FRAMES = 20;

    /** All that the display may write besides text. */
    private static final Pattern OWN_SEQUENCES =
            Pattern.compile("\u001b\\[\\?(2026|25|7)[hl]|\u001b\\[[KJ]|\u001b\\[\\d+[ABC]|\u001b\\[[0-9;]*m");

    private static final Pattern PERCENT = Pattern.compile("^📦 .* {2}(\\d+)% ");

    /** Plural after one, words that are repeated, and ranges wider than tenfold. */
    private static final Pattern CLUMSY = Pattern.compile("\\b1 (packages|files|steps|dependencies|warnings|lines)\\b"
            + "|\\b(Phase|Disk|Error|Log|Fix|remaining|elapsed|usually):? +\\2\\b|\\d+s[–-]\\d+h");

    /** The file that is named may be wider than the window, on a line of its own. */
    private static final Pattern FILE_ALONE = Pattern.compile(" *[^ ]*/[^ ]*");

    static List<String> recordings() throws IOException {
        return RecordedShow.recordings();
    }

    /** A display with what was written to it. */
    private static final class Shown extends FilterWriter {

        private final StringBuilder written = new StringBuilder();
        private final EmulatedScreen screen;
        private final int columns;
        private int percent;

        Shown(int[] window) {
            super(new EmulatedScreen(window[0], window[1]));
            this.screen = (EmulatedScreen) out;
            this.columns = window[0];
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            written.append(text, offset, offset + length);
            super.write(text, offset, length);
        }

        void assertPercentageGrows() {
            Optional<Matcher> header = screen.lines().stream()
                    .map(PERCENT::matcher)
                    .filter(Matcher::find)
                    .findFirst();
            header.ifPresent(h -> {
                int now = Integer.parseInt(h.group(1));
                assertThat(now).isGreaterThanOrEqualTo(percent);
                percent = now;
            });
        }

        void assertWellFormed() {
            String text = OWN_SEQUENCES.matcher(written).replaceAll("");
            assertThat(text).doesNotContainPattern("[\\p{Cc}&&[^\r\n]]").doesNotContainPattern(CLUMSY);
            assertThat(text.split("[\r\n]+"))
                    .allSatisfy(l -> assertThat(new AttributedString(l).columnLength() <= columns
                                    || FILE_ALONE.matcher(l).matches())
                            .as("wider than %d: %s", columns, l)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyDisplayIsWellFormed(String name) throws IOException {
        Map<String, Map<Theme, Shown>> displays = new LinkedHashMap<>();
        List<Renderer> renderers = new ArrayList<>();
        for (Detail detail : Detail.values()) {
            for (int[] window : WINDOWS) {
                Map<Theme, Shown> looks = new LinkedHashMap<>();
                for (Theme theme : List.of(Theme.COLOR, Theme.PLAIN, Theme.ASCII)) {
                    Shown shown = new Shown(window);
                    looks.put(theme, shown);
                    renderers.add(AnsiRenderer.of(shown, window[0], window[1], detail, theme));
                }
                displays.put(detail + " " + window[0], looks);
            }
        }
        RecordedShow show = new RecordedShow(name, renderers);
        for (int frame = 1; frame < FRAMES; frame++) {
            show.playTo(100 * frame / FRAMES);
            displays.values().forEach(RecordedScreensTest::assertConsistent);
        }
        show.finish();
        displays.values().forEach(RecordedScreensTest::assertConsistent);
        displays.values().forEach(looks -> looks.values().forEach(Shown::assertWellFormed));
    }

    private static void assertConsistent(Map<Theme, Shown> looks) {
        assertThat(looks.get(Theme.PLAIN).screen.lines())
                .as("colours change no text")
                .isEqualTo(looks.get(Theme.COLOR).screen.lines());
        assertThat(looks.get(Theme.ASCII).screen.lines())
                .noneMatch(l -> l.chars().anyMatch(c -> c > '~'));
        looks.get(Theme.COLOR).assertPercentageGrows();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void plainLinesAndDisplayReportEachEndAndFailureOnce(String name) throws IOException {
        StringWriter plain = new StringWriter();
        Shown display = new Shown(new int[] {200, 50});
        RecordedShow show = new RecordedShow(
                name,
                List.of(
                        PlainRenderer.of(plain, Detail.PACKAGES, Theme.PLAIN),
                        AnsiRenderer.of(display, 200, 50, Detail.PACKAGES, Theme.PLAIN)));
        for (int frame = 1; frame < FRAMES; frame++) {
            show.playTo(100 * frame / FRAMES);
        }
        show.finish();
        List<String> lines = plain.toString()
                .lines()
                .map(l -> l.substring(Math.min(9, l.length())))
                .toList();
        assertThat(lines).as("no bare times").doesNotContain("");
        List<String> ends = lines.stream().filter(l -> l.matches(" *[✓✗○⚠] .*")).toList();
        assertThat(ends).filteredOn(l -> !l.contains("⚠ Disk")).doesNotHaveDuplicates();
        String shown = OWN_SEQUENCES.matcher(display.written).replaceAll("");
        assertThat(ends).allSatisfy(l -> assertThat(shown).contains(l.substring(0, Math.min(100, l.length()))));
    }
}
