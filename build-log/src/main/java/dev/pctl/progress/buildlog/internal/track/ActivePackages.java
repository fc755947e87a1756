package dev.pctl.progress.buildlog.internal.track;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The packages in progress, in the order in which the log last named them. */
final class ActivePackages {

    private final NavigableMap<Long, Tracked> byTurn = new TreeMap<>();
    private final Map<Tracked, Long> turns = new HashMap<>();
    private final NameIndex names = new NameIndex();
    private @Nullable Tracked newest;
    private long turn;

    /** Makes a package the newest, whether it was active or not. */
    void touch(Tracked pkg) {
        if (pkg != newest) {
            remove(pkg);
            turn++;
            byTurn.put(turn, pkg);
            turns.put(pkg, turn);
            names.add(pkg.ref().name(), turn, pkg);
            newest = pkg;
        }
    }

    void remove(Tracked pkg) {
        Long ofPackage = turns.remove(pkg);
        if (ofPackage != null) {
            byTurn.remove(ofPackage);
            names.remove(pkg.ref().name(), ofPackage);
        }
        if (pkg == newest) {
            newest = byTurn.isEmpty() ? null : byTurn.lastEntry().getValue();
        }
    }

    /** Updates the name of a package. */
    void rename(Tracked pkg, String before) {
        Long ofPackage = turns.get(pkg);
        if (ofPackage != null) {
            names.remove(before, ofPackage);
            names.add(pkg.ref().name(), ofPackage, pkg);
        }
    }

    boolean isEmpty() {
        return newest == null;
    }

    @Nullable
    Tracked newest() {
        return newest;
    }

    @Nullable
    Tracked newest(String name) {
        return names.newest(name);
    }

    List<Tracked> all() {
        return List.copyOf(byTurn.values());
    }
}
