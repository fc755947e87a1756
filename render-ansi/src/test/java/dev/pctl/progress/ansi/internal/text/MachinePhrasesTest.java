package dev.pctl.progress.ansi.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.internal.text.MachinePhrases.FileSystem;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachinePhrasesTest {

    private static final long GB = 1L << 30;

    private final MachinePhrases phrases = new MachinePhrases(Theme.ASCII);

    @Test
    void printsPathsOfOneFileSystemOnOneLine() {
        List<FileSystem> systems = MachinePhrases.fileSystems(List.of(
                new SampleFact.Disk("/", 12 * GB, 45 * GB, 33 * GB),
                new SampleFact.Disk("/data", 12 * GB, 100 * GB, 88 * GB),
                new SampleFact.Disk("/tmp", 12 * GB + (1 << 20), 45 * GB, 33 * GB - (1 << 20))));
        assertThat(systems)
                .map(s -> phrases.disk(s, true, 80))
                .containsExactly(
                        "Disk /, /tmp: 12 GB used / 45 GB total (26% full), 33 GB free",
                        "Disk /data: 12 GB used / 100 GB total (12% full), 88 GB free");
    }

    @Test
    void printsThePercentageOfTheFiguresBesideItWhateverIsReserved() {
        List<FileSystem> systems =
                MachinePhrases.fileSystems(List.of(new SampleFact.Disk("/", 28 * GB, 252 * GB, 70 * GB)));
        FileSystem disk = systems.get(0);
        assertThat(phrases.disk(disk, false, 80)).isEqualTo("Disk: 28 GB used / 252 GB total (11% full), 70 GB free");
        assertThat(phrases.disk(disk, false, 50)).isEqualTo("Disk: 28 GB used / 252 GB total (11% full)");
        assertThat(phrases.disk(disk, false, 30)).isEqualTo("Disk: 28 of 252 GB used (11%)");
    }

    @Test
    void leavesOutThatADiskIsFullInMoreThanADay() {
        assertThat(phrases.outlook(fullIn(Duration.ofHours(300)))).isEqualTo("growing 60 MB/min");
        assertThat(phrases.outlook(fullIn(Duration.ofHours(3))))
                .isEqualTo("growing 60 MB/min, full in ~3h00m-6h00m (at risk)");
    }

    private static ForecastFact.DiskOutlook fullIn(Duration time) {
        Forecast full = new Forecast(time, time, time.multipliedBy(2), "at this rate", 0);
        return new ForecastFact.DiskOutlook("/", 1e6 * 1.048576, full, null, null, null, ForecastFact.Verdict.AT_RISK);
    }
}
