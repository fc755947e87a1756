package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.PackageRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Estimates the disk space that packages and runs need from what they needed before. */
public final class DiskNeedEstimator {

    /** The factors by which the need may differ from what was measured before. */
    private static final double LESS = 0.8;

    private static final double MORE = 1.3;

    /** The bytes to which estimates are rounded, so that small differences are not reported. */
    private static final long GRAIN = 50L << 20;

    private DiskNeedEstimator() {}

    /** Returns the peak need of a package; null if that was not measured before. */
    public static ForecastFact.@Nullable PackageDiskNeed of(PackageRef pkg, RunArchive past) {
        Long peak = peak(pkg, past);
        return peak == null ? null : new ForecastFact.PackageDiskNeed(pkg, around(peak, peak, 0), "the last build");
    }

    /** Returns the peak of a package in bytes when it was last built; null if that was not measured. */
    public static @Nullable Long peak(PackageRef pkg, RunArchive past) {
        BuildRecord before = past.newest(
                pkg.name(),
                pkg.version(),
                r -> r.use().peakDiskBytes() != null && r.use().peakDiskBytes() > 0);
        return before == null ? null : before.use().peakDiskBytes();
    }

    /**
     * Returns what the rest of a run needs; null if that was not measured in earlier runs.
     *
     * @param grown the growth of the used disk space in bytes since the run began, or null if that is not measured
     */
    public static ForecastFact.@Nullable DiskNeed ofRest(String title, RunArchive past, @Nullable Long grown) {
        List<Long> peaks = past.all().stream()
                .filter(r -> r.run().name().equals(title))
                .map(r -> r.run().use().peakDiskBytes())
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        if (peaks.isEmpty() || grown == null) {
            return null;
        }
        int n = peaks.size();
        ByteInterval rest = around(peaks.get(0), peaks.get(n - 1), grown);
        return new ForecastFact.DiskNeed(rest, "based on " + n + " previous build" + (n == 1 ? "" : "s"));
    }

    private static ByteInterval around(long least, long most, long grown) {
        long low = rounded(LESS * least - grown);
        long likely = Math.max(low, rounded((least + most) / 2.0 - grown));
        return new ByteInterval(low, likely, Math.max(likely, rounded(MORE * most - grown)));
    }

    private static long rounded(double bytes) {
        return bytes < GRAIN ? (long) Math.max(0, bytes) : Math.round(bytes / GRAIN) * GRAIN;
    }
}
