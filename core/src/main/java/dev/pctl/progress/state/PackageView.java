package dev.pctl.progress.state;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
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
        @Nullable Method method,
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
        return outcome == Outcome.SUCCEEDED && (method == Method.SOURCE || method == Method.BINARY_CACHE);
    }

    /** The phase that is going on, or null. */
    public @Nullable PhaseView currentPhase() {
        if (phases.isEmpty()) {
            return null;
        }
        PhaseView last = phases.get(phases.size() - 1);
        return last.active() ? last : null;
    }

    /** How long it took, or has taken so far; null if its beginning was not seen. */
    public @Nullable Duration elapsed(Instant now) {
        return stated != null ? stated : Spans.between(started, finished, now);
    }
}
