package dev.pctl.progress.ansi.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "512, 512 B",
        "1023, 1023 B",
        "1024, 1 kB",
        "1536, 1.5 kB",
        "13207024435, 12.3 GB",
        "48318382080, 45 GB",
        "270582939648, 252 GB",
        "-5, 0 B",
        "9223372036854775807, 8 EB"
    })
    void formatsSizes(long bytes, String text) {
        assertThat(Formats.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.999, 99%", "1, 100%", "0.29, 29%", "7, 100%", "-1, 0%"})
    void formatsPercentages(double share, String text) {
        assertThat(Formats.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s, 0.0s, 0s",
        "6730, 6s, 6.7s, 6s",
        "59999, 59s, 1m00s, 59s",
        "272090, 5m, 4m32s, 4m32s",
        "3600000, 1h00m, 1h00m, 1h00m",
        "3725000, 1h02m, 1h02m, 1h02m",
        "-1, 0s, 0.0s, 0s"
    })
    void formatsDurations(long millis, String brief, String precise, String ticking) {
        Duration length = Duration.ofMillis(millis);
        assertThat(Formats.brief(length)).isEqualTo(brief);
        assertThat(Formats.precise(length)).isEqualTo(precise);
        assertThat(Formats.ticking(length)).isEqualTo(ticking);
    }

    @ParameterizedTest
    @CsvSource({"24, 31, 24-31 GB", "31, 31, 31 GB", "1, 1500, 1 GB-1.5 TB", "9, 10, 9-10 GB"})
    void formatsRangesOfSizes(long from, long to, String text) {
        assertThat(Formats.sizes(from << 30, to << 30, "-")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B/min, 0 B/s", "1048576, 60 MB/min, 1 MB/s", "14316558, 819 MB/min, 13.7 MB/s"})
    void formatsRates(double bytesPerSecond, String perMinute, String perSecond) {
        assertThat(Formats.perMinute(bytesPerSecond)).isEqualTo(perMinute);
        assertThat(Formats.perSecond(bytesPerSecond)).isEqualTo(perSecond);
    }

    @ParameterizedTest
    @CsvSource({
        "30, just now",
        "60, 1 minute ago",
        "7200, 2 hours ago",
        "86400, 1 day ago",
        "604800, 1 week ago",
        "5270400, 2 months ago",
        "31536000, 1 year ago"
    })
    void formatsAges(long seconds, String text) {
        assertThat(Formats.ago(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 packages", "1, 1 package", "2, 2 packages"})
    void formatsCounts(long number, String text) {
        assertThat(Formats.count(number, "package", "packages")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"UTC, 09:05", "Asia/Tokyo, 18:05", "America/New_York, 04:05"})
    void formatsTimesOfDay(String zone, String text) {
        assertThat(Formats.timeOfDay(Instant.parse("2026-01-01T09:05:59Z"), ZoneId.of(zone)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1500, 1860, 25-31m",
        "45, 120, 45s-2m",
        "30, 30, 30s",
        "3000, 3900, 50m-1h05m",
        "4000, 5000, 1h07m-1h23m"
    })
    void formatsRangesOfDurations(long from, long to, String text) {
        assertThat(Formats.range(Duration.ofSeconds(from), Duration.ofSeconds(to), "-"))
                .isEqualTo(text);
    }
}
