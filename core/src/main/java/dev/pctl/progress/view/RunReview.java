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
 * What there is to learn from a run that has ended, or from what of it is over: where the time went, what was slower than
 * usual, and what the binary cache saved or would have saved. Immutable.
 *
 * @param installed the packages that were built or unpacked with success, the one that took longest first
 * @param slower those of them that took longer than nine in ten of earlier builds would have, the one that took longest
 *     first
 * @param cacheHits how many of the installed packages came from a binary cache
 * @param saved by how much less time those took than builds from source would have, as far as earlier builds tell
 * @param wouldHaveSaved how much less time the other packages would have taken from a binary cache, as far as earlier
 *     runs took them from one; negative if it is the slower way
 */
public record RunReview(
        List<Timed> installed, List<Timed> slower, long cacheHits, Duration saved, Duration wouldHaveSaved) {

    /**
     * How long a package took.
     *
     * @param pkg the package
     * @param took how long it took; zero if its beginning was not seen
     * @param usual what earlier builds made expect when it began, or null if there were none
     */
    public record Timed(
            PackageView pkg, Duration took, @Nullable Forecast usual) {

        static Timed of(PackageView pkg, Instant now) {
            Forecast expected = pkg.expected();
            return new Timed(
                    pkg,
                    Objects.requireNonNullElse(pkg.elapsed(now), Duration.ZERO),
                    expected == null || expected.samples() == 0 ? null : expected);
        }

        /** How many times the usual time it took; null if nothing is usual. */
        public @Nullable Double timesUsual() {
            return usual == null || usual.p50().isZero()
                    ? null
                    : Double.valueOf((double) took.toNanos() / usual.p50().toNanos());
        }

        boolean slower() {
            return usual != null && took.compareTo(usual.p90()) > 0;
        }
    }

    public RunReview {
        installed = List.copyOf(installed);
        slower = List.copyOf(slower);
    }

    /**
     * The review of a run.
     *
     * @param now the present time
     */
    public static RunReview of(RunView run, Instant now) {
        List<Timed> installed = run.packages().stream()
                .filter(PackageView::installedHere)
                .map(p -> Timed.of(p, now))
                .sorted(Comparator.comparing(Timed::took).reversed())
                .toList();
        return new RunReview(
                installed,
                installed.stream().filter(Timed::slower).toList(),
                run.packages().stream()
                        .filter(p -> p.outcome() == Outcome.SUCCEEDED && p.method() == InstallMethod.BINARY_CACHE)
                        .count(),
                difference(installed, InstallMethod.SOURCE),
                difference(installed, InstallMethod.BINARY_CACHE).negated());
    }

    /** How much longer the packages would have taken by that method, as far as it was seen before. */
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
}
