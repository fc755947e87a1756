package dev.pctl.progress.buildlog.internal.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A search for many words at once: finds which of some hundred words occur in a line, in one pass. Immutable.
 *
 * <p>It probes every fourth position only. The three bytes there are hashed and looked up in a bit set; each word is
 * stored under four neighbouring groups of three bytes, so one of them is probed wherever the word begins, and words
 * are compared only on a hit whose neighbouring bytes fit. The groups of a word are those that are rarest in build logs. Wu and Manber ("A fast
 * algorithm for multi-pattern searching", 1994) also hash blocks of bytes, but look up how far to shift. With a fixed
 * step, no branch depends on the text, and two probes cost one load of eight bytes.
 *
 * <p>The price is 64 KB of bits and a table of 32,768 buckets with 256 KB of neighbours for each set of words. There are at most 64 marks, and
 * words have at least {@value #SHORTEST} bytes. Measured on a log of 305 MB: the whole parser takes 0.26 s with this
 * search, and a list of the same 31 expressions tried on each line takes 5.2 s.
 */
public final class LiteralMatcher {

    /**
     * A word to search for.
     *
     * @param text the word, of at least {@value #SHORTEST} bytes in UTF-8
     * @param anyCase whether the case of ASCII letters is ignored
     * @param mark the bits that {@link #find} returns for it; many words may share one
     */
    public record Word(String text, boolean anyCase, long mark) {
        public Word {
            if (!longEnough(text)) {
                throw new IllegalArgumentException("too short to search for: " + text);
            }
        }
    }

    /** The number of bytes of the shortest word: any of its four groups contains at least two of them. */
    static final int SHORTEST = 4;

    /** The number of bytes that one call of {@link #mayContain} covers. */
    public static final int STEP = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int GROUP = 3;
    private static final int STRIDE = 4;

    /** The number of bytes of four neighbouring groups. */
    private static final int SPAN = GROUP + STRIDE - 1;

    /** The bit that lowers ASCII letters; it changes other bytes too, so that equality is only a first test. */
    private static final long FOLD = 0x2020202020202020L;

    /**
     * The multiplier of the hash (Knuth 6.4, the golden ratio): spreads the bits of a group over the upper bits of the
     * product. The shift drops the bytes after the group.
     */
    private static final int SPREAD = 0x9e3779b1 << Byte.SIZE;

    private static final int HASH_BITS = 19;
    private static final int PLACE_BITS = 15;

    /** The most frequent bytes of build logs, the most frequent first. */
    private static final String FREQUENT = " etirnaosclupdgm/-_fhb.kv0xy1=2w:,";

    /** The weight of one occurrence in {@link #COMMON}: greater than any product of three ranks. */
    private static final long OCCURRENCE_WEIGHT = 100_000;

    /** Typical text of build logs, which shows how frequent groups are. */
    private static final String COMMON = "/tmp/spack-stage/spack-stage-1.0/spack-src/test build/static/state.c in "
            + "/tmp/spack-stage/spack-stage-1.0/spack-build/standard.c install stage include installed status "
            + "/opt/spack/lib/pkgconfig package warning: cast increases required alignment of target type attribute "
            + "unused signed unsigned missing makefile make[1]: entering leaving directory building cxx object cmakefiles "
            + "linking executable duplicated version variable function declaration definition implicit return value "
            + "argument size line library source -wno-error -werror checking for whether yes no started in install "
            + "configure generated libtool: compile: suffix invalid default from in the expression tests note: has "
            + "enable disable comparison conversion consider parameter initializer in expansion of macro is not this "
            + "shared static test debug release string char const void struct defined been invalid in installed ";

    /** The rank of each byte: the higher, the more frequent; one for rare bytes. */
    private static final int[] RANKS = ranks();

    /** How often groups occur in {@link #COMMON}, by their buckets. */
    private static final byte[] OCCURRENCES = occurrences();

    private static final Place[] NO_PLACES = {};
    private static final int[] ANY_BYTE = IntStream.range(0, 1 << Byte.SIZE).toArray();

    /** One bit for each hash: whether a word has a group with that hash. */
    private final long[] groups = new long[1 << (HASH_BITS - 6)];

    /** The words to compare on a hit, by the upper bits of the hash. */
    private final Place[][] places = new Place[1 << PLACE_BITS][];

    /** For each bucket, the bits of the bytes that may be before the group of one of its words. */
    private final int[] before = new int[1 << PLACE_BITS];

    /** For each bucket, the bits of the bytes that may be after the group of one of its words. */
    private final int[] after = new int[1 << PLACE_BITS];

    /** A word and the offset of the group by which it is found. */
    private static final class Place {
        private final byte[] word;
        private final boolean anyCase;
        private final long mark;
        private final int at;
        private final long beginning;
        private final long mask;

        Place(byte[] word, boolean anyCase, long mark, int at) {
            this.word = word;
            this.anyCase = anyCase;
            this.mark = mark;
            this.at = at;
            mask = word.length >= Long.BYTES ? -1L : (1L << (Byte.SIZE * word.length)) - 1;
            beginning = ((long) LONGS.get(Arrays.copyOf(word, word.length + Long.BYTES), 0) | FOLD) & mask;
        }

        /** Returns the bytes that may be at an index of the word; next to a short word, any byte. */
        int[] bytesAt(int index) {
            if (index < 0 || index >= word.length) {
                return ANY_BYTE;
            }
            int b = word[index] & 0xff;
            boolean letter = anyCase && b >= 'a' && b <= 'z';
            return letter ? new int[] {b, b - ('a' - 'A')} : new int[] {b};
        }

        /** Returns one bit for the lower five bits of the byte at an index, which are the same for both cases of a letter. */
        int bitsAt(int index) {
            return index < 0 || index >= word.length ? -1 : 1 << word[index];
        }

        boolean isIn(byte[] bytes, int from, int to, int group) {
            int start = group - at;
            if (start < from || start + word.length > to) {
                return false;
            }
            if (start + Long.BYTES <= bytes.length && (((long) LONGS.get(bytes, start) | FOLD) & mask) != beginning) {
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

    /** Creates a search for these words. */
    public LiteralMatcher(Collection<Word> words) {
        Arrays.fill(places, NO_PLACES);
        for (Word word : merged(words)) {
            String text = word.anyCase() ? asciiLower(word.text()) : word.text();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            // the groups of a short word include a byte next to it
            int first = bytes.length < SPAN ? bytes.length - SPAN + 1 : rarest(bytes);
            for (int at = first; at < first + STRIDE; at++) {
                add(new Place(bytes, word.anyCase(), word.mark(), at), 0, 0);
            }
        }
    }

    /** Merges the marks of equal words. */
    private static List<Word> merged(Collection<Word> words) {
        Map<Word, Long> marks = new LinkedHashMap<>();
        words.forEach(w -> marks.merge(new Word(w.text(), w.anyCase(), 0), w.mark(), (a, b) -> a | b));
        return marks.entrySet().stream()
                .map(w -> new Word(w.getKey().text(), w.getKey().anyCase(), w.getValue()))
                .toList();
    }

    static boolean longEnough(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST;
    }

    /** Adds a place under all groups by which it may be found, byte by byte. */
    private void add(Place place, int group, int from) {
        if (from == GROUP) {
            addUnder(place, hash(group));
            return;
        }
        for (int b : place.bytesAt(place.at + from)) {
            add(place, group | b << (Byte.SIZE * from), from + 1);
        }
    }

    /**
     * Adds a place under a hash. Places are added one after the other, so a duplicate is the last one in its bucket.
     */
    private void addUnder(Place place, int hash) {
        groups[hash >>> 6] |= 1L << hash;
        int bucket = bucket(hash);
        before[bucket] |= place.bitsAt(place.at - 1);
        after[bucket] |= place.bitsAt(place.at + GROUP);
        Place[] bucketPlaces = places[bucket];
        if (bucketPlaces.length == 0 || bucketPlaces[bucketPlaces.length - 1] != place) {
            Place[] more = Arrays.copyOf(bucketPlaces, bucketPlaces.length + 1);
            more[bucketPlaces.length] = place;
            places[bucket] = more;
        }
    }

    /** Returns the index of the four neighbouring groups that are rarest in total. */
    private static int rarest(byte[] word) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int first = 0; first + SPAN <= word.length; first++) {
            long frequency = 0;
            for (int at = first; at < first + STRIDE; at++) {
                frequency += frequency(word, at);
            }
            if (frequency < least) {
                least = frequency;
                best = first;
            }
        }
        return best;
    }

    private static long frequency(byte[] word, int at) {
        int group = 0;
        long product = 1;
        for (int i = 0; i < GROUP; i++) {
            int b = lower(word[at + i] & 0xff);
            group |= b << (Byte.SIZE * i);
            product *= RANKS[b];
        }
        return OCCURRENCES[bucket(hash(group))] * OCCURRENCE_WEIGHT + product;
    }

    private static int[] ranks() {
        int[] ranks = new int[1 << Byte.SIZE];
        Arrays.fill(ranks, 1);
        for (int i = 0; i < FREQUENT.length(); i++) {
            ranks[FREQUENT.charAt(i)] = 1 + FREQUENT.length() - i;
        }
        return ranks;
    }

    private static byte[] occurrences() {
        byte[] counts = new byte[1 << PLACE_BITS];
        byte[] common = COMMON.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + GROUP <= common.length; i++) {
            counts[bucket(hash(groupAt(common, i)))]++;
        }
        return counts;
    }

    private static int bucket(int hash) {
        return hash >>> (HASH_BITS - PLACE_BITS);
    }

    private static int hash(long group) {
        return ((int) group * SPREAD) >>> (Integer.SIZE - HASH_BITS);
    }

    /** Returns one if the group at the first or the fifth of the eight bytes may belong to a word, or else zero. */
    public long mayContain(long eight) {
        int one = hash(eight);
        int other = hash(eight >>> (Byte.SIZE * STRIDE));
        return (groups[one >>> 6] >>> one | groups[other >>> 6] >>> other) & 1;
    }

    /** Returns the marks of the words within the bounds that contain one of the two groups at the index. */
    public long findAt(byte[] bytes, int from, int to, int at) {
        long eight = (long) LONGS.get(bytes, at);
        return compare(bytes, from, to, at, hash(eight))
                | compare(bytes, from, to, at + STRIDE, hash(eight >>> (Byte.SIZE * STRIDE)));
    }

    /**
     * Searches a line. Bytes after it in the array are read too, which avoids a check for its end.
     *
     * @return the union of the marks of the words in it
     */
    public long find(byte[] bytes, int from, int to) {
        long found = 0;
        int end = to - (GROUP - 1);
        int i = from;
        for (int last = Math.min(end, bytes.length - Long.BYTES); i <= last; i += STEP) {
            if (mayContain((long) LONGS.get(bytes, i)) != 0) {
                found |= findAt(bytes, from, to, i);
            }
        }
        return i > end ? found : found | findAtEnd(bytes, from, to, i);
    }

    /** Searches the end of a line that is the end of the array, including its last group. */
    private long findAtEnd(byte[] bytes, int from, int to, int start) {
        long found = 0;
        for (int i = start; i < to - GROUP; i += STRIDE) {
            found |= compare(bytes, from, to, i, hash(groupAt(bytes, i)));
        }
        int last = to - GROUP;
        return last < from ? 0 : found | compare(bytes, from, to, last, hash(groupAt(bytes, last)));
    }

    private long compare(byte[] bytes, int from, int to, int at, int hash) {
        boolean candidate = (groups[hash >>> 6] >>> hash & 1) != 0 && hasNeighbours(bytes, at, bucket(hash));
        return candidate ? compareAll(bytes, from, to, at, bucket(hash)) : 0;
    }

    private boolean hasNeighbours(byte[] bytes, int at, int bucket) {
        return (at == 0 || (before[bucket] >>> bytes[at - 1] & 1) != 0)
                && (at + GROUP >= bytes.length || (after[bucket] >>> bytes[at + GROUP] & 1) != 0);
    }

    private long compareAll(byte[] bytes, int from, int to, int at, int bucket) {
        long found = 0;
        for (Place place : places[bucket]) {
            found |= place.isIn(bytes, from, to, at) ? place.mark : 0;
        }
        return found;
    }

    private static int groupAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
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
