package dev.pctl.progress.buildlog.internal.line;

import dev.pctl.progress.buildlog.internal.match.LiteralMatcher;
import dev.pctl.progress.buildlog.internal.match.LiteralMatcher.Word;
import dev.pctl.progress.buildlog.internal.match.RequiredLiterals;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prefilter of lines: one search for the words of all patterns at once gives a set of marks, one bit for each kind of
 * line. A line without a mark is certainly not of that kind; a line with it may be, and only then is the pattern tried.
 * Immutable.
 */
public final class LineClassifier {

    private final LiteralMatcher finder;
    private final long always;

    private LineClassifier(List<Word> words, long always) {
        finder = new LiteralMatcher(words);
        this.always = always;
    }

    /** Returns a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Searches a line and returns its marks. */
    public long marks(LogLine line) {
        return always | finder.find(line.bytes(), line.from(), line.end());
    }

    /** Returns the search, for {@link LineSplitter} to run while it splits. */
    public LiteralMatcher words() {
        return finder;
    }

    /** Returns the marks of a line in which the search has found these. */
    public long marks(long found) {
        return always | found;
    }

    /** Collects the words and patterns of each kind. */
    public static final class Builder {

        private final List<Word> words = new ArrayList<>();
        private long always;

        private Builder() {}

        /** Marks lines that contain one of the words. */
        public Builder words(long mark, List<String> texts) {
            texts.forEach(t -> words.add(new Word(t, false, mark)));
            return this;
        }

        /** Marks lines in which the pattern may be found; all lines if no words are known that the pattern requires. */
        public Builder pattern(long mark, Pattern pattern) {
            RequiredLiterals.of(pattern)
                    .ifPresentOrElse(
                            needed -> needed.forEach(n -> words.add(new Word(n.text(), n.anyCase(), mark))),
                            () -> always |= mark);
            return this;
        }

        /** Returns the classifier. */
        public LineClassifier build() {
            return new LineClassifier(words, always);
        }
    }
}
