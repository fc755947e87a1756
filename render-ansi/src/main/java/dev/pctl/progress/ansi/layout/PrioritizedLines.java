package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.style.StyledLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lines in their order, each with a rank: where there is not room for all of them, those that matter least are left out.
 */
final class PrioritizedLines {

    private record Entry(int place, int rank, StyledLine line) {}

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Adds a line below the others.
     *
     * @param rank how soon it can be left out: the higher, the sooner
     */
    void add(int rank, StyledLine line) {
        entries.add(new Entry(entries.size(), rank, line));
    }

    /** How many lines there are that matter at least as much as the rank says. */
    int upTo(int rank) {
        return (int) entries.stream().filter(e -> e.rank() <= rank).count();
    }

    /**
     * What there is room for, in order; of lines of the same rank the first ones.
     *
     * @param highest the highest rank that is taken at all
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
