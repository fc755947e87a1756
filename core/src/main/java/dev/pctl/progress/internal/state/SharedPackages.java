package dev.pctl.progress.internal.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that several workers report. Workers that install into one tree wait for each other: a package that one
 * builds and the others wait for is one package.
 */
final class SharedPackages {

    /** The order of first events, whatever the order in which those of several workers arrive. */
    static final Comparator<PackageState> ORDER = Comparator.comparing(
                    PackageState::seen, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparing(PackageState::worker);

    private final List<Map<String, PackageState>> shared = new ArrayList<>();

    /** Adds a package that a second worker reports, as a map from each worker to its state. */
    void add(Map<String, PackageState> ofPackage) {
        shared.add(ofPackage);
    }

    /** Finds who waits for whom, and returns the states of those who wait: the builder's state stands for them. */
    Set<PackageState> awaited() {
        Set<PackageState> all = new HashSet<>();
        for (Map<String, PackageState> ofPackage : shared) {
            List<PackageState> states =
                    ofPackage.values().stream().sorted(ORDER).toList();
            List<PackageState> waiting =
                    states.stream().filter(PackageState::isAwaited).toList();
            List<String> names = waiting.stream().map(PackageState::worker).toList();
            boolean built = false;
            for (PackageState state : states) {
                boolean builder = !built && state.isWorkedOn();
                state.awaitedBy(builder ? names : List.of());
                built |= builder;
            }
            if (built) {
                all.addAll(waiting);
            }
        }
        return all;
    }
}
