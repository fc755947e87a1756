package dev.pctl.progress.buildlog.internal.prefix;

import dev.pctl.progress.buildlog.internal.prefix.PrefixPattern.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Merges the patterns of two prefixes by comparing their codes word by word. They merge if they differ in one word,
 * such as a host name, or in any words after a time of day, such as the thread, class and level of a logging library.
 */
final class PrefixMerger {

    private static final char FILL = Kind.FILL.code();

    /** The codes of numbers within a word. */
    private static final String NUMBERS = "" + Kind.NUMBER.code() + Kind.HEX.code();

    /** A word that may vary without a time before it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_.-][A-Za-z_." + NUMBERS + "-]*");

    private static final Pattern TOKEN =
            Pattern.compile("(?<blanks>[ " + FILL + "]*)(?:(?<word>[A-Za-z_." + NUMBERS + Kind.DURATION.code()
                    + Kind.LEVEL.code() + Kind.NAME.code() + Kind.WORD.code() + "-]+)|[^ " + FILL + "])");

    private static final Pattern TIME =
            Pattern.compile(Kind.NUMBER.code() + ":" + Kind.NUMBER.code() + ":" + Kind.NUMBER.code());

    private record Token(String blanks, String text, boolean word) {

        boolean mayBe(Token other) {
            return text.equals(other.text) || (word && other.word);
        }

        boolean isName() {
            return NAME.matcher(text).matches();
        }
    }

    private PrefixMerger() {}

    /** Returns whether the code contains a time of day. */
    static boolean hasTime(String code) {
        return TIME.matcher(code).find();
    }

    /** Returns the code that matches both, or null if they differ in more than words and their padding. */
    static @Nullable String merged(String one, String other) {
        List<Token> mine = tokens(one);
        List<Token> theirs = tokens(other);
        if (mine.size() != theirs.size()) {
            return null;
        }
        boolean timed = beginAlikeWithTime(one, other);
        StringBuilder merged = new StringBuilder();
        int words = 0;
        boolean afterWord = false;
        for (int i = 0; i < mine.size(); i++) {
            Token a = mine.get(i);
            Token b = theirs.get(i);
            boolean blanks = a.blanks().equals(b.blanks());
            boolean text = a.text().equals(b.text());
            boolean allowed = timed || ((blanks || afterWord) && (text || (a.isName() && b.isName())));
            if (!a.mayBe(b) || !allowed) {
                return null;
            }
            merged.append(blanks ? a.blanks() : FILL).append(text ? a.text() : Kind.WORD.code());
            words += text ? 0 : 1;
            afterWord = !text;
        }
        return timed || words == 1 ? merged.toString() : null;
    }

    private static boolean beginAlikeWithTime(String one, String other) {
        Matcher time = TIME.matcher(one);
        return time.find() && other.startsWith(one.substring(0, time.end()));
    }

    private static List<Token> tokens(String code) {
        List<Token> tokens = new ArrayList<>();
        Matcher next = TOKEN.matcher(code);
        while (next.find()) {
            String text = code.substring(next.end("blanks"), next.end());
            tokens.add(new Token(next.group("blanks"), text, next.group("word") != null));
        }
        return tokens;
    }
}
