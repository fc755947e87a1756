package dev.pctl.progress.estimator.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BuildRecordCodecTest {

    private static final String LINE =
            "{\"unit\":\"root\",\"name\":\"zlib\",\"version\":\"1.3\",\"hash\":\"abc\",\"variant\":\"+x\",\"method\":\"binary-cache\","
                    + "\"started\":\"2026-01-01T00:00:00Z\",\"seconds\":1.5,\"outcome\":\"failed\",\"session\":\"s\",\"title\":\"t\","
                    + "\"machine\":\"m\",\"compiler\":\"gcc@12\",\"cores\":16,\"memory\":32,\"peakDisk\":3,\"leftDisk\":-2,"
                    + "\"peakMemory\":1,\"cause\":\"disk-full\",\"phases\":{\"configure\":0.5,\"build\":1.0},\"steps\":{\"build\":7},"
                    + "\"marks\":{\"build\":0.5,\"build 20%\":0.7}}";

    private static BuildRecord read(String line) throws IOException {
        byte[] bytes = ("}{" + line + "{").getBytes(StandardCharsets.UTF_8);
        return new BuildRecordCodec().read("file", bytes, 2, bytes.length - 3);
    }

    private static Map<String, Double> ordered(String one, double first, String two, double second) {
        Map<String, Double> map = new LinkedHashMap<>();
        map.put(one, first);
        map.put(two, second);
        return map;
    }

    @Test
    void readsAndWritesTheDocumentedFormat() throws IOException {
        BuildRecord record = BuildRecord.builder("zlib", Instant.parse("2026-01-01T00:00:00Z"), 1.5)
                .unit(BuildRecord.Unit.ROOT)
                .version("1.3")
                .hash("abc")
                .variant("+x")
                .method(InstallMethod.BINARY_CACHE)
                .outcome(Outcome.FAILED)
                .session("s")
                .title("t")
                .machine("m")
                .compiler("gcc@12")
                .cores(16)
                .memoryBytes(32L)
                .use(new BuildRecord.Use(3L, -2L, 1L))
                .cause("disk-full")
                .phases(ordered("configure", 0.5, "build", 1))
                .steps(Map.of("build", 7L))
                .marks(ordered("build", 0.5, "build 20%", 0.7))
                .build();

        assertThat(BuildRecordCodec.write(record)).isEqualTo(LINE);
        assertThat(read(LINE)).isEqualTo(record).hasToString(LINE);
    }

    @Property(tries = 300)
    void readsWhatItWrote(
            @ForAll @StringLength(min = 1, max = 12) String text,
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long millis,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long started,
            @ForAll @IntRange(min = -5, max = 5000) int number,
            @ForAll InstallMethod method,
            @ForAll Outcome outcome)
            throws IOException {
        BuildRecord record = BuildRecord.builder(text, Instant.ofEpochMilli(started), millis / 1000.0)
                .title(text)
                .method(method)
                .outcome(outcome)
                .cores(number)
                .phases(Map.of(text, millis / 1000.0))
                .steps(Map.of(text, millis))
                .build();

        assertThat(read(BuildRecordCodec.write(record))).isEqualTo(record);
    }
}
