package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package of a run.
 *
 * @param worker the machine or process that works on it; {@code main} where there is only one
 * @param ref its name, version and hash
 * @param root whether the user asked for it
 * @param attempt which try this is, from 1; 0 while it is only planned
 * @param index its place in the installer's own count, from 1, or null
 * @param total the installer's own total, or null
 * @param method how it is installed, or null while that is open
 * @param started when work on it began, or null if it has not or that was not seen
 * @param finished when work on it ended, or null
 * @param outcome how it ended, or null while it is planned or active
 * @param stated the total time that the log itself states, or null
 * @param phases its phases as they were executed
 * @param activity what it is busy with outside its phases, or null
 * @param activityDetail the URL, patch or the like, or null
 * @param log where its own log is, or null
 * @param prefix where it is installed, or null
 * @param because id of the package whose failure caused this to be skipped, or null
 * @param forecast how long it takes as a whole, or null
 * @param expected that forecast as it stood when work on the package began: what is usual for it; or null
 * @param otherwise how long it would take by another method, or null
 * @param pace how far it is and how that goes on, or null if nobody knows
 * @param phaseForecasts how long its phases take, as far as that is known, by phase
 * @param diskNeed the room that it needs at its highest, or null
 * @param dependencies ids of the packages that it needs directly, as far as they are known
 * @param output the newest lines of its output, oldest first; none once it has succeeded
 */
public record PackageView(
        String worker,
        PackageRef ref,
        boolean root,
        int attempt,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable InstallMethod method,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Duration stated,
        List<PhaseView> phases,
        PackageFact.@Nullable Kind activity,
        @Nullable String activityDetail,
        @Nullable String log,
        @Nullable String prefix,
        @Nullable String because,
        @Nullable Forecast forecast,
        @Nullable Forecast expected,
        ForecastFact.@Nullable OtherMethod otherwise,
        @Nullable Pace pace,
        Map<String, Forecast> phaseForecasts,
        ForecastFact.@Nullable PackageDiskNeed diskNeed,
        List<String> dependencies,
        List<String> output) {

    public PackageView {
        phases = List.copyOf(phases);
        phaseForecasts = Map.copyOf(phaseForecasts);
        dependencies = List.copyOf(dependencies);
        output = List.copyOf(output);
    }

    /**
     * How far a package is, and how that goes on. From one pace to the next the share neither jumps nor goes back.
     *
     * @param reached the share of its work, from 0 to 1, that was done at {@code since}
     * @param since when that was
     * @param expectedEnd when all of it is expected to be done, or null if nobody knows: the share then stays
     */
    public record Pace(
            double reached, Instant since, @Nullable Instant expectedEnd) {

        /** From this share of the expected time on it slows down, so that it goes on after the expected end. */
        private static final double STRAIGHT = 0.9;

        private static final double ALMOST = 0.99;

        public double at(Instant now) {
            return Math.min(ALMOST, reached + (1 - reached) * passed(now));
        }

        private double passed(Instant now) {
            if (expectedEnd == null || !now.isAfter(since)) {
                return 0;
            }
            double length = Math.max(1, Duration.between(since, expectedEnd).toMillis());
            double share = Duration.between(since, now).toMillis() / length;
            double behind = 1 - STRAIGHT;
            return share <= STRAIGHT ? share : 1 - behind * Math.exp((STRAIGHT - share) / behind);
        }
    }

    public String id() {
        return ref.id();
    }

    /** Whether it is known from a plan only. */
    public boolean planned() {
        return attempt == 0 && outcome == null;
    }

    /** Whether work on it is going on. */
    public boolean active() {
        return attempt > 0 && outcome == null;
    }

    /** Whether it was built or unpacked in this run, rather than found. */
    public boolean installedHere() {
        return outcome == Outcome.SUCCEEDED && (method == InstallMethod.SOURCE || method == InstallMethod.BINARY_CACHE);
    }

    /** The phase that is going on, or null. */
    public @Nullable PhaseView currentPhase() {
        if (phases.isEmpty()) {
            return null;
        }
        PhaseView last = phases.get(phases.size() - 1);
        return last.active() ? last : null;
    }

    /**
     * The share of its work that is done, from 0 to 1: by time where there is a forecast, else by the steps of its build;
     * null if nobody knows. It never goes back while the package is being worked on, and is whole only when it has
     * succeeded.
     */
    public @Nullable Double fraction(Instant now) {
        if (outcome == Outcome.SUCCEEDED) {
            return 1.0;
        }
        return pace == null ? null : pace.at(finished != null && finished.isBefore(now) ? finished : now);
    }

    /** How long it took, or has taken so far; null if its beginning was not seen. */
    public @Nullable Duration elapsed(Instant now) {
        return stated != null ? stated : TimeSpans.between(started, finished, now);
    }
}
