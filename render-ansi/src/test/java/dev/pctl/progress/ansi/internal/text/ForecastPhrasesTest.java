package dev.pctl.progress.ansi.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastPhrasesTest {

    private final ForecastPhrases phrases = new ForecastPhrases(Theme.ASCII);

    @ParameterizedTest
    @CsvSource({
        // seconds of p10, p50, p90; earlier builds; total; left
        "2600, 2700, 3000, 3, 43-50m, ~43-50m",
        "60, 120, 599, 0, 1-10m, ~1-10m",
        "12, 600, 12240, 0, 'about 10m, rough guess', about 10m",
        "0, 600, 12240, 0, 'about 10m, rough guess', about 10m",
        "0, 0, 40, 0, up to 40s, up to 40s",
        "0, 30, 120, 3, up to 2m, up to 2m"
    })
    void printsNoRangeWiderThanTenfold(int p10, int p50, int p90, int builds, String total, String left) {
        Forecast forecast = new Forecast(
                Duration.ofSeconds(p10), Duration.ofSeconds(p50), Duration.ofSeconds(p90), "of some kind", builds);
        assertThat(phrases.total(forecast)).isEqualTo(total);
        assertThat(phrases.left(forecast)).isEqualTo(left);
    }
}
