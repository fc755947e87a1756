package dev.pctl.progress.view;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package of a run.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface PackageView {

    /** Returns the machine or process that works on the package; {@code main} where there is only one. */
    String worker();

    /**
     * Returns the workers that wait or waited until this one has built the package, in the order of their first event
     * about it. For them there is no package of their own, unless they build it after all.
     */
    List<String> awaitedBy();

    /** Returns the package's name, version and hash. */
    PackageRef ref();

    /** Returns whether the user requested the package. */
    boolean root();

    /** Returns the attempt, from 1; 0 while the package is only planned. */
    int attempt();

    /** Returns its place in the installer's own count, from 1, or null. */
    @Nullable
    Integer index();

    /** Returns the installer's own total, or null. */
    @Nullable
    Integer total();

    /** Returns how the package is installed, or null while that is open. */
    @Nullable
    InstallMethod method();

    /** Returns when work on the package began, or null if it has not begun or its beginning was not seen. */
    @Nullable
    Instant started();

    /** Returns when work on the package ended, or null. */
    @Nullable
    Instant finished();

    /** Returns how work on the package ended, or null while it is planned or active. */
    @Nullable
    Outcome outcome();

    /** Returns the total time that the log itself states, or null. */
    @Nullable
    Duration stated();

    /** Returns the phases in order of execution. */
    List<PhaseView> phases();

    /** Returns what is being done outside the phases, or null. */
    PackageFact.@Nullable Kind activity();

    /** Returns the object of the activity, such as a URL or a patch, or null. */
    @Nullable
    String activityDetail();

    /** Returns the path of the package's own log, or null. */
    @Nullable
    String log();

    /** Returns the directory in which the package is installed, or null. */
    @Nullable
    String prefix();

    /** Returns the id of the package whose failure caused this one to be skipped, or null. */
    @Nullable
    String because();

    /** Returns the newest forecast of how long the package takes as a whole, or null. */
    @Nullable
    Forecast forecast();

    /** Returns the forecast that was current when work on the package began: its usual duration, or null. */
    @Nullable
    Forecast expected();

    /** Returns how long the package would take by another method, or null. */
    ForecastFact.@Nullable AlternativeMethod alternative();

    /** Returns how much of the package is done and how fast that grows, or null if that is not known. */
    @Nullable
    Pace pace();

    /** Returns the known forecasts of the phases' durations, by phase. */
    Map<String, Forecast> phaseForecasts();

    /** Returns the package's peak disk usage, or null if that is not known. */
    ForecastFact.@Nullable PackageDiskNeed diskNeed();

    /** Returns the ids of the direct dependencies, as far as they are known. */
    List<String> dependencies();

    /** Returns the newest lines of the package's output, oldest first; empty once it has succeeded. */
    List<String> output();

    /** Returns the package's identity within its worker; see {@link PackageRef#id}. */
    default String id() {
        return ref().id();
    }

    /** Returns whether the package is known from a plan only. */
    default boolean planned() {
        return attempt() == 0 && outcome() == null;
    }

    /** Returns whether the package is being worked on. */
    default boolean active() {
        return attempt() > 0 && outcome() == null;
    }

    /** Returns whether the package was built, unpacked or downloaded in this run, rather than found. */
    default boolean installedHere() {
        InstallMethod method = method();
        return outcome() == Outcome.SUCCEEDED && method != null && !method.isReused();
    }

    /** Returns the active phase, or null. */
    default @Nullable PhaseView currentPhase() {
        List<PhaseView> phases = phases();
        PhaseView last = phases.isEmpty() ? null : phases.get(phases.size() - 1);
        return last != null && last.active() ? last : null;
    }

    /**
     * Returns the share of the package's work that is done, from 0 to 1: by time where there is a forecast, else by the
     * steps of its build; null if it is not known. It never decreases while the package is being worked on, and is 1 only
     * when the package has succeeded.
     */
    default @Nullable Double fraction(Instant now) {
        if (outcome() == Outcome.SUCCEEDED) {
            return 1.0;
        }
        Pace pace = pace();
        Instant finished = finished();
        return pace == null ? null : pace.at(finished != null && finished.isBefore(now) ? finished : now);
    }

    /** Returns how long the package took, or has taken so far; null if its beginning was not seen. */
    default @Nullable Duration elapsed(Instant now) {
        Duration stated = stated();
        return stated != null ? stated : Durations.between(started(), finished(), now);
    }

    /** How much of a package is done and how fast that grows. A newer pace continues from where the older one is. */
    interface Pace {

        /** Returns the share of the work, from 0 to 1, that was done at {@link #since}. */
        double reached();

        /** Returns when that share was reached. */
        Instant since();

        /** Returns when all of the work is expected to be done, or null if that is not known; the share then stays. */
        @Nullable
        Instant expectedEnd();

        /** Returns the share of the work that is done at the given time, below 1. */
        double at(Instant now);
    }
}
