package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes from readings how fast file systems fill, over the last fifteen minutes unless another window is given.
 * Bursts that are short compared with the window do not change the rate; after a clean-up it starts from the new level
 * at the old rate; where clean-ups are the rule (more than one within the window), what they free is subtracted.
 *
 * <p>One for each run; not thread-safe.
 */
public final class DiskTrend {

    /** The window that is used unless another is given. */
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(15);

    /** The shortest window that can be given: with less there are too few readings. */
    public static final Duration SHORTEST_WINDOW = Duration.ofMinutes(3);

    /** Change, as a share of the size, that is not yet a clean-up. */
    private static final double TOLERANCE = 0.01;

    private final Duration window;
    private final Map<String, Watched> disks = new HashMap<>();

    private record Watched(SampleFact.Disk newest, TheilSenTrend space, TheilSenTrend inodes) {
        Watched with(SampleFact.Disk disk) {
            return new Watched(disk, space, inodes);
        }
    }

    /** Creates a trend over fifteen minutes. */
    public DiskTrend() {
        this(DEFAULT_WINDOW);
    }

    /**
     * Creates a trend over the given time.
     *
     * @throws IllegalArgumentException if that is less than three minutes
     */
    public DiskTrend(Duration window) {
        if (window.compareTo(SHORTEST_WINDOW) < 0) {
            throw new IllegalArgumentException("the window is too short: " + window);
        }
        this.window = window;
    }

    /** Takes a reading; one that is not newer than the last of its path is ignored. */
    public void add(Instant time, SampleFact.Disk disk) {
        Watched known = disks.get(disk.path());
        Watched watched = known == null
                ? new Watched(disk, new TheilSenTrend(window), new TheilSenTrend(window))
                : known.with(disk);
        disks.put(disk.path(), watched);
        double capacity = (double) disk.usedBytes() + disk.freeBytes();
        watched.space().add(time, (double) disk.usedBytes(), TOLERANCE * capacity);
        Long used = disk.inodesUsed();
        Long total = disk.inodesTotal();
        if (used != null && total != null) {
            watched.inodes().add(time, used.doubleValue(), TOLERANCE * total);
        }
    }

    /** Returns how the space of that path fills, in bytes; null until it was watched for two minutes. */
    public @Nullable FillEstimate space(String path) {
        Watched disk = disks.get(path);
        return disk == null
                ? null
                : growth(
                        disk.space(),
                        disk.newest().usedBytes(),
                        disk.newest().usedBytes() + disk.newest().freeBytes());
    }

    /** Returns how its inodes are used up; null until they were watched for two minutes. */
    public @Nullable FillEstimate inodes(String path) {
        Watched disk = disks.get(path);
        Long used = disk == null ? null : disk.newest().inodesUsed();
        Long total = disk == null ? null : disk.newest().inodesTotal();
        return disk == null || used == null || total == null ? null : growth(disk.inodes(), used, total);
    }

    private static @Nullable FillEstimate growth(TheilSenTrend trend, long used, long capacity) {
        TheilSenTrend.Growth growth = trend.growth();
        return growth == null
                ? null
                : new FillEstimate(
                        used,
                        capacity,
                        Math.round(growth.level()),
                        growth.slow(),
                        growth.likely(),
                        growth.fast(),
                        growth.observed());
    }
}
