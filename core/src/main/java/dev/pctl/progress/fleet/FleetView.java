package dev.pctl.progress.fleet;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a fleet at one moment. Immutable.
 *
 * @since 0.1
 */
public final class FleetView {

    private static final Comparator<FleetRun> ORDER = Comparator.comparing(FleetRun::attention)
            .thenComparing(FleetView::mostRecent, Comparator.reverseOrder())
            .thenComparing(r -> r.view().run());

    private final Instant now;
    private final List<FleetRun> runs;
    private final long refused;
    private final FleetTotals totals;

    FleetView(Instant now, List<FleetRun> runs, long refused) {
        this.now = now;
        this.runs = runs.stream().sorted(ORDER).toList();
        this.refused = refused;
        totals = count();
    }

    /** A run keeps its place until its attention changes; ended ones come in the order of their end, newest first. */
    private static Instant mostRecent(FleetRun run) {
        RunView view = run.view();
        Instant finished = run.attention().isNeeded() ? null : view.finished();
        Instant started = view.started();
        return finished != null ? finished : started == null ? Instant.MIN : started;
    }

    /** Returns the moment, by the watcher's clock. */
    public Instant now() {
        return now;
    }

    /** Returns the runs, those that need attention most first; among equals the newest first. */
    public List<FleetRun> runs() {
        return runs;
    }

    /** Returns the run of that id, or null. */
    public @Nullable FleetRun run(String id) {
        Objects.requireNonNull(id, "id");
        return runs.stream().filter(r -> r.view().run().equals(id)).findFirst().orElse(null);
    }

    /** Returns the workers of all runs, in the order of the runs. */
    public List<FleetMachine> machines() {
        return runs.stream().flatMap(r -> r.machines().stream()).toList();
    }

    /** Returns how many runs and packages are in which state. */
    public FleetTotals totals() {
        return totals;
    }

    /** Returns how many events were refused because they exceeded the fleet's limits. */
    public long refused() {
        return refused;
    }

    private FleetTotals count() {
        int active = 0;
        int failed = 0;
        int succeeded = 0;
        int workers = 0;
        int silent = 0;
        PackageCounts packages = new PackageCounts();
        for (FleetRun run : runs) {
            active += run.active() ? 1 : 0;
            failed += run.attention() == Attention.FAILED ? 1 : 0;
            succeeded += run.attention() == Attention.SUCCEEDED ? 1 : 0;
            workers += run.machines().size();
            silent += (int)
                    run.machines().stream().filter(m -> m.silentSince() != null).count();
            packages.all += FleetTotals.packages(run.view());
            run.view().packages().forEach(packages::add);
        }
        return new FleetTotals(
                runs.size(),
                active,
                failed,
                succeeded,
                workers,
                silent,
                packages.all,
                packages.active,
                packages.installed,
                packages.failed);
    }

    private static final class PackageCounts {
        private long all;
        private long active;
        private long installed;
        private long failed;

        void add(PackageView pkg) {
            active += pkg.active() ? 1 : 0;
            installed += pkg.outcome() == Outcome.SUCCEEDED ? 1 : 0;
            failed += pkg.outcome() == Outcome.FAILED ? 1 : 0;
        }
    }
}
