package dev.pctl.progress.ansi.internal.terminal;

import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.style.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes text that a host prints safe: keeps its colours, and removes all other control sequences. */
public final class HostText {

    private static final Pattern COLOR = Pattern.compile("\u001b\\[[0-9;:]*m");
    private static final Pattern OTHER_SEQUENCE =
            Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|[ -/]*[0-Z\\\\^-~])");
    private static final String RESET = "\u001b[0m";

    private HostText() {}

    /** Returns the lines of a text; an empty text is one empty line. */
    public static List<Row> rows(String text, Theme theme) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.split("\r?\n|\r", -1)) {
            rows.add(row(line, theme));
        }
        if (rows.size() > 1 && rows.get(rows.size() - 1).text().isEmpty()) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }

    private static Row row(String line, Theme theme) {
        StringBuilder shown = new StringBuilder();
        int width = 0;
        int at = 0;
        boolean colored = false;
        Matcher color = COLOR.matcher(line);
        while (color.find()) {
            String plain = plain(line.substring(at, color.start()), theme);
            shown.append(plain);
            width += DisplayWidth.width(plain);
            if (theme.color()) {
                shown.append(color.group());
                colored = true;
            }
            at = color.end();
        }
        String rest = plain(line.substring(at), theme);
        return new Row(shown.append(rest).append(colored ? RESET : "").toString(), width + DisplayWidth.width(rest));
    }

    private static String plain(String text, Theme theme) {
        String safe = TextSanitizer.text(OTHER_SEQUENCE.matcher(text).replaceAll(""));
        return theme.unicode() ? safe : TextSanitizer.ascii(safe);
    }
}
