package dev.pctl.progress.buildlog.internal.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher.Word;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Lines and the words in them do not depend on how the bytes are chunked. */
class LineSplitterTest {

    private static final LiteralMatcher WORDS = new LiteralMatcher(List.of(
            new Word(" -c ", false, 1),
            new Word(" -c\t", false, 2),
            new Word("==> ", false, 4),
            new Word("Error: ", true, 8),
            new Word("no such file", false, 16)));

    /** A line as the splitter returns it. */
    private record Line(String text, boolean overwritten, long words) {}

    @Provide
    Arbitrary<String> logs() {
        Arbitrary<String> piece = Arbitraries.of(
                " -c ",
                " -c\t",
                "==> ",
                "error: ",
                "Error: ",
                "no such file",
                "\n",
                "\r\n",
                "\r",
                "\t",
                "\u001b",
                "\u001b[1E",
                "\u001b[12F",
                "\u001b[0J",
                "ä",
                " ",
                "x",
                "-",
                "=> ",
                "no such",
                "\n\n",
                "gcc -O2 -o file.o");
        return piece.list().ofMaxSize(40).map(pieces -> String.join("", pieces));
    }

    @Example
    void emptyLineAtEndOfLongChunkIsWithinBounds() {
        String log = "x".repeat(300) + "\n\r";

        assertThat(split(log, 1_000)).extracting(Line::text).containsExactly("x".repeat(300), "");
    }

    @Property(tries = 1500)
    void chunkSizeChangesNeitherLinesNorTheirWords(
            @ForAll @From("logs") String log, @ForAll @IntRange(min = 1, max = 90) int size) {
        List<Line> whole = split(log, 1_000);
        assertThat(split(log, size)).isEqualTo(whole);
        assertThat(String.join("", whole.stream().map(Line::text).toList()))
                .isEqualTo(log.replace("\n", "").replace("\r", ""));
    }

    private static List<Line> split(String log, int size) {
        List<Line> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(WORDS);
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += size) {
            splitter.begin(bytes, at, Math.min(size, bytes.length - at));
            while (splitter.next()) {
                lines.add(current(splitter));
            }
        }
        splitter.finish();
        while (splitter.next()) {
            lines.add(current(splitter));
        }
        return lines;
    }

    private static Line current(LineSplitter splitter) {
        byte[] bytes = splitter.bytes();
        int end = splitter.offset() + splitter.length();
        long expected = WORDS.find(bytes, splitter.offset(), end);
        String text = new String(bytes, splitter.offset(), splitter.length(), StandardCharsets.UTF_8);
        assertThat(splitter.marks() & expected).as(text).isEqualTo(expected);
        assertThat(splitter.isPlain())
                .as(text)
                .isEqualTo(text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f)));
        return new Line(text, splitter.isOverwritten(), expected);
    }
}
