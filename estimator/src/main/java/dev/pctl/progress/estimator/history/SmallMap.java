package dev.pctl.progress.estimator.history;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** A few values by name, in their order, at little weight: a long history holds many of these. Immutable. */
final class SmallMap<V> extends AbstractMap<String, V> {

    private static final SmallMap<Object> EMPTY = new SmallMap<>(new Object[0]);

    private final Object[] namesAndValues;

    private SmallMap(Object[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    @SuppressWarnings("unchecked")
    static <V> SmallMap<V> empty() {
        return (SmallMap<V>) EMPTY;
    }

    /** Takes over the array: names, none of them twice, each followed by its value. */
    static <V> SmallMap<V> of(Object[] namesAndValues) {
        return new SmallMap<>(namesAndValues);
    }

    static <V> SmallMap<V> copyOf(Map<String, V> values) {
        if (values instanceof SmallMap<V> same) {
            return same;
        }
        if (values.isEmpty()) {
            return empty();
        }
        Object[] namesAndValues = new Object[2 * values.size()];
        int i = 0;
        for (Entry<String, V> entry : values.entrySet()) {
            namesAndValues[i++] = entry.getKey();
            namesAndValues[i++] = entry.getValue();
        }
        return new SmallMap<>(namesAndValues);
    }

    @Override
    public int size() {
        return namesAndValues.length / 2;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return SmallMap.this.size();
            }

            @Override
            public Iterator<Entry<String, V>> iterator() {
                return entries();
            }
        };
    }

    private Iterator<Entry<String, V>> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < namesAndValues.length;
            }

            @Override
            @SuppressWarnings("unchecked")
            public Entry<String, V> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return Map.entry((String) namesAndValues[next++], (V) namesAndValues[next++]);
            }
        };
    }
}
