package dev.pctl.progress.spack;

/**
 * Tells by how a line begins that it is of no interest to anyone, which most lines are. It knows nothing that the
 * grammars do not say: each names the bytes that its lines begin with.
 */
final class FirstByte {

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
        byte[] bytes = line.bytes();
        int at = line.start();
        int end = Math.min(line.end(), at + MOST_BLANKS);
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (at > line.start()) {
            return at < line.end() && BEHIND_BLANKS[bytes[at] & 0xff];
        }
        return OF_INTEREST[line.at(0) & 0xff] || line.at(SHORT_HASH) == ' ';
    }
}
