package dev.pctl.progress.buildlog.internal.prefix;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The beginnings of lines that only one program prints. If one occurs within a line, the text before it is the prefix
 * that the log's transport added. Immutable.
 */
public final class LineAnchors {

    private static final LineAnchors NONE = new LineAnchors("", "", "");

    private final String regex;
    private final @Nullable Pattern pattern;
    private final byte[] unprefixed;
    private final byte[] wrapper;

    private LineAnchors(String regex, String unprefixed, String wrapper) {
        this.regex = regex;
        this.pattern = regex.isEmpty() ? null : Pattern.compile(regex);
        this.unprefixed = unprefixed.getBytes(StandardCharsets.UTF_8);
        this.wrapper = wrapper.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns no anchors, for a log without a prefix. */
    public static LineAnchors none() {
        return NONE;
    }

    /**
     * Returns anchors.
     *
     * @param regex matches a beginning
     * @param unprefixed the beginning of frequent long lines, which are not searched once the log is known to have lines
     *     without a prefix
     * @param wrapper the text that a wrapper of the program puts before its lines, after any prefix; it is stripped too
     */
    public static LineAnchors of(String regex, String unprefixed, String wrapper) {
        return new LineAnchors(regex, unprefixed, wrapper);
    }

    /** Returns these anchors and more beginnings. */
    public LineAnchors with(List<String> beginnings) {
        if (beginnings.isEmpty()) {
            return this;
        }
        String all = Stream.concat(
                        Stream.of(regex).filter(r -> !r.isEmpty()),
                        beginnings.stream().map(Pattern::quote))
                .collect(Collectors.joining("|"));
        return new LineAnchors(
                all, new String(unprefixed, StandardCharsets.UTF_8), new String(wrapper, StandardCharsets.UTF_8));
    }

    /** Returns the pattern of all beginnings, or null if there are none. */
    @Nullable
    public Pattern pattern() {
        return pattern;
    }

    byte[] unprefixed() {
        return unprefixed;
    }

    byte[] wrapper() {
        return wrapper;
    }
}
