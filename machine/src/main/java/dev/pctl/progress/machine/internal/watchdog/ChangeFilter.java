package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact.DiskOutlook;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes an outlook only if its verdict or, at most every ten seconds, its figures changed notably. */
public final class ChangeFilter {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final double NOTABLE = 0.05;

    private @Nullable DiskOutlook last;
    private @Nullable Instant lastAt;

    public boolean isNews(DiskOutlook outlook, Instant now) {
        DiskOutlook before = last;
        boolean news = before == null
                || before.verdict() != outlook.verdict()
                || (isTime(now) && (differs(before, outlook) || differ(before.expectedPeak(), outlook.expectedPeak())));
        if (news) {
            last = outlook;
            lastAt = now;
        }
        return news;
    }

    private boolean isTime(Instant now) {
        return lastAt == null || Duration.between(lastAt, now).compareTo(INTERVAL) >= 0;
    }

    private static boolean differs(DiskOutlook before, DiskOutlook after) {
        return differ(before.bytesPerSecond(), after.bytesPerSecond())
                || differ(before.inodesPerSecond(), after.inodesPerSecond())
                || differ(seconds(before.untilFull()), seconds(after.untilFull()))
                || differ(seconds(before.untilInodesFull()), seconds(after.untilInodesFull()));
    }

    private static boolean differ(@Nullable ByteInterval before, @Nullable ByteInterval after) {
        if (before == null || after == null) {
            return !Objects.equals(before, after);
        }
        return differ((double) before.low(), (double) after.low())
                || differ((double) before.high(), (double) after.high());
    }

    private static boolean differ(@Nullable Double before, @Nullable Double after) {
        if (before == null || after == null) {
            return !Objects.equals(before, after);
        }
        return Math.abs(after - before) > NOTABLE * Math.max(1, Math.abs(before));
    }

    private static @Nullable Double seconds(@Nullable Forecast until) {
        return until == null ? null : (double) until.p50().toSeconds();
    }
}
