package dev.pctl.progress.ansi;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Builds one line. Whatever is put into it is made {@linkplain Safe safe}. */
final class Line {

    private final AttributedStringBuilder line = new AttributedStringBuilder();

    static Line of(String text) {
        return new Line().add(text);
    }

    static Line of(String text, AttributedStyle style) {
        return new Line().add(text, style);
    }

    Line add(String text) {
        return add(text, Styles.PLAIN);
    }

    Line add(String text, AttributedStyle style) {
        line.append(Safe.text(text), style);
        return this;
    }

    AttributedString build() {
        return line.toAttributedString();
    }

    /** The line, cut to a width with an ellipsis where it is too long. */
    AttributedString fit(int width, Theme theme) {
        return fit(build(), width, theme);
    }

    static AttributedString fit(AttributedString line, int width, Theme theme) {
        if (line.columnLength() <= width) {
            return line;
        }
        String ellipsis = theme.ellipsis();
        if (width <= ellipsis.length()) {
            return line.columnSubSequence(0, Math.max(0, width));
        }
        return new AttributedStringBuilder()
                .append(line.columnSubSequence(0, width - ellipsis.length()))
                .append(ellipsis, Styles.FAINT)
                .toAttributedString();
    }
}
