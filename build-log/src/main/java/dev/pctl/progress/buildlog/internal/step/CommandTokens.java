package dev.pctl.progress.buildlog.internal.step;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Finds the words of a command line in its bytes. Compilers' command lines are long, and most of their words are
 * irrelevant, so words are decoded on demand.
 */
final class CommandTokens {

    private static final byte[][] SOURCES = bytes(
            "c", "cc", "cpp", "cxx", "c++", "C", "f", "F", "f77", "F77", "f90", "F90", "f95", "F95", "f03", "F03",
            "f08", "F08", "for", "FOR", "ftn", "cu", "hip", "s", "S", "sx", "asm", "m", "mm", "cl", "ispc", "pyx");
    private static final byte[][] OBJECTS = bytes("o", "lo", "obj", "os", "pico", "a", "la", "so");
    private static final int LONGEST_EXTENSION = 4;

    private static final boolean[] BETWEEN = new boolean[1 << 7];

    static {
        " \t'\"`;(),".chars().forEach(c -> BETWEEN[c] = true);
    }

    private CommandTokens() {}

    static byte[][] bytes(String... words) {
        byte[][] all = new byte[words.length][];
        for (int i = 0; i < words.length; i++) {
            all[i] = words[i].getBytes(StandardCharsets.US_ASCII);
        }
        return all;
    }

    /** Returns whether the byte separates words; quotes do, since Spack prints {@code 'gcc' '-c' 'x.c'}. */
    static boolean isBetween(byte b) {
        return b >= 0 && BETWEEN[b];
    }

    /** Returns the end of the last word that ends at or before the index, or {@code from} if there is none. */
    static int endBefore(byte[] bytes, int from, int index) {
        int i = index;
        while (i > from && isBetween(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    /** Returns the start of the word that ends at the index. */
    static int startOf(byte[] bytes, int from, int end) {
        int i = end;
        while (i > from && !isBetween(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    static boolean isSource(byte[] bytes, int start, int end) {
        return hasExtension(bytes, start, end, SOURCES);
    }

    static boolean isObject(byte[] bytes, int start, int end) {
        return hasExtension(bytes, start, end, OBJECTS);
    }

    private static boolean hasExtension(byte[] bytes, int start, int end, byte[][] extensions) {
        int dot = dot(bytes, start, end);
        return dot > start && bytes[start] != '-' && isOneOf(bytes, dot + 1, end, extensions);
    }

    /** Returns the index of the extension's dot, or -1 if the word has no extension of the usual length. */
    static int dot(byte[] bytes, int start, int end) {
        for (int i = end - 1; i > start && i >= end - 1 - LONGEST_EXTENSION; i--) {
            if (bytes[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    static boolean isOneOf(byte[] bytes, int start, int end, byte[][] words) {
        for (byte[] word : words) {
            if (word.length == end - start && is(bytes, start, word)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the word is at the index. The array must be long enough. */
    static boolean is(byte[] bytes, int start, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (bytes[start + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWith(byte[] bytes, int start, int end, byte[] tail) {
        return end - start >= tail.length && is(bytes, end - tail.length, tail);
    }

    /** Returns the last part of a path. */
    static String name(byte[] bytes, int start, int end) {
        int from = end;
        while (from > start && bytes[from - 1] != '/') {
            from--;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * Returns a 64-bit hash of a piece of text. It is FNV-1a on eight bytes at a time, with the upper half of each
     * product folded into the lower half, which it would never affect otherwise. Collisions among 50,000 files are so
     * rare that counts can be trusted.
     */
    static long hash(long seed, byte[] bytes, int start, int end) {
        long hash = FNV_START ^ seed;
        int i = start;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * FNV_PRIME;
            hash ^= hash >>> Integer.SIZE;
        }
        for (; i < end; i++) {
            hash = (hash ^ bytes[i]) * FNV_PRIME;
        }
        return hash;
    }
}
