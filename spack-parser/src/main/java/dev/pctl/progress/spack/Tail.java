package dev.pctl.progress.spack;

import dev.pctl.progress.event.PackageRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines, as bytes in arrays that are used again and again: keeping one makes no garbage, and text is made
 * only of those that are asked for.
 */
final class Tail {

    private static final int USUAL_LENGTH = 160;

    /** A place for a line. */
    private static final class Slot {
        private byte[] bytes = new byte[USUAL_LENGTH];
        private int start;
        private int end;
        private long number;
        private @Nullable PackageRef pkg;
        private Instant readAt = Instant.EPOCH;
    }

    /** Takes a kept line. */
    interface Taker {
        /**
         * Takes one.
         *
         * @param prefix what stood in front of it
         */
        void take(long number, @Nullable PackageRef pkg, String prefix, String text, Instant readAt);
    }

    private final Slot[] slots;
    private final int longest;
    private int first;
    private int size;

    /**
     * A tail without lines.
     *
     * @param capacity how many lines are kept
     * @param longest so many bytes of a line are kept
     */
    Tail(int capacity, int longest) {
        slots = new Slot[capacity];
        this.longest = longest;
    }

    void add(Line line, long number, @Nullable PackageRef pkg, Instant readAt) {
        int index = first + size < slots.length ? first + size : first + size - slots.length;
        if (size == slots.length) {
            first = first + 1 == slots.length ? 0 : first + 1;
        } else {
            size++;
        }
        Slot slot = slots[index];
        if (slot == null) {
            slot = new Slot();
            slots[index] = slot;
        }
        int length = Math.min(longest, line.end() - line.from());
        if (slot.bytes.length < length) {
            slot.bytes = Arrays.copyOf(slot.bytes, Math.max(length, 2 * slot.bytes.length));
        }
        System.arraycopy(line.bytes(), line.from(), slot.bytes, 0, length);
        slot.start = Math.min(length, line.start() - line.from());
        slot.end = length;
        slot.number = number;
        slot.pkg = pkg;
        slot.readAt = readAt;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Gives the lines, oldest first, and forgets them. */
    void drain(Taker taker) {
        for (int i = 0; i < size; i++) {
            Slot slot = slots[(first + i) % slots.length];
            taker.take(slot.number, slot.pkg, text(slot, 0, slot.start), text(slot, slot.start, slot.end), slot.readAt);
        }
        size = 0;
    }

    /** The texts, oldest first. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Slot slot = slots[(first + i) % slots.length];
            texts.add(text(slot, slot.start, slot.end));
        }
        return texts;
    }

    private static String text(Slot slot, int from, int to) {
        return new String(slot.bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
