package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.style.StyledLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lines in their order, each with a rank: if not all of them fit, the least important are left out. */
final class PrioritizedLines {

    private record Entry(int place, int rank, StyledLine line) {}

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Adds a line below the others.
     *
     * @param rank its importance: lines of a higher rank are left out first
     */
    void add(int rank, StyledLine line) {
        entries.add(new Entry(entries.size(), rank, line));
    }

    /** Returns how many lines have the given rank or are more important. */
    int upTo(int rank) {
        return (int) entries.stream().filter(e -> e.rank() <= rank).count();
    }

    /**
     * Returns the lines that fit, in order; of lines with the same rank the first ones.
     *
     * @param highest the highest rank to take at all
     */
    List<StyledLine> fit(int room, int highest) {
        return entries.stream()
                .filter(e -> e.rank() <= highest)
                .sorted(Comparator.comparingInt(Entry::rank))
                .limit(Math.max(0, room))
                .sorted(Comparator.comparingInt(Entry::place))
                .map(Entry::line)
                .toList();
    }
}
