package dev.pctl.progress.view;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a run at one moment. A view is immutable and depends only on the events folded so far, so a
 * replayed stream produces equal views. A method whose result depends on the present time takes that time as a parameter.
 *
 * <p>Hosts read views and never implement this interface: minor versions add methods.
 */
public interface RunView {

    /** Returns the run's id. */
    String run();

    /** Returns what is built, for people; empty if that was not stated. */
    String title();

    /** Returns the host's own properties of the run. */
    Map<String, String> labels();

    /** Returns when the run began, or null if its beginning was not seen. */
    @Nullable
    Instant started();

    /** Returns the time of the newest event, or null before the first. */
    @Nullable
    Instant updated();

    /**
     * Returns when the build or its host last reported anything, or null. Samples, forecasts and advice do not count: they
     * come from those who watch the build.
     */
    @Nullable
    Instant heard();

    /** Returns when the run ended, or null while it is active. */
    @Nullable
    Instant finished();

    /** Returns how the run ended, or null while it is active. */
    @Nullable
    Outcome outcome();

    /** Returns one line on how the run ended, or null. */
    @Nullable
    String detail();

    /** Returns the share of the work that is done, from 0 to 1; it never decreases. */
    double fraction();

    /** Returns what the host or its script last reported to be doing, or null. */
    @Nullable
    String status();

    /** Returns the share of the run that the host or its script last reported as done, or null. */
    @Nullable
    Double statusFraction();

    /** Returns the prices that the host stated for the machines of workers, oldest first; see {@link RunCost}. */
    List<WorkerPrice> prices();

    /** Returns the host's stages in the order in which they began. */
    List<StageView> stages();

    /** Returns the roots that the host announced, in the order in which they began, separately for each worker. */
    List<RootView> roots();

    /** Returns all packages: first those worked on, in order of their first appearance, then those only planned. */
    List<PackageView> packages();

    /** Returns the diagnoses of what failed. */
    List<Diagnosis> failures();

    /** Returns the diagnoses of what failed on one worker. */
    List<Diagnosis> failures(String worker);

    /**
     * Returns the main worker's machine, or that of the first worker that sent readings if the main one sent none;
     * without any reading, a view that is empty.
     */
    MachineView machine();

    /** Returns the machine of each worker, in the order of their first event. */
    List<MachineView> machines();

    /** Returns what is expected of the rest of the run. */
    ForecastView forecast();

    /** Returns the warnings that are raised, and what was decided on them. */
    AdviceView advice();

    /** Returns what is known of the log itself. */
    LogView log();

    /** Returns how long the run took, or has taken so far; null if it has not begun. */
    default @Nullable Duration elapsed(Instant now) {
        return Durations.between(started(), finished(), now);
    }

    /** Returns the packages that are being worked on, in order of their appearance. */
    default List<PackageView> active() {
        return packages().stream().filter(PackageView::active).toList();
    }

    /** Returns the stage that began last and has not ended, or null. */
    default @Nullable StageView currentStage() {
        return stages().stream()
                .filter(s -> s.outcome() == null)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /** Returns the root that began last and has not ended, or null. */
    default @Nullable RootView currentRoot() {
        return roots().stream()
                .filter(r -> r.outcome() == null)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /** Returns the package of that id, or null; if several workers have it, the one that was worked on first. */
    default @Nullable PackageView packageOf(String id) {
        return packages().stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }

    /** Returns the number of packages that ended in the given way. */
    default long count(Outcome outcome) {
        return packages().stream().filter(p -> p.outcome() == outcome).count();
    }
}
