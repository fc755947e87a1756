package dev.pctl.progress.ansi.internal.terminal;

import dev.pctl.progress.ansi.internal.terminal.FooterScreen.Row;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encodes lines for a terminal, with escape sequences for colours and links. */
public final class AnsiEncoder {

    private static final String RESET = "\u001b[0m";
    private static final String LINK = "\u001b]8;;";
    private static final String END_OF_SEQUENCE = "\u001b\\";

    /** Characters of a path that must be escaped in an address (RFC 3986). */
    private static final String UNSAFE = "%?#[]<>\"\\^`{|};";

    private final Theme theme;
    private final @Nullable Function<String, @Nullable String> links;

    /**
     * Creates an encoder.
     *
     * @param links returns the address of a path, or null for none; null if the terminal has no links
     */
    public AnsiEncoder(Theme theme, @Nullable Function<String, @Nullable String> links) {
        this.theme = theme;
        this.links = links;
    }

    /** Returns the line with its escape sequences. */
    public Row row(StyledLine line) {
        StringBuilder text = new StringBuilder();
        for (StyledLine.Piece piece : line.pieces()) {
            String address = address(piece.path());
            if (address != null) {
                text.append(LINK).append(address).append(END_OF_SEQUENCE);
            }
            String look = theme.of(piece.style());
            if (look.isEmpty()) {
                text.append(piece.text());
            } else {
                text.append("\u001b[")
                        .append(look)
                        .append('m')
                        .append(piece.text())
                        .append(RESET);
            }
            if (address != null) {
                text.append(LINK).append(END_OF_SEQUENCE);
            }
        }
        return new Row(text.toString(), line.width());
    }

    private @Nullable String address(@Nullable String path) {
        if (path == null || links == null) {
            return null;
        }
        String address = links.apply(path);
        return address == null || !isHarmless(address) ? null : address;
    }

    /** Returns whether the address has no control character, which would end the link and act on the terminal. */
    private static boolean isHarmless(String address) {
        return address.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** Returns the address of a file on this machine, or null for a relative path. */
    public static @Nullable String fileAddress(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        StringBuilder address = new StringBuilder("file://");
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b <= '~' && UNSAFE.indexOf(b) < 0) {
                address.append((char) b);
            } else {
                address.append(String.format("%%%02X", b));
            }
        }
        return address.toString();
    }
}
