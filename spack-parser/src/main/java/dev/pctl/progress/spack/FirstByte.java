package dev.pctl.progress.spack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells by how a line begins that it is of no interest to anyone, which most lines are. It knows nothing that the
 * grammars do not say: each names the bytes that its lines begin with.
 */
final class FirstByte {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BLANKS = 0x2020202020202020L;

    private static final int SHORT_HASH = 7;
    private static final int MOST_BLANKS = 8;

    private static final boolean[] OF_INTEREST = set(TreeReader.FIRST_BYTES
            + Markers.FIRST_BYTES
            + StateGrammar.FIRST_BYTES
            + ClassicGrammar.FIRST_BYTES
            + StepCounter.FIRST_BYTES);

    /** What lines of interest have behind blanks: nodes of trees, marked lines of logs, tags of makefiles. */
    private static final boolean[] BEHIND_BLANKS = set("->ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private FirstByte() {}

    private static boolean[] set(String bytes) {
        boolean[] set = new boolean[1 << Byte.SIZE];
        bytes.chars().forEach(b -> set[b] = true);
        return set;
    }

    /** Whether the line begins as lines of interest do. */
    static boolean isOfInterest(Line line) {
        byte first = line.at(0);
        if (first == ' ' || first == '\t') {
            return BEHIND_BLANKS[behindBlanks(line) & 0xff];
        }
        return OF_INTEREST[first & 0xff] || line.at(SHORT_HASH) == ' ';
    }

    /** The first byte that is no blank; how lines are indented is hard to foresee, so it is found without a loop. */
    private static byte behindBlanks(Line line) {
        byte[] bytes = line.bytes();
        int at = line.start();
        if (at + Long.BYTES <= line.end()) {
            long others = (long) LONGS.get(bytes, at) ^ BLANKS;
            int blanks = Long.numberOfTrailingZeros(others) >>> 3;
            if (blanks < Long.BYTES && bytes[at + blanks] != '\t') {
                return bytes[at + blanks];
            }
        }
        int end = Math.min(line.end(), at + MOST_BLANKS);
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at < line.end() ? bytes[at] : 0;
    }
}
