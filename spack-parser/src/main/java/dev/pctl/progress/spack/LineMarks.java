package dev.pctl.progress.spack;

import dev.pctl.progress.spack.WordFinder.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a line may be, as far as the words in it tell: a set of bits, found at once for all kinds of lines. That a kind is
 * marked does not mean that the line is of it; that it is not marked means that it is not. Immutable once it is built.
 */
final class LineMarks {

    private final List<Word> words = new ArrayList<>();
    private WordFinder finder = new WordFinder(words);
    private long always;

    /** Lines of this kind have one of the words. */
    LineMarks words(long mark, List<String> texts) {
        return add(texts.stream().map(t -> new Word(t, false, mark)).toList());
    }

    /** The pattern matches somewhere in lines of this kind. */
    LineMarks pattern(long mark, Pattern pattern) {
        RequiredWords.of(pattern)
                .ifPresentOrElse(
                        needed -> add(needed.stream()
                                .map(n -> new Word(n.text(), n.anyCase(), mark))
                                .toList()),
                        () -> always |= mark);
        return this;
    }

    private LineMarks add(List<Word> more) {
        words.addAll(more);
        finder = new WordFinder(words);
        return this;
    }

    long of(Line line) {
        return always | finder.find(line.bytes(), line.from(), line.end());
    }
}
