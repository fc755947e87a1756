package dev.pctl.progress.spack;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares two prefixes that both begin with a time, word by word: that of a logging library differs in the thread, the
 * class and the level from one line to the next.
 */
final class WordByWord {

    /** What stands for a word that may be any, and for blanks that fill a column. */
    private final char anyWord;

    private final char fill;
    private final Pattern token;
    private final Pattern clock;

    private record Token(String blanks, String text, boolean word) {}

    /**
     * For texts in which characters stand for what differs.
     *
     * @param ofWord those, besides letters, of which words are made
     */
    WordByWord(char number, char anyWord, char fill, String ofWord) {
        this.anyWord = anyWord;
        this.fill = fill;
        clock = Pattern.compile(number + ":" + number + ":" + number);
        token = Pattern.compile("([ " + fill + "]*)(?:(?<word>[A-Za-z_." + ofWord + "-]+)|[^ " + fill + "])");
    }

    boolean hasTime(String text) {
        return clock.matcher(text).find();
    }

    /** The form of both, or null if they differ in more than words and the blanks between them, or before the time. */
    @Nullable
    String merged(String one, String other) {
        Matcher time = clock.matcher(one);
        if (!time.find() || !other.startsWith(one.substring(0, time.end()))) {
            return null;
        }
        List<Token> mine = tokens(one);
        List<Token> theirs = tokens(other);
        if (mine.size() != theirs.size()) {
            return null;
        }
        StringBuilder merged = new StringBuilder();
        for (int i = 0; i < mine.size(); i++) {
            Token a = mine.get(i);
            Token b = theirs.get(i);
            if (!a.text().equals(b.text()) && !(a.word() && b.word())) {
                return null;
            }
            merged.append(a.blanks().equals(b.blanks()) ? a.blanks() : fill);
            merged.append(a.text().equals(b.text()) ? a.text() : anyWord);
        }
        return merged.toString();
    }

    private List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher next = token.matcher(text);
        while (next.find()) {
            tokens.add(new Token(next.group(1), text.substring(next.end(1), next.end()), next.group("word") != null));
        }
        return tokens;
    }
}
