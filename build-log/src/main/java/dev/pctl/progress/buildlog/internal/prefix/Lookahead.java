package dev.pctl.progress.buildlog.internal.prefix;

import dev.pctl.progress.buildlog.internal.line.LineSplitter;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.util.function.Consumer;

/**
 * The later lines in the same chunk. Their timestamps show how old the current line is: the last of them was printed
 * just before the chunk was read.
 */
public final class Lookahead {

    /** The most passes over one chunk, since each pass parses all its prefixes. */
    private static final int MOST_PASSES = 16;

    private static final byte[] NOTHING = {};

    private final PrefixStripper outer;
    private final PrefixStripper inner;
    private final LogLine line = new LogLine();
    private byte[] bytes = NOTHING;
    private int from;
    private int end;
    private int passes;

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
        passes = 0;
    }

    /** Ends the chunk, whose bytes may change now. */
    public void end() {
        begin(NOTHING, 0, 0);
    }

    /** Moves past a line of the chunk. Lines in other arrays began in earlier chunks and are ignored. */
    public void movePast(byte[] line, int index) {
        if (line == bytes) {
            from = index;
        }
    }

    /** Passes the prefix of each line to the consumer. */
    public void prefixes(Consumer<String> consumer) {
        if (passes++ >= MOST_PASSES) {
            return;
        }
        int begin = from;
        for (int i = from; i <= end; i++) {
            if (i == end || bytes[i] == '\n' || bytes[i] == '\r') {
                prefix(begin, i, consumer);
                begin = i + 1;
            }
        }
    }

    private void prefix(int begin, int to, Consumer<String> consumer) {
        if (begin < to) {
            line.set(bytes, begin, Math.min(to - begin, LineSplitter.LIMIT), false);
            outer.stripKnown(line);
            inner.stripKnown(line);
            consumer.accept(line.prefix());
        }
    }
}
