package dev.pctl.progress.buildlog.internal.prefix;

import dev.pctl.progress.buildlog.internal.line.LineSplitter;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.util.function.Consumer;

/**
 * The lines later in the same chunk. Their timestamps show how old the current line is: the last of them was printed just
 * before the chunk was read.
 */
public final class Lookahead {

    /** The number of times that one chunk is looked through, since each time costs parsing all its prefixes. */
    private static final int MOST_LOOKS = 16;

    private static final byte[] NOTHING = {};

    private final PrefixStripper outer;
    private final PrefixStripper inner;
    private final LogLine line = new LogLine();
    private byte[] bytes = NOTHING;
    private int from;
    private int end;
    private int looks;

    /** Creates a lookahead that strips these prefixes. */
    public Lookahead(PrefixStripper outer, PrefixStripper inner) {
        this.outer = outer;
        this.inner = inner;
    }

    /** Begins a chunk. */
    public void begin(byte[] chunk, int offset, int length) {
        bytes = chunk;
        from = offset;
        end = offset + length;
        looks = 0;
    }

    /** Ends the chunk, whose bytes may change now. */
    public void end() {
        begin(NOTHING, 0, 0);
    }

    /** Moves behind a line of the chunk; lines in other arrays began in earlier chunks and are ignored. */
    public void moveBehind(byte[] line, int index) {
        if (line == bytes) {
            from = index;
        }
    }

    /** Gives the prefix of each line. */
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
            line.set(bytes, begin, Math.min(to - begin, LineSplitter.LIMIT), false);
            outer.stripKnown(line);
            inner.stripKnown(line);
            taker.accept(line.prefix());
        }
    }
}
