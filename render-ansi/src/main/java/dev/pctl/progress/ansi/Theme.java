package dev.pctl.progress.ansi;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a display is drawn with. Whatever colour says is said by a word or a mark as well.
 *
 * @param unicode whether other characters than ASCII can be shown
 * @param color whether colours are used
 */
public record Theme(boolean unicode, boolean color) {

    private static final Set<String> UTF8 = Set.of("utf-8", "utf8");

    /**
     * The theme that an environment asks for: {@code NO_COLOR}, {@code CLICOLOR_FORCE} and {@code TERM} decide on
     * colours, the locale ({@code LC_ALL}, {@code LC_CTYPE}, {@code LANG}) on characters.
     *
     * @param environment the environment variables
     * @param terminal whether the output goes to a terminal
     */
    public static Theme of(Map<String, String> environment, boolean terminal) {
        return new Theme(unicode(environment), color(environment, terminal));
    }

    private static boolean color(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!forced.isEmpty() && !forced.equals("0")) {
            return true;
        }
        return terminal && !"dumb".equals(environment.get("TERM"));
    }

    private static boolean unicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                int dot = value.indexOf('.');
                return dot >= 0 && UTF8.contains(value.substring(dot + 1).toLowerCase(Locale.ROOT));
            }
        }
        return false;
    }

    String box() {
        return unicode ? "📦 " : "";
    }

    String ok() {
        return unicode ? "✓" : "ok";
    }

    String failed() {
        return unicode ? "✗" : "FAILED";
    }

    String skipped() {
        return unicode ? "○" : "skipped";
    }

    String warning() {
        return unicode ? "⚠" : "!";
    }

    String tip() {
        return unicode ? "💡" : "tip:";
    }

    String corner() {
        return unicode ? "└─ " : "`- ";
    }

    String tee() {
        return unicode ? "├─ " : "|- ";
    }

    String current() {
        return unicode ? " ← current" : " <- current";
    }

    String ellipsis() {
        return unicode ? "…" : "...";
    }

    String dash() {
        return unicode ? "–" : "-";
    }

    String about() {
        return "~";
    }

    /** A bar of the given width for a share from 0 to 1. */
    String bar(double share, int width) {
        int full = (int) Math.floor(Math.max(0, Math.min(1, share)) * width);
        return unicode ? "█".repeat(full) + "░".repeat(width - full) : "#".repeat(full) + ".".repeat(width - full);
    }

    /** The bar of the whole run, with its arrow. */
    String arrow(double share, int width) {
        int full = (int) Math.floor(Math.max(0, Math.min(1, share)) * width);
        if (full >= width) {
            return '[' + "=".repeat(width) + ']';
        }
        return '[' + "=".repeat(full) + '>' + " ".repeat(width - full - 1) + ']';
    }
}
