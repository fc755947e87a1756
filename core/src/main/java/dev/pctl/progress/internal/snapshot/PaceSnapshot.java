package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.view.PackageView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A {@link PackageView.Pace}. */
public record PaceSnapshot(
        double reached, Instant since, @Nullable Instant expectedEnd) implements PackageView.Pace {

    /** From this share of the expected time on the growth slows down, so that it continues after the expected end. */
    private static final double LINEAR = 0.9;

    /** Nothing unfinished is shown as more complete than this. */
    private static final double ALMOST = 0.99;

    @Override
    public double at(Instant now) {
        return Math.min(ALMOST, reached + (1 - reached) * passed(now));
    }

    private double passed(Instant now) {
        if (expectedEnd == null || !now.isAfter(since)) {
            return 0;
        }
        double length = Math.max(1, Duration.between(since, expectedEnd).toMillis());
        double share = Duration.between(since, now).toMillis() / length;
        double behind = 1 - LINEAR;
        return share <= LINEAR ? share : 1 - behind * Math.exp((LINEAR - share) / behind);
    }
}
