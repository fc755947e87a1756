package dev.pctl.progress.buildlog.internal.track;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packages of one log by id and by name, and the names in its plan. */
final class KnownPackages {

    private static final int SHORT_HASH = 7;

    private final Map<String, Tracked> byId = new HashMap<>();
    private final Map<String, PackageRef> planned = new HashMap<>();
    private final Map<Tracked, Long> orders = new HashMap<>();
    private final NameIndex names = new NameIndex();
    private final NameIndex unidentified = new NameIndex();
    private long order;

    boolean isEmpty() {
        return byId.isEmpty();
    }

    @Nullable
    Tracked get(PackageRef ref) {
        return byId.get(ref.id());
    }

    void add(Tracked pkg) {
        PackageRef ref = pkg.ref();
        order++;
        byId.put(ref.id(), pkg);
        orders.put(pkg, order);
        names.add(ref.name(), order, pkg);
        if (ref.hash() == null) {
            unidentified.add(ref.name(), order, pkg);
        }
    }

    void remove(Tracked pkg) {
        PackageRef ref = pkg.ref();
        byId.remove(ref.id());
        Long ofPackage = orders.remove(pkg);
        if (ofPackage != null) {
            names.remove(ref.name(), ofPackage);
            unidentified.remove(ref.name(), ofPackage);
        }
    }

    @Nullable
    Tracked newest(String name) {
        return names.newest(name);
    }

    @Nullable
    Tracked newestUnidentified(String name) {
        return unidentified.newest(name);
    }

    void plan(PlanFact.Planned plan) {
        plan.nodes().forEach(n -> {
            String hash = n.packageRef().hash();
            if (hash != null) {
                planned.put(hash.substring(0, Math.min(SHORT_HASH, hash.length())), n.packageRef());
            }
        });
    }

    PackageRef asPlanned(PackageRef ref) {
        String hash = ref.hash();
        PackageRef known =
                hash == null || hash.length() < SHORT_HASH ? null : planned.get(hash.substring(0, SHORT_HASH));
        return known == null ? ref : new PackageRef(known.name(), known.version(), hash);
    }
}
