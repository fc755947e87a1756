package dev.pctl.progress.spack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which of many words occur in a line, at a small part of the cost of looking for each: every second group of four
 * bytes is looked up in a table of the groups that occur in any word; only where one does are words compared. Immutable.
 */
final class WordFinder {

    /**
     * A word to look for.
     *
     * @param text at least {@value #SHORTEST} bytes in UTF-8
     * @param anyCase whether ASCII letters count in either case
     * @param mark the bits that {@link #find} returns for it
     */
    record Word(String text, boolean anyCase, int mark) {
        Word {
            if (!longEnough(text)) {
                throw new IllegalArgumentException("too short to look for: " + text);
            }
        }
    }

    /** The shortest word that can be looked for, in bytes. */
    static final int SHORTEST = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Sets the bit in which upper and lower case differ. Other characters fall together by it too; comparing tells. */
    private static final int FOLD = 0x20202020;

    private static final long FOLD_EIGHT = 0x2020202020202020L;
    private static final int HASH_BITS = 18;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int LAST_BYTE = 24;

    /** One bit for each hash of a group. */
    private final long[] groups = new long[1 << (HASH_BITS - 6)];

    /** An open hash table: groups, and what stands there. */
    private final int[] keys;

    private final Place[][] places;

    /** A group of a word: where in it the group begins. */
    private static final class Place {
        private final byte[] word;
        private final boolean anyCase;
        private final int mark;
        private final int at;

        Place(byte[] word, boolean anyCase, int mark, int at) {
            this.word = word;
            this.anyCase = anyCase;
            this.mark = mark;
            this.at = at;
        }

        boolean isIn(byte[] bytes, int from, int to, int group) {
            int start = group - at;
            if (start < from || start + word.length > to) {
                return false;
            }
            for (int i = 0; i < word.length; i++) {
                int b = bytes[start + i];
                if ((anyCase ? lower(b) : b) != word[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    WordFinder(Collection<Word> words) {
        Map<Integer, List<Place>> all = new HashMap<>();
        words.forEach(w -> addPlaces(w, all));
        int size = 4 * Integer.highestOneBit(all.size() + 1);
        keys = new int[size];
        places = new Place[size][];
        all.forEach((group, at) -> {
            int hash = hash(group);
            groups[hash >>> 6] |= 1L << hash;
            int slot = slot(group);
            keys[slot] = group;
            places[slot] = at.toArray(new Place[0]);
        });
    }

    static boolean longEnough(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
    }

    /** Two neighbouring groups of each word, of which one is at an even distance from where a line begins. */
    private static void addPlaces(Word word, Map<Integer, List<Place>> all) {
        String text = word.anyCase() ? asciiLower(word.text()) : word.text();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(group(bytes, 0), new Place(bytes, word.anyCase(), word.mark(), 0), all);
        Place second = new Place(bytes, word.anyCase(), word.mark(), 1);
        if (bytes.length > SHORTEST) {
            add(group(bytes, 1), second, all);
            return;
        }
        int known = group(new byte[] {bytes[1], bytes[2], bytes[3], 0}, 0) & ~(0xff << LAST_BYTE);
        for (int any = 0; any < 1 << 8; any++) {
            if ((any & ' ') != 0) {
                add(known | any << LAST_BYTE, second, all);
            }
        }
    }

    private static void add(int group, Place place, Map<Integer, List<Place>> all) {
        all.computeIfAbsent(group, g -> new ArrayList<>()).add(place);
    }

    /**
     * Looks through a line.
     *
     * @return the marks of the words that occur in it, all together
     */
    int find(byte[] bytes, int from, int to) {
        int last = to - 8;
        if (last < from) {
            return findInShort(bytes, from, to);
        }
        int found = 0;
        for (int i = from; i < last; i += 6) {
            found |= eight(bytes, from, to, i);
        }
        return found | eight(bytes, from, to, last);
    }

    /** The words that have a group at this place, or two or four bytes behind it. */
    private int eight(byte[] bytes, int from, int to, int at) {
        long eight = (long) LONGS.get(bytes, at) | FOLD_EIGHT;
        int first = (int) eight;
        int second = (int) (eight >>> 16);
        int third = (int) (eight >>> 32);
        if (((bits(first) | bits(second) | bits(third)) & 1) == 0) {
            return 0;
        }
        return compare(bytes, from, to, at, first)
                | compare(bytes, from, to, at + 2, second)
                | compare(bytes, from, to, at + 4, third);
    }

    private int findInShort(byte[] bytes, int from, int to) {
        int found = 0;
        for (int i = from; i + SHORTEST <= to; i++) {
            found |= compare(bytes, from, to, i, group(bytes, i));
        }
        return found;
    }

    /** A number whose lowest bit tells whether the group may occur. */
    private long bits(int group) {
        int hash = hash(group);
        return groups[hash >>> 6] >>> hash;
    }

    private int compare(byte[] bytes, int from, int to, int at, int group) {
        if ((bits(group) & 1) == 0) {
            return 0;
        }
        Place[] there = places[slot(group)];
        int found = 0;
        if (there != null) {
            for (Place place : there) {
                found |= place.isIn(bytes, from, to, at) ? place.mark : 0;
            }
        }
        return found;
    }

    /** Where in the table the group is, or would be. */
    private int slot(int group) {
        int slot = hash(group) & (keys.length - 1);
        while (places[slot] != null && keys[slot] != group) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private static int group(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at) | FOLD;
    }

    private static int hash(int group) {
        return (group * MULTIPLIER) >>> (32 - HASH_BITS);
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static String asciiLower(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.chars().forEach(c -> lower.append((char) lower(c)));
        return lower.toString();
    }
}
