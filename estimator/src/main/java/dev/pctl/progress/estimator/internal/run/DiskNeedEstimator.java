package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.model.TypicalDiskNeeds;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
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

    /** The basis of what no earlier build shows. */
    private static final String TYPICAL = "typical values, no history yet";

    /** The factor by which a typical value may be wrong. */
    private static final double TYPICAL_FACTOR = 3;

    /** The share of the packages of which something must be known. */
    private static final double LEAST_KNOWN = 0.5;

    private DiskNeedEstimator() {}

    /** Returns the peak need of a package; null if that was not measured before. */
    public static ForecastFact.@Nullable PackageDiskNeed of(PackageRef pkg, RunArchive past) {
        Long peak = peak(pkg, past);
        if (peak != null) {
            return new ForecastFact.PackageDiskNeed(pkg, around(peak, peak, 0), "the last build");
        }
        TypicalDiskNeeds.Need typical = TypicalDiskNeeds.shipped().of(pkg.name());
        return typical == null ? null : new ForecastFact.PackageDiskNeed(pkg, typically(typical.peakBytes()), TYPICAL);
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

    /**
     * Returns what the packages that are not done yet typically need, for a run whose like was not measured before; null
     * if too little is known of them. What is built takes the sum of what the packages leave, and besides it what the
     * largest build needs while it runs.
     */
    public static ForecastFact.@Nullable DiskNeed ofFirstRun(RunView view, RunArchive past, Instant now) {
        double left = 0;
        double build = 0;
        int known = 0;
        List<PackageView> ahead =
                view.packages().stream().filter(DiskNeedEstimator::isBuilt).toList();
        for (PackageView p : ahead) {
            TypicalDiskNeeds.Need need = need(p.ref(), past);
            if (need != null) {
                double rest = 1 - Objects.requireNonNullElse(p.fraction(now), 0.0);
                known++;
                left += need.leftBytes() * rest;
                build = Math.max(build, (need.peakBytes() - need.leftBytes()) * rest);
            }
        }
        return known == 0 || known < LEAST_KNOWN * ahead.size()
                ? null
                : new ForecastFact.DiskNeed(typically(left + build), TYPICAL);
    }

    private static boolean isBuilt(PackageView p) {
        return PackageForecaster.isAhead(p) && (p.method() == null || p.method() == InstallMethod.SOURCE);
    }

    /** Returns the need of a package as measured before, else the typical one; null if neither is known. */
    private static TypicalDiskNeeds.@Nullable Need need(PackageRef pkg, RunArchive past) {
        BuildRecord before = past.newest(
                pkg.name(),
                pkg.version(),
                r -> r.use().peakDiskBytes() != null && r.use().leftDiskBytes() != null);
        Long peak = before == null ? null : before.use().peakDiskBytes();
        Long left = before == null ? null : before.use().leftDiskBytes();
        return peak == null || left == null
                ? TypicalDiskNeeds.shipped().of(pkg.name())
                : new TypicalDiskNeeds.Need(peak, Math.max(0, Math.min(peak, left)));
    }

    private static ByteInterval typically(double bytes) {
        long low = rounded(bytes / TYPICAL_FACTOR);
        long likely = Math.max(low, rounded(bytes));
        return new ByteInterval(low, likely, Math.max(likely, rounded(bytes * TYPICAL_FACTOR)));
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
