package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.view.PackageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The packages of a run by identity. A package that several workers build is a separate package for each; one that the
 * others wait for is that of its builder; one that is only planned belongs to whichever worker begins it.
 */
final class PackageRegistry {

    private final Map<String, Map<String, PackageState>> packages = new HashMap<>();
    private final Set<PackageState> worked = new LinkedHashSet<>();
    private final Set<PackageState> planned = new LinkedHashSet<>();
    private final SharedPackages shared = new SharedPackages();
    private final InstallerCounts counts = new InstallerCounts();

    /** The package of the newest fact: most facts are about the same package as the one before. */
    private @Nullable PackageState newest;

    private @Nullable PackageRef newestRef;
    private @Nullable String newestWorker;

    private @Nullable String worker;
    private boolean severalWorkers;

    /** A plan is for whichever worker builds the package, which the plan does not state. */
    void fold(String worker, PlanFact.Node node) {
        if (of(node.packageRef().id()).isEmpty()) {
            planned.add(state(worker, node.packageRef()));
        }
        each(worker, node.packageRef()).forEach(p -> p.plan(node));
    }

    void fold(String worker, PackageFact fact, Instant time, RunProgress progress) {
        if (fact instanceof PackageFact.Identified f) {
            identify(worker, state(worker, f.packageRef()), f);
            return;
        }
        PackageState state = begun(worker, fact.packageRef());
        state.fold(fact, time);
        counts.update(worker, state, progress);
    }

    void fold(String worker, PhaseFact fact, Instant time, RunProgress progress) {
        PackageState state = begun(worker, fact.packageRef());
        state.fold(fact, time);
        counts.updatePart(state, progress);
    }

    /** Returns the package that a fact shows to be worked on. Facts of one package mostly share the reference. */
    @SuppressWarnings("ReferenceEquality") // a shortcut for the reference of the fact before
    private PackageState begun(String worker, PackageRef ref) {
        PackageState known = newest;
        return known != null && isNewest(worker, ref) ? known : begin(worker, ref);
    }

    @SuppressWarnings("ReferenceEquality") // an equal reference is found by its id
    private boolean isNewest(String worker, @Nullable PackageRef ref) {
        return newest != null && ref == newestRef && worker.equals(newestWorker);
    }

    private PackageState begin(String worker, PackageRef ref) {
        PackageState state = state(worker, ref);
        begin(state);
        newest = state;
        newestRef = ref;
        newestWorker = worker;
        return state;
    }

    void fold(String worker, ForecastFact fact, Instant time) {
        if (fact instanceof ForecastFact.PackageTotal f) {
            each(worker, f.packageRef()).forEach(p -> p.forecast(f.total(), time));
        } else if (fact instanceof ForecastFact.AlternativeMethod f) {
            each(worker, f.packageRef()).forEach(p -> p.otherwise(f));
        } else if (fact instanceof ForecastFact.StepTotal f) {
            each(worker, f.packageRef()).forEach(p -> p.expectSteps(f.phase(), f.total()));
        } else if (fact instanceof ForecastFact.PhaseTotal f) {
            each(worker, f.packageRef()).forEach(p -> p.forecast(f));
        } else if (fact instanceof ForecastFact.PackageDiskNeed f) {
            each(worker, f.packageRef()).forEach(p -> p.forecast(f));
        }
    }

    private void begin(PackageState state) {
        severalWorkers |= worker != null && !worker.equals(state.worker());
        worker = state.worker();
        worked.add(state);
        planned.remove(state);
    }

    /** A plan may already have the package by its full name; what it says applies to the package that is worked on. */
    private void identify(String worker, PackageState state, PackageFact.Identified fact) {
        begin(state);
        newest = null;
        of(fact.packageRef().id()).remove(worker);
        PackageState before = state(worker, fact.as());
        put(of(fact.as().id()), state);
        if (before != state) {
            state.planAs(before);
            planned.remove(before);
            worked.remove(before);
        }
        state.call(fact.as().name());
        state.learn(fact.as());
    }

    /** Ends all packages that are still active when the run ends: their own end will not be seen. */
    void close(Instant time, Outcome outcome) {
        worked.forEach(p -> p.end(time, outcome));
    }

    /** Returns the worker's package, or null if it is not known to the worker. A shortcut finds the same reference. */
    @SuppressWarnings("ReferenceEquality")
    @Nullable
    PackageState find(String worker, @Nullable PackageRef ref) {
        return isNewest(worker, ref) ? newest : lookUp(worker, ref);
    }

    private @Nullable PackageState lookUp(String worker, @Nullable PackageRef ref) {
        Map<String, PackageState> ofPackage = ref == null ? null : packages.get(ref.id());
        return ofPackage == null ? null : ofPackage.get(worker);
    }

    int size() {
        return worked.size() + planned.size();
    }

    List<PackageView> views() {
        List<PackageView> all = new ArrayList<>(worked.size() + planned.size());
        inOrder().forEach(p -> all.add(p.view()));
        planned.forEach(p -> all.add(p.view()));
        return all;
    }

    /** Returns the packages that are worked on. Events of several workers arrive in any order, those of one in theirs. */
    private Collection<PackageState> inOrder() {
        if (!severalWorkers) {
            return worked;
        }
        Set<PackageState> awaited = shared.awaited();
        return worked.stream()
                .filter(p -> !awaited.contains(p))
                .sorted(SharedPackages.ORDER)
                .toList();
    }

    private Map<String, PackageState> of(String id) {
        return packages.computeIfAbsent(id, k -> new LinkedHashMap<>(2));
    }

    /** Returns the package of each worker that has it; if none has, adds it for the given worker. */
    private Collection<PackageState> each(String worker, PackageRef ref) {
        Map<String, PackageState> known = of(ref.id());
        if (known.isEmpty()) {
            state(worker, ref);
        }
        return known.values();
    }

    private PackageState state(String worker, PackageRef ref) {
        Map<String, PackageState> ofPackage = of(ref.id());
        PackageState state = ofPackage.get(worker);
        if (state == null && ofPackage.isEmpty() && ref.hash() != null) {
            adoptNamed(ref, ofPackage);
            state = ofPackage.get(worker);
        }
        if (state == null) {
            state = ofPackage.isEmpty() ? new PackageState(worker, ref) : ofAnotherWorker(worker, ref, ofPackage);
            put(ofPackage, state);
        }
        state.learn(ref);
        return state;
    }

    private void put(Map<String, PackageState> ofPackage, PackageState state) {
        int before = ofPackage.size();
        ofPackage.put(state.worker(), state);
        if (before == 1 && ofPackage.size() == 2) {
            shared.add(ofPackage);
        }
    }

    /** A plan without hashes names packages by version; it means the first package of that name and version. */
    private void adoptNamed(PackageRef ref, Map<String, PackageState> ofPackage) {
        Map<String, PackageState> named = packages.getOrDefault(ref.spec(), Map.of());
        if (!named.isEmpty() && planned.containsAll(named.values())) {
            ofPackage.putAll(named);
            packages.remove(ref.spec());
        }
    }

    /** A package that another worker has: the same one while it is only planned, else a separate one. */
    private PackageState ofAnotherWorker(String worker, PackageRef ref, Map<String, PackageState> known) {
        Map.Entry<String, PackageState> first = known.entrySet().iterator().next();
        PackageState other = first.getValue();
        if (planned.contains(other)) {
            known.remove(first.getKey());
            other.moveTo(worker);
            return other;
        }
        PackageState state = new PackageState(worker, ref);
        state.planAs(other);
        return state;
    }
}
