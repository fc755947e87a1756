package dev.pctl.progress.spack;

import dev.pctl.progress.spack.WordFinder.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a line may be, as far as the words in it tell: a set of bits, found at once for all kinds of lines. That a kind is
 * marked does not mean that the line is of it; that it is not marked means that it is not. Immutable.
 */
final class LineMarks {

    private final WordFinder finder;
    private final long always;

    private LineMarks(List<Word> words, long always) {
        finder = new WordFinder(words);
        this.always = always;
    }

    static Builder builder() {
        return new Builder();
    }

    long of(Line line) {
        return always | finder.find(line.bytes(), line.from(), line.end());
    }

    /** The words by which lines are marked. */
    WordFinder words() {
        return finder;
    }

    /** What a line may be that has words of these marks. */
    long of(long found) {
        return always | found;
    }

    /** Collects what marks which lines. */
    static final class Builder {

        private final List<Word> words = new ArrayList<>();
        private long always;

        private Builder() {}

        /** Lines of this kind have one of the words. */
        Builder words(long mark, List<String> texts) {
            texts.forEach(t -> words.add(new Word(t, false, mark)));
            return this;
        }

        /** The pattern matches somewhere in lines of this kind. */
        Builder pattern(long mark, Pattern pattern) {
            RequiredWords.of(pattern)
                    .ifPresentOrElse(
                            needed -> needed.forEach(n -> words.add(new Word(n.text(), n.anyCase(), mark))),
                            () -> always |= mark);
            return this;
        }

        LineMarks build() {
            return new LineMarks(words, always);
        }
    }
}
