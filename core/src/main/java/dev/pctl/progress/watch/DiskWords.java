package dev.pctl.progress.watch;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how it is with a disk. */
final class DiskWords {

    private static final double BYTES_PER_GB = 1L << 30;

    /** What is further away is nothing to name. */
    private static final Duration FAR = Duration.ofDays(1);

    private final SampleFact.Disk disk;
    private final @Nullable Duration remaining;

    DiskWords(SampleFact.Disk disk, @Nullable Duration remaining) {
        this.disk = disk;
        this.remaining = remaining;
    }

    String space(@Nullable DiskGrowth growth) {
        return format(
                "Disk %s is %.0f%% full (%.1f GB free)%s",
                disk.path(), 100 * disk.fullness(), disk.freeBytes() / BYTES_PER_GB, full(growth));
    }

    String inodes(@Nullable DiskGrowth growth) {
        long used = disk.inodesUsed() == null ? 0 : disk.inodesUsed();
        long total = disk.inodesTotal() == null ? 0 : disk.inodesTotal();
        return format(
                "Disk %s has %.0f%% of its inodes in use (%d left)%s",
                disk.path(), 100.0 * used / Math.max(1, total), total - used, full(growth));
    }

    private static String full(@Nullable DiskGrowth growth) {
        Forecast until = growth == null ? null : growth.untilFull();
        return until == null || until.p50().compareTo(FAR) > 0
                ? ""
                : format(", at this rate full in about %s%s", minutes(until.p50()), range(until));
    }

    private static String range(Forecast until) {
        String first = minutes(until.p10());
        String last = until.p90().compareTo(FAR) > 0 ? "or more" : "to " + minutes(until.p90());
        return last.equals("to " + first) ? "" : " (" + first + ' ' + last + ')';
    }

    String whySpace(@Nullable DiskGrowth growth) {
        String why = "A build that runs out of space fails and leaves nothing";
        if (growth == null || remaining == null || growth.perSecond() <= 0) {
            return why;
        }
        return why
                + format(
                        "; at %.1f GB a minute this one needs about %.0f GB at its peak, of %.0f GB",
                        60 * growth.perSecond() / BYTES_PER_GB,
                        Math.ceil(growth.expectedPeak(remaining) / BYTES_PER_GB),
                        growth.capacity() / BYTES_PER_GB);
    }

    String whyInodes() {
        return "Without free inodes no file can be made, however much space is left";
    }

    private static String minutes(Duration length) {
        long minutes = Math.max(1, Math.round(length.toSeconds() / 60.0));
        return minutes < 120 ? minutes + " min" : format("%.1f h", minutes / 60.0);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
