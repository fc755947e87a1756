package dev.pctl.progress.buildlog.internal.track;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.spi.FactSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one log and their state: turns the events that grammars recognize into facts, each once and in order.
 *
 * <p>Grammars often know only a name. All look-ups by name use an index, so that a log with many packages takes
 * time in proportion to its lines.
 */
public final class PackageTracker {

    /** The state of a package. */
    public static final class Tracked {
        private PackageRef ref;
        private int attempt = 1;
        private boolean begun;
        private boolean numbered;
        private @Nullable Outcome outcome;
        private @Nullable InstallMethod method;
        private @Nullable String phase;
        private long lastOutput;
        private long phaseBefore;

        private Tracked(PackageRef ref) {
            this.ref = ref;
        }

        /** Returns the reference, as complete as it is known. */
        public PackageRef ref() {
            return ref;
        }

        /** Returns the number of the attempt, from 1. */
        public int attempt() {
            return attempt;
        }

        /** Returns the current phase, or null. */
        @Nullable
        public String phase() {
            return phase;
        }

        /** Returns the number of the last output line before the current phase, or 0. */
        public long phaseBefore() {
            return phaseBefore;
        }

        /** Returns how the attempt ended, or null while it is in progress. */
        @Nullable
        public Outcome outcome() {
            return outcome;
        }

        /** Returns whether work on the package is in progress. */
        public boolean active() {
            return begun && outcome == null;
        }
    }

    private final FactSink sink;
    private final KnownPackages packages = new KnownPackages();
    private final ActivePackages active = new ActivePackages();
    private @Nullable Tracked followed;
    private long failures;
    private long lastOutputOutside;
    private Supplier<Instant> now = () -> Instant.EPOCH;

    /** Creates a tracker without packages. */
    public PackageTracker(FactSink sink) {
        this.sink = sink;
    }

    /** Sets the source of the time of facts. */
    public void time(Supplier<Instant> time) {
        now = time;
    }

    /** Passes a fact to the sink, with the current time of the log. */
    public void emit(Fact fact) {
        sink.accept(now.get(), fact);
    }

    /** Passes on a host's own fact after tracking the package that it is about. */
    public void adopt(Instant time, Fact fact) {
        if (fact instanceof PackageFact f) {
            adopt(f);
        } else if (fact instanceof PhaseFact.Started f) {
            Tracked pkg = adopted(f.packageRef(), f.attempt());
            pkg.phase = f.phase();
            pkg.phaseBefore = pkg.lastOutput;
            active.touch(pkg);
        } else if (fact instanceof PhaseFact.Finished f) {
            adopted(f.packageRef(), f.attempt()).phase = null;
        }
        sink.accept(time, fact);
    }

    private void adopt(PackageFact fact) {
        Tracked pkg = adopted(fact.packageRef(), fact.attempt());
        if (fact instanceof PackageFact.Started) {
            active.touch(pkg);
        } else if (fact instanceof PackageFact.MethodKnown f) {
            pkg.method = f.method();
        } else if (fact instanceof PackageFact.Finished f) {
            end(pkg, f.outcome());
            pkg.phase = null;
        }
    }

    private Tracked adopted(PackageRef ref, int attempt) {
        Tracked pkg = tracked(ref);
        if (attempt > pkg.attempt) {
            restart(pkg);
            pkg.attempt = attempt;
        }
        pkg.begun = true;
        return pkg;
    }

    // ---- look-ups

    /** Returns whether no package is known. */
    public boolean nothingSeen() {
        return packages.isEmpty();
    }

    /** Returns whether a package is in progress. */
    public boolean anyActive() {
        return !active.isEmpty();
    }

    /** Returns whether the last attempt of any package failed. */
    public boolean anyFailed() {
        return failures > 0;
    }

    /** Returns the package, or null if it is not known. */
    @Nullable
    public Tracked known(PackageRef ref) {
        return packages.get(ref);
    }

    /** Returns the active package that the log named last, or null. */
    @Nullable
    public Tracked current() {
        return active.newest();
    }

    /** Sets the package whose log is being shown. */
    public void follow(@Nullable Tracked pkg) {
        followed = pkg;
    }

    /** Returns the package that output belongs to: the one whose log is being shown, else the current one. */
    @Nullable
    public Tracked outputOwner() {
        Tracked known = followed;
        return known != null && known.active() ? known : current();
    }

    /** Notes the number of a line of output of a package, or of none. */
    public void noteOutput(@Nullable Tracked pkg, long line) {
        if (pkg == null) {
            lastOutputOutside = line;
        } else {
            pkg.lastOutput = line;
        }
    }

    /** Returns the number of the last line of output of a package, or of none. */
    public long lastOutput(@Nullable Tracked pkg) {
        return pkg == null ? lastOutputOutside : pkg.lastOutput;
    }

    /** Returns the packages in progress, the current one last. */
    public List<Tracked> allActive() {
        return active.all();
    }

    /** Returns the newest package with that name: one in progress if there is any, or else any other. */
    @Nullable
    public Tracked byName(String name) {
        Tracked worked = active.newest(name);
        return worked != null ? worked : packages.newest(name);
    }

    /** Returns the reference of the newest package in progress with that name, or a reference with only the name. */
    public PackageRef named(String name) {
        Tracked worked = active.newest(name);
        return worked != null ? worked.ref : new PackageRef(name, null, null);
    }

    /** Returns the newest package with that name whose hash is unknown, or null. */
    @Nullable
    public Tracked unidentified(String name) {
        return packages.newestUnidentified(name);
    }

    /** Replaces the reference of a package by a more complete one, unless that belongs to another package. */
    public void identify(Tracked pkg, PackageRef complete) {
        if (packages.get(complete) == null) {
            emit(new PackageFact.Identified(pkg.ref, pkg.attempt, complete));
            String name = pkg.ref.name();
            packages.remove(pkg);
            pkg.ref = complete;
            packages.add(pkg);
            active.rename(pkg, name);
        }
    }

    /** Returns the package, and adds it if it is not known. */
    public Tracked tracked(PackageRef ref) {
        Tracked pkg = packages.get(ref);
        if (pkg == null) {
            pkg = new Tracked(ref);
            packages.add(pkg);
        }
        return pkg;
    }

    // ---- events

    /** Begins work on a package, or reports the number of one that has begun. */
    public Tracked start(PackageRef ref, @Nullable Integer index, @Nullable Integer total) {
        Tracked pkg = tracked(ref);
        boolean announcedLate =
                pkg.outcome == Outcome.SUCCEEDED && !pkg.numbered && pkg.method == InstallMethod.BINARY_CACHE;
        if (pkg.outcome != null && !announcedLate) {
            restart(pkg);
        }
        if (!announcedLate) {
            active.touch(pkg);
        }
        if (!pkg.begun || (index != null && !pkg.numbered)) {
            pkg.numbered |= index != null;
            pkg.begun = true;
            emit(new PackageFact.Started(pkg.ref, pkg.attempt, index, total));
        }
        return pkg;
    }

    /** Begins or continues work on a package. */
    public Tracked resume(PackageRef ref) {
        Tracked pkg = tracked(ref);
        return pkg.active() ? pkg : start(ref, null, null);
    }

    private void restart(Tracked pkg) {
        failures -= pkg.outcome == Outcome.FAILED ? 1 : 0;
        pkg.attempt++;
        pkg.begun = false;
        pkg.numbered = false;
        pkg.outcome = null;
        pkg.method = null;
        pkg.phase = null;
        pkg.phaseBefore = pkg.lastOutput;
    }

    /** Notes how a package is installed. */
    public void method(Tracked pkg, InstallMethod method) {
        if (pkg.method != method) {
            pkg.method = method;
            emit(new PackageFact.MethodKnown(pkg.ref, pkg.attempt, method));
        }
    }

    /** Reports what a package is doing, if it is active. */
    public void activity(@Nullable Tracked pkg, PackageFact.Kind kind, @Nullable String detail) {
        if (pkg != null && pkg.active()) {
            emit(new PackageFact.Activity(pkg.ref, pkg.attempt, kind, detail));
        }
    }

    /** Ends the current phase and begins another. */
    public void phase(Tracked pkg, String phase) {
        if (pkg.outcome != null || phase.equals(pkg.phase)) {
            return;
        }
        active.touch(pkg);
        endPhase(pkg, Outcome.SUCCEEDED);
        pkg.phase = phase;
        pkg.phaseBefore = pkg.lastOutput;
        emit(new PhaseFact.Started(pkg.ref, pkg.attempt, phase));
    }

    private void endPhase(Tracked pkg, Outcome how) {
        String phase = pkg.phase;
        if (phase != null) {
            emit(new PhaseFact.Finished(pkg.ref, pkg.attempt, phase, how));
        }
    }

    /** Reports a count of steps. */
    public void steps(Tracked pkg, String phase, long done, @Nullable Long total, @Nullable String item) {
        emit(new PhaseFact.Steps(pkg.ref, pkg.attempt, phase, done, total, total != null, item));
    }

    /** Reports a plan and stores its names, since the text of an id does not show where a name ends. */
    public void plan(PlanFact.Planned plan) {
        packages.plan(plan);
        emit(plan);
    }

    /** Returns the reference with name and version from the plan, if the plan contains the package. */
    public PackageRef asPlanned(PackageRef ref) {
        return packages.asPlanned(ref);
    }

    /** Reports where the log of a package is. */
    public void log(Tracked pkg, String path) {
        emit(new PackageFact.LogLocated(pkg.ref, pkg.attempt, path));
    }

    /** Reports a package that was found rather than built, unless it has succeeded already. */
    public void found(PackageRef ref, InstallMethod method, @Nullable String prefix) {
        Tracked pkg = packages.get(ref);
        if (pkg != null && pkg.outcome == Outcome.SUCCEEDED) {
            return;
        }
        if (pkg == null) {
            pkg = tracked(ref);
        } else if (pkg.outcome != null) {
            restart(pkg);
        }
        method(pkg, method);
        finish(pkg, Outcome.SUCCEEDED, prefix, null);
    }

    /**
     * Ends the attempt of a package if it has not ended yet.
     *
     * @param because the package that caused it, or null
     */
    public void finish(Tracked pkg, Outcome outcome, @Nullable String prefix, @Nullable String because) {
        if (close(pkg, outcome)) {
            emit(PackageFact.Finished.builder(pkg.ref, outcome)
                    .attempt(pkg.attempt)
                    .prefix(prefix)
                    .because(because)
                    .build());
        }
    }

    /** Ends the attempt of a package that was installed; the times are those printed in the log, or null. */
    public void succeed(Tracked pkg, @Nullable InstallTimes times, @Nullable String prefix) {
        if (close(pkg, Outcome.SUCCEEDED)) {
            emit(finished(pkg, Outcome.SUCCEEDED, times, prefix));
        }
    }

    private void end(Tracked pkg, Outcome outcome) {
        failures += outcome == Outcome.FAILED ? 1 : 0;
        failures -= pkg.outcome == Outcome.FAILED ? 1 : 0;
        pkg.outcome = outcome;
        active.remove(pkg);
    }

    private boolean close(Tracked pkg, Outcome outcome) {
        if (pkg.outcome != null) {
            return false;
        }
        endPhase(pkg, outcome);
        end(pkg, outcome);
        return true;
    }

    /** Adds the printed times or the install prefix to a package that has ended. */
    public void complete(Tracked pkg, @Nullable InstallTimes times, @Nullable String prefix) {
        Outcome outcome = pkg.outcome;
        if (outcome != null) {
            emit(finished(pkg, outcome, times, prefix));
        }
    }

    private static PackageFact.Finished finished(
            Tracked pkg, Outcome outcome, @Nullable InstallTimes times, @Nullable String prefix) {
        return PackageFact.Finished.builder(pkg.ref, outcome)
                .attempt(pkg.attempt)
                .stated(times == null ? null : times.total())
                .phases(times == null ? Map.of() : times.phases())
                .prefix(prefix)
                .build();
    }

    /** Reports a package that is not built because of another. */
    public void skip(PackageRef ref, String because) {
        Tracked pkg = tracked(ref);
        if (pkg.outcome == null) {
            finish(pkg, Outcome.SKIPPED, null, because);
        }
    }

    /** Ends all packages in progress. */
    public void endAll(Outcome outcome) {
        for (Tracked pkg : allActive()) {
            finish(pkg, outcome, null, null);
        }
    }
}
