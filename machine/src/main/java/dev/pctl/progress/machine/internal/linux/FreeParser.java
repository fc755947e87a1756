package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of {@code free}: old and new procps, and BusyBox. It has no unit unless it was called with
 * {@code -h}; but the kernel counts in pages of at least 4 KiB, so that numbers of bytes are all multiples of 1024 and
 * numbers of KiB all multiples of 4, which MiB are not.
 */
final class FreeParser {

    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;

    private List<String> columns = List.of();
    private List<String> memory = List.of();
    private List<String> swap = List.of();
    private List<String> withoutCaches = List.of();

    /** Takes the line if it belongs to the output of free. */
    boolean accept(List<String> words) {
        if (words.get(0).equals("total") && words.contains("used") && words.contains("free")) {
            columns = words;
            return true;
        }
        if (columns.isEmpty()) {
            return false;
        }
        List<String> numbers = words.subList(1, words.size());
        switch (words.get(0)) {
            case "Mem:" -> memory = numbers;
            case "Swap:" -> swap = numbers;
            case "-/+" -> withoutCaches = words.subList(Math.min(2, words.size()), words.size());
            default -> {
                return false;
            }
        }
        return true;
    }

    SampleFact.@Nullable Memory memory() {
        long unit = unit();
        long total = value(memory, columns.indexOf("total"), unit);
        long used = used(total, unit);
        if (total <= 0 || used < 0 || used > total) {
            return null;
        }
        return new SampleFact.Memory(
                used, total, known(available(total, unit)), known(value(swap, 1, unit)), known(value(swap, 0, unit)));
    }

    /** Returns what programs hold, whatever this version counts as used. */
    private long used(long total, long unit) {
        long available = available(total, unit);
        return available < 0 ? value(memory, columns.indexOf("used"), unit) : Math.max(0, total - available);
    }

    /** Returns the stated value, or what is not used if that excludes the caches; else it is not known. */
    private long available(long total, long unit) {
        long stated = value(memory, columns.indexOf("available"), unit);
        long used = value(withoutCaches, 0, unit);
        return stated >= 0 || used < 0 ? stated : total - used;
    }

    private long unit() {
        List<Long> numbers = new ArrayList<>();
        memory.forEach(n -> numbers.add(Columns.number(n)));
        swap.forEach(n -> numbers.add(Columns.number(n)));
        if (numbers.contains(-1L)) {
            return 1;
        }
        if (numbers.stream().allMatch(n -> n % KIB == 0)) {
            return 1;
        }
        return numbers.stream().allMatch(n -> n % 4 == 0) ? KIB : MIB;
    }

    private static long value(List<String> numbers, int index, long unit) {
        long number = index < 0 || index >= numbers.size() ? -1 : Columns.size(numbers.get(index));
        return number < 0 || number > Long.MAX_VALUE / unit ? -1 : number * unit;
    }

    private static @Nullable Long known(long value) {
        return value < 0 ? null : value;
    }
}
