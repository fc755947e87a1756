package dev.pctl.progress.spack;

import java.util.function.Consumer;

/**
 * The lines that came together with the one that is being looked at, behind it. They show how old that one is: the last of
 * them was read as soon as it could be.
 */
final class Ahead {

    /** So often in one piece of the log, since each time costs reading it. */
    private static final int MOST_LOOKS = 16;

    private static final byte[] NOTHING = {};

    private final OuterPrefix outer;
    private final OuterPrefix inner;
    private final Line line = new Line();
    private byte[] bytes = NOTHING;
    private int from;
    private int end;
    private int looks;

    Ahead(OuterPrefix outer, OuterPrefix inner) {
        this.outer = outer;
        this.inner = inner;
    }

    void begin(byte[] piece, int offset, int length) {
        bytes = piece;
        from = offset;
        end = offset + length;
        looks = 0;
    }

    /** The caller may change the bytes now. */
    void end() {
        begin(NOTHING, 0, 0);
    }

    /** A line ends there. */
    void passTo(int index) {
        from = index;
    }

    /** Gives what stands in front of each of them. */
    void prefixes(Consumer<String> taker) {
        if (looks++ >= MOST_LOOKS) {
            return;
        }
        int begin = from;
        for (int i = from; i <= end; i++) {
            if (i == end || bytes[i] == '\n' || bytes[i] == '\r') {
                prefix(begin, i, taker);
                begin = i + 1;
            }
        }
    }

    private void prefix(int begin, int to, Consumer<String> taker) {
        if (begin < to) {
            line.set(bytes, begin, Math.min(to - begin, LineSplitter.LIMIT), false, false);
            outer.stripKnown(line);
            inner.stripKnown(line);
            taker.accept(line.prefix());
        }
    }
}
