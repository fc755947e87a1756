package dev.pctl.progress.spack;

import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.spack.LogFailure.Numbered;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines, as bytes: keeping one makes no garbage, and text is made only of those that are asked for. Lines are not
 * copied until {@link #settle} is called, and then all together, into arrays that are used again and again.
 */
final class Tail {

    private static final int BLOCK = 1 << 17;
    private static final byte[] NOTHING = {};

    /** A place for a line. */
    private static final class Slot {
        private byte[] bytes = NOTHING;
        private int from;
        private int start;
        private int end;
        private long number;
        private @Nullable PackageRef pkg;
        private Instant readAt = Instant.EPOCH;

        /** The line stands elsewhere from now on. */
        void move(byte[] there, int by) {
            bytes = there;
            from += by;
            start += by;
            end += by;
        }
    }

    /** Room for copies of lines. */
    private static final class Block {
        private final byte[] bytes;
        private int used;

        /** The number of the last line in it, counted from the first ever added. */
        private long last;

        Block(int length) {
            bytes = new byte[length];
        }

        boolean hasRoom(int length) {
            return length <= bytes.length - used;
        }
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
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int first;
    private int size;
    private long added;
    private int unsettled;

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
        if (!line.lasts()) {
            settle();
        }
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
        slot.bytes = line.bytes();
        slot.from = line.from();
        slot.end = Math.min(line.end(), line.from() + longest);
        slot.start = Math.min(line.start(), slot.end);
        slot.number = number;
        slot.pkg = pkg;
        slot.readAt = readAt;
        added++;
        unsettled = Math.min(size, unsettled + 1);
        if (!line.lasts()) {
            settle();
        }
    }

    /** The bytes in which the newest lines stand, one after the other, are about to change. */
    void settle() {
        if (unsettled == 0) {
            return;
        }
        int from = at(size - unsettled).from;
        Slot newest = at(size - 1);
        int length = newest.end - from;
        Block block = blockFor(length);
        System.arraycopy(newest.bytes, from, block.bytes, block.used, length);
        for (int i = size - unsettled; i < size; i++) {
            at(i).move(block.bytes, block.used - from);
        }
        block.used += length;
        block.last = added;
        unsettled = 0;
    }

    /** The newest block if it has room, or the oldest if all of its lines are forgotten, or another. */
    private Block blockFor(int length) {
        Block newest = blocks.peekLast();
        if (newest != null && newest.hasRoom(length)) {
            return newest;
        }
        Block oldest = blocks.peekFirst();
        boolean free = oldest != null && oldest.last <= added - size && oldest.bytes.length >= length;
        Block block = free ? blocks.removeFirst() : new Block(Math.max(length, BLOCK));
        block.used = 0;
        blocks.addLast(block);
        return block;
    }

    private Slot at(int index) {
        return slots[(first + index) % slots.length];
    }

    /** Gives the newest so many lines, oldest first. */
    void give(int count, Taker taker) {
        for (int i = Math.max(0, size - count); i < size; i++) {
            Slot slot = at(i);
            String prefix = text(slot, slot.from, slot.start);
            taker.take(slot.number, slot.pkg, prefix, text(slot, slot.start, slot.end), slot.readAt);
        }
    }

    /** The newest lines of a package, oldest first. */
    List<Numbered> newestOf(@Nullable PackageRef pkg, int most) {
        Deque<Numbered> newest = new ArrayDeque<>();
        for (int i = size - 1; i >= 0 && newest.size() < most; i--) {
            Slot slot = at(i);
            if (Objects.equals(slot.pkg, pkg)) {
                newest.addFirst(new Numbered(slot.number, text(slot, slot.start, slot.end)));
            }
        }
        return List.copyOf(newest);
    }

    /** The texts of the lines behind that number, oldest first. */
    List<String> textsSince(long number) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Slot slot = at(i);
            if (slot.number > number) {
                texts.add(text(slot, slot.start, slot.end));
            }
        }
        return texts;
    }

    private static String text(Slot slot, int from, int to) {
        return new String(slot.bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
