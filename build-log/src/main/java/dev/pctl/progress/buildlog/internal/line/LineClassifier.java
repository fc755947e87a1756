package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher.Word;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a line may be, as far as the words in it tell: a set of bits, found at once for all kinds of lines. That a kind is
 * marked does not mean that the line is of it; that it is not marked means that it is not. Immutable.
 */
public final class LineClassifier {

    private final LiteralMatcher finder;
    private final long always;

    private LineClassifier(List<Word> words, long always) {
        finder = new LiteralMatcher(words);
        this.always = always;
    }

    public static Builder builder() {
        return new Builder();
    }

    public long of(LogLine line) {
        return always | finder.find(line.bytes(), line.from(), line.end());
    }

    /** The words by which lines are marked. */
    public LiteralMatcher words() {
        return finder;
    }

    /** What a line may be that has words of these marks. */
    public long of(long found) {
        return always | found;
    }

    /** Collects what marks which lines. */
    public static final class Builder {

        private final List<Word> words = new ArrayList<>();
        private long always;

        private Builder() {}

        /** Lines of this kind have one of the words. */
        public Builder words(long mark, List<String> texts) {
            texts.forEach(t -> words.add(new Word(t, false, mark)));
            return this;
        }

        /** The pattern matches somewhere in lines of this kind. */
        public Builder pattern(long mark, Pattern pattern) {
            RequiredLiterals.of(pattern)
                    .ifPresentOrElse(
                            needed -> needed.forEach(n -> words.add(new Word(n.text(), n.anyCase(), mark))),
                            () -> always |= mark);
            return this;
        }

        public LineClassifier build() {
            return new LineClassifier(words, always);
        }
    }
}
