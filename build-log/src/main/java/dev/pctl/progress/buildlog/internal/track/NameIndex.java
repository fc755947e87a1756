package dev.pctl.progress.buildlog.internal.track;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the newest package with a given name in logarithmic time. */
final class NameIndex {

    private record Key(String name, long order) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::name).thenComparingLong(Key::order);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final NavigableMap<Key, Tracked> packages = new TreeMap<>();

    /**
     * Adds a package.
     *
     * @param order unique in this index, and greater for newer ones
     */
    void add(String name, long order, Tracked pkg) {
        packages.put(new Key(name, order), pkg);
    }

    void remove(String name, long order) {
        packages.remove(new Key(name, order));
    }

    @Nullable
    Tracked newest(String name) {
        Map.Entry<Key, Tracked> entry = packages.floorEntry(new Key(name, Long.MAX_VALUE));
        return entry != null && entry.getKey().name().equals(name) ? entry.getValue() : null;
    }
}
