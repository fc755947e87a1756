package dev.pctl.progress.buildlog.internal.prefix;

import dev.pctl.progress.buildlog.internal.line.LineSplitter;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.util.function.Consumer;

/**
 * The lines that came together with the one that is being looked at, behind it. They show how old that one is: the last of
 * them was read as soon as it could be.
 */
public final class Lookahead {

    /** So often in one piece of the log, since each time costs reading it. */
    private static final int MOST_LOOKS = 16;

    private static final byte[] NOTHING = {};

    private final PrefixStripper outer;
    private final PrefixStripper inner;
    private final LogLine line = new LogLine();
    private byte[] bytes = NOTHING;
    private int from;
    private int end;
    private int looks;

    public Lookahead(PrefixStripper outer, PrefixStripper inner) {
        this.outer = outer;
        this.inner = inner;
    }

    public void begin(byte[] piece, int offset, int length) {
        bytes = piece;
        from = offset;
        end = offset + length;
        looks = 0;
    }

    /** The caller may change the bytes now. */
    public void end() {
        begin(NOTHING, 0, 0);
    }

    /** A line ends there. */
    public void passTo(int index) {
        from = index;
    }

    /** Gives what stands in front of each of them. */
    public void prefixes(Consumer<String> taker) {
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
