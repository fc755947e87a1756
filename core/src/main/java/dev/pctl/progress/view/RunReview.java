package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A review of a run that has ended, or of the part that is done: where the time was spent, what was slower than usual, and
 * what the binary cache saved or would have saved. Immutable.
 *
 * @see #of
 */
public final class RunReview {

    private final List<Timed> installed;
    private final List<Timed> slower;
    private final long cacheHits;
    private final Duration saved;
    private final Duration wouldHaveSaved;

    private RunReview(List<Timed> installed, long cacheHits) {
        this.installed = installed;
        this.slower = installed.stream().filter(Timed::slower).toList();
        this.cacheHits = cacheHits;
        this.saved = difference(installed, InstallMethod.SOURCE);
        this.wouldHaveSaved = difference(installed, InstallMethod.BINARY_CACHE).negated();
    }

    /**
     * Reviews a run.
     *
     * @param now the present time
     */
    public static RunReview of(RunView run, Instant now) {
        List<Timed> installed = run.packages().stream()
                .filter(PackageView::installedHere)
                .map(p -> new Timed(p, now))
                .sorted(Comparator.comparing(Timed::took).reversed())
                .toList();
        long cacheHits = run.packages().stream()
                .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == InstallMethod.BINARY_CACHE)
                .count();
        return new RunReview(installed, cacheHits);
    }

    /** Returns the packages that were built or unpacked successfully, the one that took longest first. */
    public List<Timed> installed() {
        return installed;
    }

    /** Returns those of them that took longer than 90 % of earlier builds, the one that took longest first. */
    public List<Timed> slower() {
        return slower;
    }

    /** Returns how many of the installed packages came from a binary cache. */
    public long cacheHits() {
        return cacheHits;
    }

    /**
     * Returns the time that the binary cache saved: the usual time of a build from source less the time taken, summed over
     * the packages from the cache whose source builds are known.
     */
    public Duration saved() {
        return saved;
    }

    /**
     * Returns the time that the binary cache would have saved for the other packages, as far as earlier runs installed them
     * from it; negative if the cache is slower.
     */
    public Duration wouldHaveSaved() {
        return wouldHaveSaved;
    }

    /** How much longer the packages would have taken by the other method, where earlier runs used it. */
    private static Duration difference(List<Timed> installed, InstallMethod other) {
        return installed.stream()
                .filter(t -> t.view().method() != other)
                .map(t -> difference(t, other))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration difference(Timed timed, InstallMethod other) {
        ForecastFact.OtherMethod known = timed.view().otherwise();
        return known == null || known.method() != other || known.total().samples() == 0
                ? Duration.ZERO
                : known.total().p50().minus(timed.took());
    }

    /** How long a package took. */
    public static final class Timed {

        private final PackageView installed;
        private final Duration took;
        private final @Nullable Forecast usual;

        private Timed(PackageView installed, Instant now) {
            Forecast expected = installed.expected();
            this.installed = installed;
            this.took = Objects.requireNonNullElse(installed.elapsed(now), Duration.ZERO);
            this.usual = expected == null || expected.samples() == 0 ? null : expected;
        }

        /** Returns the package. */
        public PackageView view() {
            return installed;
        }

        /** Returns how long the package took; zero if its beginning was not seen. */
        public Duration took() {
            return took;
        }

        /** Returns the forecast from earlier builds when work on the package began, or null if there were none. */
        public @Nullable Forecast usual() {
            return usual;
        }

        /** Returns the ratio of the time taken to the usual time; null if no usual time is known. */
        public @Nullable Double timesUsual() {
            return usual == null || usual.p50().isZero()
                    ? null
                    : Double.valueOf((double) took.toNanos() / usual.p50().toNanos());
        }

        private boolean slower() {
            return usual != null && took.compareTo(usual.p90()) > 0;
        }
    }
}
