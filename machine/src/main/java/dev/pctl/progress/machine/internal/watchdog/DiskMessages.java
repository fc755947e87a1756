package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.ByteSizes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words the advice on a disk. */
public final class DiskMessages {

    /** How far ahead a full disk is worth mentioning. */
    private static final Duration FAR = Duration.ofDays(1);

    /** Suggested volume sizes are multiples of this, in GB. */
    private static final long STEP_GB = 10;

    /** Factor for the size of the volume while the need of the run is not known. */
    private static final double LARGER = 1.5;

    private final DiskProjection prognosis;
    private final SampleFact.Disk disk;
    private final String name;

    /**
     * Creates the words for one disk.
     *
     * @param owner of the machine, to follow the path; may be empty
     */
    public DiskMessages(DiskProjection prognosis, String owner) {
        this.prognosis = prognosis;
        disk = prognosis.disk();
        name = disk.path() + owner;
    }

    public String space() {
        return format(
                "Disk %s is %.0f%% full (%s GB free)%s",
                name, 100 * disk.fullness(), gb(disk.freeBytes()), full(prognosis.space()));
    }

    public String inodes() {
        long used = disk.inodesUsed() == null ? 0 : disk.inodesUsed();
        long total = disk.inodesTotal() == null ? 0 : disk.inodesTotal();
        return format(
                "Disk %s has %.0f%% of its inodes in use (%d left)%s",
                name, 100.0 * used / Math.max(1, total), total - used, full(prognosis.inodes()));
    }

    /** Returns the values of the placeholders in remedies. */
    public Map<String, String> values() {
        return Map.of(
                "path", disk.path(),
                "freeGb", gb(disk.freeBytes()),
                "usedGb", gb(disk.usedBytes()),
                "totalGb", gb(disk.totalBytes()),
                "suggestedGb", Long.toString(suggestedGb()));
    }

    private long suggestedGb() {
        ByteInterval peak = prognosis.expectedPeak();
        double reserved = disk.totalBytes() - disk.usedBytes() - (double) disk.freeBytes();
        double needed = peak == null
                ? LARGER * disk.totalBytes()
                : Math.max(
                        peak.high() + Math.max(0, reserved), disk.totalBytes() + STEP_GB * (double) ByteSizes.GB / 2);
        return STEP_GB * (long) Math.ceil(ByteSizes.gigabytes(needed) / STEP_GB);
    }

    private static String gb(long bytes) {
        return ByteSizes.inGigabytes(bytes);
    }

    private static String full(@Nullable FillEstimate growth) {
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

    public String whySpace() {
        String why = "A build that runs out of space fails and leaves nothing";
        ByteInterval peak = prognosis.expectedPeak();
        FillEstimate growth = prognosis.space();
        if (peak != null && prognosis.stated() != null) {
            return why
                    + format(
                            "; this one needs %.0f to %.0f GB at its peak, of %.0f GB (%s)",
                            Math.floor(ByteSizes.gigabytes(peak.low())),
                            Math.ceil(ByteSizes.gigabytes(peak.high())),
                            ByteSizes.gigabytes(disk.usedBytes() + disk.freeBytes()),
                            prognosis.stated().need().basis());
        }
        if (peak == null || growth == null || growth.perSecond() <= 0) {
            return why;
        }
        return why
                + format(
                        "; at %.1f GB a minute this one needs about %.0f GB at its peak, of %.0f GB",
                        ByteSizes.gigabytes(60 * growth.perSecond()),
                        Math.ceil(ByteSizes.gigabytes(peak.likely())),
                        ByteSizes.gigabytes(growth.capacity()));
    }

    public String whyInodes() {
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
