package dev.pctl.progress.buildlog;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StandardRulesTest {

    /** The library compiles its own expressions only when they are tried; rules of hosts are checked at once. */
    @Test
    void everyExpressionOfTheStandardRulesCompiles() throws Exception {
        try (InputStream in = FailureRules.class.getResourceAsStream("failure-rules.txt")) {
            InputStream present = Objects.requireNonNull(in);
            assertThatCode(() -> FailureRules.standard()
                            .with(new InputStreamReader(present, StandardCharsets.UTF_8), "failure-rules.txt"))
                    .doesNotThrowAnyException();
        }
    }
}
