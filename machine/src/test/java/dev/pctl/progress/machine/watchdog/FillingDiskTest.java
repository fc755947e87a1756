package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.ForecastFact.DiskOutlook;
import dev.pctl.progress.event.ForecastFact.Verdict;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.spi.LocalMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is filled until nothing fits any more. The minutes are made up. */
class FillingDiskTest {

    private static final int MEGABYTES = 64;
    private static final long GB = 1L << 30;

    private final RunProjection state = new RunProjection("run");
    private final DiskSpaceWatchdog watchdog = new DiskSpaceWatchdog(
            DiskThresholds.STANDARD,
            List.of("pctl ami build --volume-size {suggestedGb}"),
            Question.continueAnyway(Duration.ofMinutes(1)));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long sequence;

    @TempDir
    private Path directory;

    private boolean mounted;

    private void mount() throws IOException, InterruptedException {
        Process mount = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "none", directory.toString())
                .redirectErrorStream(true)
                .start();
        mount.getInputStream().readAllBytes();
        mounted = mount.waitFor() == 0;
        assumeTrue(mounted, "file systems can be mounted");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            new ProcessBuilder("umount", directory.toString()).start().waitFor();
        }
    }

    @Test
    void theWarningComesInTimeAndTheForecastIsRightFromHalfWayOn() throws IOException, InterruptedException {
        mount();
        MachineSampler sampler = new MachineSampler(LocalMachine.of(directory));
        Random random = new Random(7);
        Map<Instant, Duration> forecasts = new TreeMap<>();
        Instant warned = null;
        boolean full = false;
        try (OutputStream out = Files.newOutputStream(directory.resolve("build"))) {
            while (!full) {
                record(new ForecastFact.RunRemaining(hours(2)));
                full = !write(out, random.nextInt(1 << 20));
                look(sampler);
                DiskOutlook outlook = state.view().forecast().diskOutlook(directory.toString());
                if (outlook != null && outlook.untilFull() != null && used() > MEGABYTES / 2) {
                    forecasts.put(now, outlook.untilFull().p50());
                }
                warned = warned == null && advice() != null ? now : warned;
                now = now.plusSeconds(10);
            }
        }
        Instant end = now.minusSeconds(10);
        assertThat(warned).isNotNull();
        assertThat(Duration.between(warned, end)).isGreaterThan(Duration.ofMinutes(10));
        assertThat(forecasts).hasSizeGreaterThan(30);
        forecasts.forEach((at, until) -> {
            double truth = Duration.between(at, end).toSeconds();
            assertThat((double) until.toSeconds())
                    .as("forecast at %s, full at %s", at, end)
                    .isBetween(0.8 * truth - 20, 1.2 * truth + 20);
        });
        assertThat(state.view().forecast().diskOutlook(directory.toString()).verdict()).isEqualTo(Verdict.AT_RISK);
    }

    @Test
    void whatEarlierRunsNeededIsAWarningBeforeAnythingIsBuilt() {
        SampleFact.Disk disk = new SampleFact.Disk("/", 12 * GB, 45 * GB, 33 * GB);
        record(new ForecastFact.DiskNeed(new ByteInterval(46 * GB, 50 * GB, 54 * GB), "based on 3 previous builds"));
        for (int i = 0; i < 8; i++) {
            record(disk);
            check();
            now = now.plusSeconds(10);
        }
        assertThat(advice().seen()).isEqualTo("Disk / is 27% full (33.0 GB free)");
        assertThat(advice().why())
                .endsWith("this one needs 58 to 66 GB at its peak, of 45 GB (based on 3 previous builds)");
        assertThat(advice().remedies()).containsExactly("pctl ami build --volume-size 70");
        assertThat(advice().question().choices()).contains(Decision.STOP);
    }

    @Test
    void whatFitsIsSafeWithItsExpectedPeak() {
        record(new ForecastFact.RunRemaining(hours(1)));
        record(new ForecastFact.DiskNeed(new ByteInterval(12 * GB, 15 * GB, 19 * GB), "based on 3 previous builds"));
        for (int i = 0; i < 60; i++) {
            long used = 12 * GB + i * GB / 50;
            record(new SampleFact.Disk("/", used, 45 * GB, 45 * GB - used));
            check();
            now = now.plusSeconds(10);
        }
        DiskOutlook outlook = state.view().forecast().diskOutlook("/");
        assertThat(outlook.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(outlook.expectedPeak()).isEqualTo(new ByteInterval(24 * GB, 27 * GB, 31 * GB));
        assertThat(outlook.bytesPerSecond()).isBetween(0.0019 * GB, 0.0021 * GB);
        assertThat(state.view().advice().raised()).isEmpty();
    }

    private static boolean write(OutputStream out, int bytes) {
        try {
            out.write(new byte[bytes]);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private long used() {
        return state.view().machine().disks().get(0).usedBytes() >> 20;
    }

    private Advice advice() {
        List<Advice> advice = state.view().advice().raised();
        return advice.isEmpty() ? null : advice.get(0);
    }

    private static Forecast hours(int hours) {
        Duration length = Duration.ofHours(hours);
        return new Forecast(length, length, length, "for the test", 1);
    }

    private void look(MachineSampler sampler) {
        sampler.sample().forEach(this::record);
        check();
    }

    private void check() {
        watchdog.check(state.view(), now).forEach(this::record);
    }

    private void record(Fact fact) {
        state.apply(new Event("run", "main", ++sequence, now, fact));
    }
}
