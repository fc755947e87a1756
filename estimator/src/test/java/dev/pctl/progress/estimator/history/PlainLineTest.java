package dev.pctl.progress.estimator.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainLineTest {

    private static final String WHOLE =
            "{\"name\":\"a\",\"method\":\"source\",\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1,\"outcome\":\"succeeded\"}";

    private final PlainLine plain = new PlainLine();

    private static BuildRecord general(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return JsonLine.read(bytes, 0, bytes.length).record();
    }

    private RecordFields plain(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return plain.read(bytes, 0, bytes.length);
    }

    @Property
    void readsWhatIsWrittenAsTheGeneralReaderDoes(
            @ForAll @StringLength(max = 12) String text,
            @ForAll @DoubleRange(max = 1e7) double seconds,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long milli,
            @ForAll @IntRange(min = -5, max = 5000) int number,
            @ForAll InstallMethod method,
            @ForAll Outcome outcome)
            throws IOException {
        BuildRecord record = BuildRecord.builder("zlib", Instant.ofEpochMilli(milli), seconds)
                .version("1.2." + number)
                .title(text)
                .method(method)
                .outcome(outcome)
                .cores(number)
                .memoryBytes(milli)
                .use(new BuildRecord.Use(milli, -milli, null))
                .phases(Map.of("build", seconds / 3))
                .steps(Map.of(text, (long) number))
                .marks(Map.of("build 20%", seconds / 4))
                .build();
        String line = RecordJson.write(record);

        RecordFields fields = plain(line);

        boolean isPlain = text.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\');
        assertThat(fields != null || !isPlain || line.contains("E"))
                .as("a plain line is read: %s", line)
                .isTrue();
        if (fields != null) {
            assertThat(fields.record()).isEqualTo(general(line));
        }
    }

    /** These are left to the general reader. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                " {}",
                "{\"name\"",
                "{\"name\":",
                "{\"name\":\"a",
                "{\"name\":\"a\"",
                "{\"name\":\"a\",",
                "{\"name\":\"a\",}",
                "{\"name\":\"a\\n\"}",
                "{\"name\":\"ü\"}",
                "{\"name\": \"a\"}",
                "{\"name\":null}",
                "{\"name\":[1]}",
                "{\"seconds\":01}",
                "{\"seconds\":1.}",
                "{\"seconds\":-}",
                "{\"seconds\":1e3}",
                "{\"seconds\":1.5",
                "{\"phases\":{}}",
                "{\"phases\":{\"a\":1}",
                "{\"phases\":{\"a\":\"x\"}}",
                "{\"other\":{\"a\":1}}",
                "{\"cores\":99999999999}",
                "{\"started\":\"yesterday\"}"
            })
    void leavesWhatIsNotPlain(String line) {
        assertThat(plain(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.1",
                "0.30000000000000004",
                "123456789012.345",
                "1234567890123456789",
                "99999999999.9999",
                "\"1.5\""
            })
    void readsNumbersExactly(String number) throws IOException {
        String line = WHOLE.replace("\"seconds\":1,", "\"seconds\":1,\"phases\":{\"build\":" + number + "},");

        assertThat(plain(line).record()).isEqualTo(general(line));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20, 100})
    void isNotConfusedByWhatStandsAroundTheLine(int cut) throws IOException {
        byte[] around = ("\"}," + WHOLE + WHOLE).getBytes(StandardCharsets.UTF_8);

        assertThat(plain.read(around, 3, WHOLE.length()).record()).isEqualTo(general(WHOLE));
        assertThat(plain.read(around, 3, WHOLE.length() - 1 - cut)).isNull();
    }
}
