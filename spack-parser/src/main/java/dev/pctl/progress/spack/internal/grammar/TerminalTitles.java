package dev.pctl.progress.spack.internal.grammar;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The titles that the classic installer gives a terminal's window: from 0.17 to 0.20 nothing else on the terminal counts
 * the packages.
 */
public final class TerminalTitles {

    private static final Pattern TITLE = Pattern.compile(
            "\\x1b]0;Spack: (?:Processing|Acquiring lock for|Preparing|Installing) (\\S+) \\[(\\d{1,9})/(\\d{1,9})]");
    private static final byte ESC = 0x1b;
    private static final int LONGEST = 4_096;

    private @Nullable String name;
    private @Nullable Count count;

    /** A package's place in the installer's count. */
    record Count(int index, int total) {}

    /** Looks for titles in a line as it came. */
    public void look(byte[] line, int offset, int length) {
        int first = 0;
        while (first < length && line[offset + first] != ESC) {
            first++;
        }
        if (first + 8 >= length || line[offset + first + 1] != ']') {
            return;
        }
        Matcher title = TITLE.matcher(
                new String(line, offset + first, Math.min(LONGEST, length - first), StandardCharsets.UTF_8));
        while (title.find()) {
            name = title.group(1);
            count = new Count(Integer.parseInt(title.group(2)), Integer.parseInt(title.group(3)));
        }
    }

    /** Returns the place of the package that the newest title names, or null. */
    @Nullable
    Count count(String ofPackage) {
        return ofPackage.equals(name) ? count : null;
    }
}
