package dev.pctl.progress.internal.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {

    @Test
    void readsEveryKindOfValueWithoutNulls() throws IOException {
        assertThat(JsonValues.read("""
                        {"text": "ä", "number": 1.10, "yes": true, "none": null, "list": [1, null, {"no": false}]}
                        """))
                .isEqualTo(Map.of(
                        "text",
                        "ä",
                        "number",
                        new BigDecimal("1.10"),
                        "yes",
                        true,
                        "list",
                        List.of(BigDecimal.ONE, Map.of("no", false))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1,", "{\"a\":}", "nonsense", "{\"a\" 1}"})
    void throwsForWhatIsNotJson(String text) {
        assertThatThrownBy(() -> JsonValues.read(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesDeepNesting() {
        assertThatThrownBy(() -> JsonValues.read("[".repeat(200) + "]".repeat(200)))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void leavesStreamOpen() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream("[1]".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(JsonValues.read(in)).isEqualTo(List.of(BigDecimal.ONE));
        assertThat(closed[0]).isFalse();
    }

    @Test
    void treatsEverythingButAnObjectAsEmptyObject() {
        assertThat(JsonValues.object(List.of(1))).isEmpty();
        assertThat(JsonValues.object(null)).isEmpty();
    }
}
