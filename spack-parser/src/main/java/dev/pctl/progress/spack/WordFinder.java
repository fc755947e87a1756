package dev.pctl.progress.spack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tells which of many words occur in a line, at a small part of the cost of looking for each: every third pair of bytes
 * is looked up in a table of pairs, of which each word has three neighbouring ones, so that one of them is met wherever
 * the word stands; only there words are compared. Of a word those pairs are taken that are rare in logs. Immutable.
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

    /** The shortest word that can be looked for, in bytes: it has just three pairs. */
    static final int SHORTEST = 4;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int STRIDE = 3;
    private static final int PAIR = 0xffff;
    private static final int BUCKETS = 255;

    /** The bytes that logs of builds have most of, the most frequent first. */
    private static final String FREQUENT = " etirnaosclupdgm/-_fhb.kv0xy1=2w:,";

    /** For each pair the number of its bucket, or 0 if no word has it. */
    private final byte[] table = new byte[PAIR + 1];

    /** What may stand where a pair of the bucket is met. */
    private final Place[][] buckets = new Place[BUCKETS + 1][0];

    /** A pair of a word: where in it the pair begins. */
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

        boolean isIn(byte[] bytes, int from, int to, int pair) {
            int start = pair - at;
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
        Map<Integer, List<Place>> all = new TreeMap<>();
        words.forEach(w -> addPlaces(w, all));
        int next = 0;
        for (Map.Entry<Integer, List<Place>> pair : all.entrySet()) {
            int bucket = 1 + next++ % BUCKETS;
            table[pair.getKey()] = (byte) bucket;
            buckets[bucket] = Stream.concat(Arrays.stream(buckets[bucket]), pair.getValue().stream())
                    .toArray(Place[]::new);
        }
    }

    static boolean longEnough(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
    }

    private static void addPlaces(Word word, Map<Integer, List<Place>> all) {
        String text = word.anyCase() ? asciiLower(word.text()) : word.text();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int first = rarest(bytes);
        for (int at = first; at < first + STRIDE; at++) {
            Place place = new Place(bytes, word.anyCase(), word.mark(), at);
            for (int one : cases(bytes[at], word.anyCase())) {
                for (int other : cases(bytes[at + 1], word.anyCase())) {
                    all.computeIfAbsent(pair(one, other), p -> new ArrayList<>())
                            .add(place);
                }
            }
        }
    }

    /** Where the three neighbouring pairs begin that are the rarest together. */
    private static int rarest(byte[] word) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int first = 0; first + SHORTEST <= word.length; first++) {
            int frequency = 0;
            for (int at = first; at < first + STRIDE; at++) {
                frequency += frequency(word[at]) * frequency(word[at + 1]);
            }
            if (frequency < least) {
                least = frequency;
                best = first;
            }
        }
        return best;
    }

    private static int frequency(byte b) {
        int rank = FREQUENT.indexOf(b);
        return rank < 0 ? 1 : 1 + FREQUENT.length() - rank;
    }

    private static int[] cases(byte b, boolean any) {
        return any && b >= 'a' && b <= 'z' ? new int[] {b, b - ('a' - 'A')} : new int[] {b};
    }

    private static int pair(int one, int other) {
        return (one & 0xff) | ((other & 0xff) << 8);
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
        for (int i = from; i < last; i += 3 * STRIDE) {
            long eight = (long) LONGS.get(bytes, i);
            if (anyPair(eight) != 0) {
                found |= compare(bytes, from, to, i, eight);
            }
        }
        long eight = (long) LONGS.get(bytes, last);
        return anyPair(eight) == 0 ? found : found | compare(bytes, from, to, last, eight);
    }

    /** Whether any of the first, fourth and seventh pair is in the table. */
    private int anyPair(long eight) {
        return table[(int) eight & PAIR] | table[(int) (eight >>> 24) & PAIR] | table[(int) (eight >>> 48)];
    }

    private int compare(byte[] bytes, int from, int to, int at, long eight) {
        return compare(bytes, from, to, at, (int) eight & PAIR)
                | compare(bytes, from, to, at + STRIDE, (int) (eight >>> 24) & PAIR)
                | compare(bytes, from, to, at + 2 * STRIDE, (int) (eight >>> 48));
    }

    private int findInShort(byte[] bytes, int from, int to) {
        int found = 0;
        for (int i = from; i + 1 < to; i++) {
            found |= compare(bytes, from, to, i, pair(bytes[i], bytes[i + 1]));
        }
        return found;
    }

    private int compare(byte[] bytes, int from, int to, int at, int pair) {
        int found = 0;
        for (Place place : buckets[table[pair] & 0xff]) {
            found |= place.isIn(bytes, from, to, at) ? place.mark : 0;
        }
        return found;
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
