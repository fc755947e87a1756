package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact.DiskNeed;
import dev.pctl.progress.event.ForecastFact.DiskOutlook;
import dev.pctl.progress.event.ForecastFact.Verdict;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Projects the use of one disk to the end of the run: from the stated need of the run where it is known, else from how
 * fast the disk fills and how long the run still takes.
 *
 * @param disk its newest reading
 * @param space how it fills, or null if not known
 * @param inodes how its inodes are used up, or null if not known
 * @param remaining of the run, or null if not known
 * @param stated what the rest of the run needs and how much was in use when that was stated, or null
 */
public record DiskProjection(
        SampleFact.Disk disk,
        @Nullable FillEstimate space,
        @Nullable FillEstimate inodes,
        @Nullable Forecast remaining,
        @Nullable Stated stated,
        DiskThresholds limits) {

    /** Factor of the capacity below which a peak that was too high counts as safe again. */
    private static final double CLEARLY_LOWER = 0.97;

    /** A stated need of the run, on top of what was in use then. */
    public record Stated(DiskNeed need, long usedThen) {}

    /** Returns the most that will be in use; null if it is not known. */
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

    /** Returns the risk that the space is used up before the run ends. */
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

    /** Returns the outlook; null while nothing is known. */
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
