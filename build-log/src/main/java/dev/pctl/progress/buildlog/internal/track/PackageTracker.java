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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps which packages are known and how far they are, and turns what is understood into facts. */
public final class PackageTracker {

    /** What the parser knows of a package. */
    public static final class Tracked {
        private PackageRef ref;
        private int attempt = 1;
        private boolean begun;
        private boolean numbered;
        private @Nullable Outcome outcome;
        private @Nullable InstallMethod method;
        private @Nullable String phase;
        private long lastSpoken;
        private long phaseBefore;

        private Tracked(PackageRef ref) {
            this.ref = ref;
        }

        public PackageRef ref() {
            return ref;
        }

        public int attempt() {
            return attempt;
        }

        @Nullable
        public String phase() {
            return phase;
        }

        /** The number of the last line of its output before its phase began. */
        public long phaseBefore() {
            return phaseBefore;
        }

        @Nullable
        public Outcome outcome() {
            return outcome;
        }

        public boolean active() {
            return begun && outcome == null;
        }
    }

    private static final int SHORT_HASH = 7;

    private final FactSink sink;
    private final Map<String, Tracked> packages = new LinkedHashMap<>();
    private final Map<String, PackageRef> planned = new HashMap<>();
    private final List<Tracked> active = new ArrayList<>();
    private @Nullable Tracked followed;
    private long lastOfNobody;
    private Supplier<Instant> now = () -> Instant.EPOCH;

    public PackageTracker(FactSink sink) {
        this.sink = sink;
    }

    /** Facts are of this time from now on; it is asked for when there is one. */
    public void time(Supplier<Instant> time) {
        now = time;
    }

    public void emit(Fact fact) {
        sink.accept(now.get(), fact);
    }

    /** Passes a host's own fact on, having learned from it what is worked on. */
    public void adopt(Instant time, Fact fact) {
        if (fact instanceof PackageFact f) {
            adopt(f);
        } else if (fact instanceof PhaseFact.Started f) {
            Tracked pkg = adopted(f.packageRef(), f.attempt());
            pkg.phase = f.phase();
            pkg.phaseBefore = pkg.lastSpoken;
            touch(pkg);
        } else if (fact instanceof PhaseFact.Finished f) {
            adopted(f.packageRef(), f.attempt()).phase = null;
        }
        sink.accept(time, fact);
    }

    private void adopt(PackageFact fact) {
        Tracked pkg = adopted(fact.packageRef(), fact.attempt());
        if (fact instanceof PackageFact.Started) {
            touch(pkg);
        } else if (fact instanceof PackageFact.MethodKnown f) {
            pkg.method = f.method();
        } else if (fact instanceof PackageFact.Finished f) {
            pkg.outcome = f.outcome();
            pkg.phase = null;
            active.remove(pkg);
        }
    }

    private Tracked adopted(PackageRef ref, int attempt) {
        Tracked pkg = tracked(ref);
        if (attempt > pkg.attempt) {
            again(pkg);
            pkg.attempt = attempt;
        }
        pkg.begun = true;
        return pkg;
    }

    // ---- who is meant

    public boolean nothingSeen() {
        return packages.isEmpty();
    }

    public boolean anyActive() {
        return !active.isEmpty();
    }

    public boolean anyFailed() {
        return packages.values().stream().anyMatch(p -> p.outcome == Outcome.FAILED);
    }

    boolean anyCancelled() {
        return packages.values().stream().anyMatch(p -> p.outcome == Outcome.CANCELLED);
    }

    @Nullable
    public Tracked known(PackageRef ref) {
        return packages.get(ref.id());
    }

    /** The package worked on last, or null if none is being worked on. */
    @Nullable
    public Tracked current() {
        return active.isEmpty() ? null : active.get(active.size() - 1);
    }

    /** The package whose log is being shown has said so. */
    public void follow(@Nullable Tracked pkg) {
        followed = pkg;
    }

    /** The package that output belongs to: the one whose log is being shown, else the one worked on last. */
    @Nullable
    public Tracked speaking() {
        Tracked known = followed;
        return known != null && known.active() ? known : current();
    }

    /** A line of output is the package's, or nobody's. */
    public void spoke(@Nullable Tracked pkg, long line) {
        if (pkg == null) {
            lastOfNobody = line;
        } else {
            pkg.lastSpoken = line;
        }
    }

    /** The number of the package's last line of output, or of nobody's. */
    public long lastSpoken(@Nullable Tracked pkg) {
        return pkg == null ? lastOfNobody : pkg.lastSpoken;
    }

    /** The packages being worked on. */
    public List<Tracked> allActive() {
        return List.copyOf(active);
    }

    /** The package of that name: one being worked on if there is one, else the one seen last. */
    @Nullable
    public Tracked byName(String name) {
        for (int i = active.size() - 1; i >= 0; i--) {
            if (active.get(i).ref.name().equals(name)) {
                return active.get(i);
            }
        }
        Tracked last = null;
        for (Tracked pkg : packages.values()) {
            if (pkg.ref.name().equals(name)) {
                last = pkg;
            }
        }
        return last;
    }

    /** The reference to a package of which only the name is known: to the one of that name that is worked on, if any. */
    public PackageRef named(String name) {
        for (int i = active.size() - 1; i >= 0; i--) {
            if (active.get(i).ref.name().equals(name)) {
                return active.get(i).ref;
            }
        }
        return new PackageRef(name, null, null);
    }

    /** The package of that name whose hash is not known, or null. */
    @Nullable
    public Tracked unidentified(String name) {
        Tracked last = null;
        for (Tracked pkg : packages.values()) {
            if (pkg.ref.hash() == null && pkg.ref.name().equals(name)) {
                last = pkg;
            }
        }
        return last;
    }

    /** More is known now of a package. */
    public void identify(Tracked pkg, PackageRef fuller) {
        if (!fuller.id().equals(pkg.ref.id()) && !packages.containsKey(fuller.id())) {
            emit(new PackageFact.Identified(pkg.ref, pkg.attempt, fuller));
            packages.remove(pkg.ref.id());
            pkg.ref = fuller;
            packages.put(fuller.id(), pkg);
        }
    }

    /** The package, made known if it was not. */
    public Tracked tracked(PackageRef ref) {
        return packages.computeIfAbsent(ref.id(), id -> new Tracked(ref));
    }

    // ---- what happens to it

    /** Work on a package begins, or is announced again. */
    public Tracked start(PackageRef ref, @Nullable Integer index, @Nullable Integer total) {
        Tracked pkg = tracked(ref);
        boolean late = pkg.outcome == Outcome.SUCCEEDED && !pkg.numbered && pkg.method == InstallMethod.BINARY_CACHE;
        if (pkg.outcome != null && !late) {
            again(pkg);
        }
        if (!late) {
            touch(pkg);
        }
        if (!pkg.begun || (index != null && !pkg.numbered)) {
            pkg.numbered |= index != null;
            pkg.begun = true;
            emit(new PackageFact.Started(pkg.ref, pkg.attempt, index, total));
        }
        return pkg;
    }

    /** Work on a package begins or goes on. */
    public Tracked resume(PackageRef ref) {
        Tracked pkg = tracked(ref);
        return pkg.active() ? pkg : start(ref, null, null);
    }

    private void again(Tracked pkg) {
        pkg.attempt++;
        pkg.begun = false;
        pkg.numbered = false;
        pkg.outcome = null;
        pkg.method = null;
        pkg.phase = null;
        pkg.phaseBefore = pkg.lastSpoken;
    }

    private void touch(Tracked pkg) {
        active.remove(pkg);
        active.add(pkg);
    }

    public void method(Tracked pkg, InstallMethod method) {
        if (pkg.method != method) {
            pkg.method = method;
            emit(new PackageFact.MethodKnown(pkg.ref, pkg.attempt, method));
        }
    }

    public void activity(@Nullable Tracked pkg, PackageFact.Kind kind, @Nullable String detail) {
        if (pkg != null && pkg.active()) {
            emit(new PackageFact.Activity(pkg.ref, pkg.attempt, kind, detail));
        }
    }

    public void phase(Tracked pkg, String phase) {
        if (pkg.outcome != null || phase.equals(pkg.phase)) {
            return;
        }
        touch(pkg);
        endPhase(pkg, Outcome.SUCCEEDED);
        pkg.phase = phase;
        pkg.phaseBefore = pkg.lastSpoken;
        emit(new PhaseFact.Started(pkg.ref, pkg.attempt, phase));
    }

    private void endPhase(Tracked pkg, Outcome how) {
        String phase = pkg.phase;
        if (phase != null) {
            emit(new PhaseFact.Finished(pkg.ref, pkg.attempt, phase, how));
        }
    }

    public void steps(Tracked pkg, String phase, long done, @Nullable Long total, @Nullable String item) {
        emit(new PhaseFact.Steps(pkg.ref, pkg.attempt, phase, done, total, total != null, item));
    }

    /** Remembers the names of a plan: the text of an id alone does not tell where a name ends. */
    public void plan(PlanFact.Planned plan) {
        plan.nodes().forEach(n -> {
            String hash = n.packageRef().hash();
            if (hash != null) {
                planned.put(PackageRef.shortHash(hash), n.packageRef());
            }
        });
        emit(plan);
    }

    /** The reference with name and version as the plan has them, if it has them. */
    public PackageRef asPlanned(PackageRef ref) {
        String hash = ref.hash();
        PackageRef known = hash == null || hash.length() < SHORT_HASH ? null : planned.get(PackageRef.shortHash(hash));
        return known == null ? ref : new PackageRef(known.name(), known.version(), hash);
    }

    public void log(Tracked pkg, String path) {
        emit(new PackageFact.LogLocated(pkg.ref, pkg.attempt, path));
    }

    /** A package was found rather than built; one that is known already stays as it is. */
    public void found(PackageRef ref, InstallMethod method, @Nullable String prefix) {
        Tracked pkg = packages.get(ref.id());
        if (pkg != null && pkg.outcome == Outcome.SUCCEEDED) {
            return;
        }
        if (pkg == null) {
            pkg = tracked(ref);
        } else if (pkg.outcome != null) {
            again(pkg);
        }
        method(pkg, method);
        finish(pkg, Outcome.SUCCEEDED, prefix, null);
    }

    public void finish(Tracked pkg, Outcome outcome, @Nullable String prefix, @Nullable String because) {
        if (close(pkg, outcome)) {
            emit(PackageFact.Finished.builder(pkg.ref, outcome)
                    .attempt(pkg.attempt)
                    .prefix(prefix)
                    .because(because)
                    .build());
        }
    }

    /** A package was installed; its times are those that the log states, or null. */
    public void succeed(Tracked pkg, @Nullable InstallTimes times, @Nullable String prefix) {
        if (close(pkg, Outcome.SUCCEEDED)) {
            emit(finished(pkg, Outcome.SUCCEEDED, times, prefix));
        }
    }

    private boolean close(Tracked pkg, Outcome outcome) {
        if (pkg.outcome != null) {
            return false;
        }
        endPhase(pkg, outcome);
        pkg.outcome = outcome;
        active.remove(pkg);
        return true;
    }

    /** Says more of a package that has ended: the times that the log states, or where it is installed. */
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

    public void skip(PackageRef ref, String because) {
        Tracked pkg = tracked(ref);
        if (pkg.outcome == null) {
            finish(pkg, Outcome.SKIPPED, null, because);
        }
    }

    /** Nothing more comes: what is still going on ends like this. */
    public void endAll(Outcome outcome) {
        for (Tracked pkg : allActive()) {
            finish(pkg, outcome, null, null);
        }
    }
}
