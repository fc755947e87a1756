package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact.DiskNeed;
import dev.pctl.progress.event.ForecastFact.DiskOutlook;
import dev.pctl.progress.event.ForecastFact.Verdict;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.watchdog.DiskThresholds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one disk until the run ends. How high it rises is known best by who knows earlier runs; where nobody
 * does it is reckoned from how fast it fills and how long the run still takes.
 *
 * @param disk its newest reading
 * @param space how it fills, or null if not known
 * @param inodes how its inodes are used up, or null if not known
 * @param remaining of the run, or null if not known
 * @param stated what the rest of the run needs and how much was in use when that was said, or null
 */
public record DiskProjection(
        SampleFact.Disk disk,
        @Nullable FillEstimate space,
        @Nullable FillEstimate inodes,
        @Nullable Forecast remaining,
        @Nullable Stated stated,
        DiskThresholds limits) {

    /** How much more must be missing for a peak to count as too high once it did not, and the other way round. */
    private static final double CLEARLY_LOWER = 0.97;

    /** What somebody said that the run needs, on top of what was in use then. */
    public record Stated(DiskNeed need, long usedThen) {}

    /** The most that will be in use; null if nobody knows. */
    @Nullable
    ByteInterval expectedPeak() {
        long used = disk.usedBytes();
        if (stated != null) {
            ByteInterval peak = stated.need().bytes().plus(stated.usedThen());
            return new ByteInterval(
                    Math.max(used, peak.low()), Math.max(used, peak.likely()), Math.max(used, peak.high()));
        }
        if (space == null || remaining == null) {
            return null;
        }
        return new ByteInterval(
                Math.max(used, space.peak(space.slowest(), remaining.p10())),
                Math.max(used, space.peak(space.perSecond(), remaining.p50())),
                Math.max(used, space.peak(space.fastest(), remaining.p90())));
    }

    /** Whether the space will be used up too soon. */
    public Hysteresis.Risk spaceRisk() {
        ByteInterval peak = stated == null ? null : expectedPeak();
        if (peak == null) {
            return factor -> fullWithin(space, horizon(), factor);
        }
        // what is known of the run as a whole counts for more than the pace of the moment, unless that leaves no time
        Duration soon = horizon().compareTo(limits.lookAhead()) < 0 ? horizon() : limits.lookAhead();
        return factor ->
                peak.likely() > capacity() * (factor > 1 ? CLEARLY_LOWER : 1) || fullWithin(space, soon, factor);
    }

    public Hysteresis.Risk inodeRisk() {
        return factor -> fullWithin(inodes, horizon(), factor);
    }

    private static boolean fullWithin(@Nullable FillEstimate growth, Duration horizon, double factor) {
        Forecast until = growth == null ? null : growth.untilFull();
        return until != null && until.p50().toMillis() < horizon.toMillis() * factor;
    }

    private Duration horizon() {
        return remaining == null ? limits.lookAhead() : remaining.p50();
    }

    private long capacity() {
        return disk.usedBytes() + disk.freeBytes();
    }

    /** What to tell of it; null while nothing is known. */
    @Nullable
    public DiskOutlook outlook() {
        ByteInterval peak = expectedPeak();
        if (space == null && inodes == null && peak == null) {
            return null;
        }
        return new DiskOutlook(
                disk.path(),
                space == null ? null : space.perSecond(),
                space == null ? null : space.untilFull(),
                peak,
                inodes == null ? null : inodes.perSecond(),
                inodes == null ? null : inodes.untilFull(),
                verdict(peak));
    }

    private Verdict verdict(@Nullable ByteInterval peak) {
        boolean known = remaining != null || stated != null;
        if (disk.freeBytes() == 0
                || (known && (spaceRisk().within(1) || inodeRisk().within(1)))) {
            return Verdict.AT_RISK;
        }
        boolean fits = peak != null && peak.high() <= capacity();
        boolean doesNotFill = stated == null && space != null && space.untilFull() == null;
        return fits || doesNotFill ? Verdict.SAFE : Verdict.UNKNOWN;
    }
}
