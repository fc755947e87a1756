package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.PlainRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares a few screens of recorded builds with those that were looked at and approved, in
 * {@code src/test/resources/screens}. Behind the lines of coloured screens are the styles of their columns. Whoever changes
 * the screens on purpose runs this test with {@code -Dscreens.approve=true}, and looks at the difference.
 */
class ScreensTest {

    private static final Path APPROVED = Path.of("src/test/resources/screens");
    private static final int END = 100;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "level0-80, 0.23-pctl, 45, 0, 80, 24, COLOR",
        "level1-40-ascii, 0.23-pctl, 45, 1, 40, 10, ASCII",
        "level1-80, 0.23-pctl, 45, 1, 80, 24, COLOR",
        "level2-80-ascii, 0.23-pctl, 80, 2, 80, 24, ASCII",
        "level2-200, 0.23-pctl, 80, 2, 200, 50, COLOR",
        "several-packages-80, 1.1-two-at-once, 45, 1, 80, 24, COLOR",
        "output-80, 0.23-verbose, 45, 2, 80, 24, COLOR",
        "failure-80, 0.23-compile-error, 100, 1, 80, 48, COLOR",
        "failure-40-ascii, 0.23-compile-error, 100, 1, 40, 96, ASCII",
        "several-failures-80, 1.3-plain-fail-fast, 100, 1, 80, 96, COLOR",
        "success-80, 0.23-pctl, 100, 1, 80, 24, COLOR",
    })
    void screenIsTheApprovedOne(
            String name, String recording, int percent, int level, int columns, int rows, String theme)
            throws IOException {
        boolean color = theme.equals("COLOR");
        EmulatedScreen screen = new EmulatedScreen(columns, rows);
        AnsiRenderer renderer =
                AnsiRenderer.of(screen, columns, rows, Detail.of(level), color ? Theme.COLOR : Theme.ASCII);
        RecordedShow show = new RecordedShow(recording, List.of(renderer));
        for (int part = 5; part <= percent && part < END; part += 5) {
            show.playTo(part);
        }
        if (percent == END) {
            show.finish();
        }
        assertApproved(name, String.join("\n", color ? screen.linesWithStyles() : screen.lines()) + '\n');
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"plain-failure, 1.3-tty-fetch-error, ASCII"})
    void plainLinesAreTheApprovedOnes(String name, String recording) throws IOException {
        StringWriter lines = new StringWriter();
        RecordedShow show =
                new RecordedShow(recording, List.of(PlainRenderer.of(lines, Detail.EVERYTHING, Theme.ASCII)));
        for (int percent = 0; percent < END; percent++) {
            show.playTo(percent);
        }
        show.finish();
        assertApproved(name, lines.toString());
    }

    private static void assertApproved(String name, String text) throws IOException {
        Path approved = APPROVED.resolve(name + ".txt");
        if (Boolean.getBoolean("screens.approve")) {
            Files.createDirectories(APPROVED);
            Files.writeString(approved, text);
        }
        assertThat(text).isEqualTo(Files.readString(approved));
    }
}
