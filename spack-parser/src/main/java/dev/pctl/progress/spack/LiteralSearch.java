package dev.pctl.progress.spack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many sets of texts have one in a line, in one pass over it, without regard to case (Aho and Corasick
 * 1975, "Efficient string matching"). Immutable.
 */
final class LiteralSearch {

    private static final int ASCII = 128;

    /** For each character its column in the table; column 0 is for all characters that are in no text. */
    private final char[] columns = new char[ASCII];

    private final int width;
    private final int[] next;
    private final @Nullable BitSet[] found;

    /** A search for these texts, all in lower case and ASCII; what is found is told by the place in the list. */
    LiteralSearch(List<? extends Collection<String>> texts) {
        int used = 1;
        for (Collection<String> set : texts) {
            for (String text : set) {
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    if (columns[c] == 0) {
                        columns[c] = (char) used++;
                    }
                }
            }
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            columns[c] = columns[c + 'a' - 'A'];
        }
        width = used;
        List<int[]> rows = new ArrayList<>(List.of(new int[width]));
        List<@Nullable BitSet> ends = new ArrayList<>();
        ends.add(null);
        for (int set = 0; set < texts.size(); set++) {
            for (String text : texts.get(set)) {
                add(text, set, rows, ends);
            }
        }
        link(rows, ends);
        next = new int[rows.size() * width];
        for (int state = 0; state < rows.size(); state++) {
            System.arraycopy(rows.get(state), 0, next, state * width, width);
        }
        found = ends.toArray(new BitSet[0]);
    }

    private void add(String text, int set, List<int[]> rows, List<@Nullable BitSet> ends) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            int column = columns[text.charAt(i)];
            if (rows.get(state)[column] == 0) {
                rows.get(state)[column] = rows.size();
                rows.add(new int[width]);
                ends.add(null);
            }
            state = rows.get(state)[column];
        }
        BitSet end = ends.get(state);
        if (end == null) {
            end = new BitSet();
            ends.set(state, end);
        }
        end.set(set);
    }

    /** Breadth first: where no text goes on, the longest end of it that begins another text does. */
    private void link(List<int[]> rows, List<@Nullable BitSet> ends) {
        int[] fallback = new int[rows.size()];
        Deque<Integer> queue = new ArrayDeque<>();
        for (int child : rows.get(0)) {
            if (child != 0) {
                queue.add(child);
            }
        }
        while (!queue.isEmpty()) {
            int state = queue.remove();
            int[] row = rows.get(state);
            ends.set(state, union(ends.get(state), ends.get(fallback[state])));
            for (int column = 1; column < width; column++) {
                int other = rows.get(fallback[state])[column];
                if (row[column] == 0) {
                    row[column] = other;
                } else {
                    fallback[row[column]] = other;
                    queue.add(row[column]);
                }
            }
        }
    }

    private static @Nullable BitSet union(@Nullable BitSet one, @Nullable BitSet other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    /** The places of the sets of which a text is in the line; null if there are none. */
    @Nullable
    BitSet in(String line) {
        BitSet all = null;
        int state = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            state = c < ASCII ? next[state * width + columns[c]] : 0;
            BitSet here = found[state];
            if (here != null) {
                if (all == null) {
                    all = new BitSet();
                }
                all.or(here);
            }
        }
        return all;
    }
}
