package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One process and its descendants, from {@code /proc}. */
public final class ProcessTree {

    /** The kernel's clock ticks a second: 100 on every architecture in use. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int FIELDS_AFTER_NAME = 22;

    /**
     * The data of one process.
     *
     * @param ticks processor time of its own and of its ended children: so added up over a tree, the time of
     *     short-lived
     *     compilers is in their parent's, and the sum does not go back when they end
     * @param pages resident memory
     * @param state a letter as in {@code ps}: R runs, S sleeps, T is stopped
     */
    public record Stat(long pid, long parent, long ticks, long pages, int threads, char state) {}

    private ProcessTree() {}

    /** Parses the line of {@code /proc/PID/stat}, whose second field may contain anything; null if it is none. */
    static @Nullable Stat parse(String line) {
        int open = line.indexOf(" (");
        int close = line.lastIndexOf(") ");
        if (open < 0 || close < open) {
            return null;
        }
        long pid = Columns.number(line.substring(0, open));
        List<String> rest = Columns.of(line.substring(close + 2));
        if (pid < 0 || rest.size() < FIELDS_AFTER_NAME) {
            return null;
        }
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Math.max(0, Columns.number(rest.get(field)));
        }
        long pages = Math.max(0, Columns.number(rest.get(21)));
        int threads = (int) Columns.number(rest.get(17));
        return new Stat(
                pid,
                Columns.number(rest.get(1)),
                ticks,
                pages,
                threads,
                rest.get(0).charAt(0));
    }

    /** Parses id, parent, four kinds of ticks, resident pages and state; null if that is something else. */
    static @Nullable Stat parse(List<String> fields) {
        if (fields.size() != 8) {
            return null;
        }
        List<Long> numbers = fields.stream().limit(7).map(Columns::number).toList();
        if (numbers.contains(-1L)) {
            return null;
        }
        long ticks = numbers.subList(2, 6).stream().mapToLong(n -> n).sum();
        char state = fields.get(7).charAt(0);
        return new Stat(numbers.get(0), numbers.get(1), ticks, numbers.get(6), 1, state);
    }

    /** Returns the root and its descendants. */
    static List<Stat> of(long root, List<Stat> processes) {
        Map<Long, List<Stat>> children = new HashMap<>();
        processes.forEach(p ->
                children.computeIfAbsent(p.parent(), k -> new ArrayList<>()).add(p));
        List<Stat> tree = new ArrayList<>();
        processes.stream().filter(p -> p.pid() == root).findFirst().ifPresent(tree::add);
        Set<Long> seen = new HashSet<>(Set.of(root));
        Deque<Long> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Stat child : children.getOrDefault(open.remove(), List.of())) {
                if (seen.add(child.pid())) {
                    tree.add(child);
                    open.add(child.pid());
                }
            }
        }
        return tree;
    }

    static void addUp(List<Stat> tree, long pageSize, MachineSnapshot readings) {
        long ticks = tree.stream().mapToLong(Stat::ticks).sum();
        long pages = tree.stream().mapToLong(Stat::pages).sum();
        readings.processes(tree.size(), ticks / TICKS_PER_SECOND, pages * pageSize);
    }
}
