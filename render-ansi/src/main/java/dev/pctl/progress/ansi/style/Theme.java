package dev.pctl.progress.ansi.style;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a display is drawn with: characters, colours, and the time zone of the times of day. It is data: a host takes one
 * and changes what it likes. Immutable.
 */
public final class Theme {

    /** ASCII without colour: for logs, dumb terminals and other locales than UTF-8. */
    public static final Theme ASCII = new Theme(false, false, symbols(false), colors(), ZoneOffset.UTC);

    /** All characters without colour. */
    public static final Theme PLAIN = new Theme(true, false, symbols(true), colors(), ZoneOffset.UTC);

    /** All characters, in the sixteen colours as the terminal's user has chosen them. */
    public static final Theme COLOR = new Theme(true, true, symbols(true), colors(), ZoneOffset.UTC);

    /** For light backgrounds: darker colours, out of 256, where the usual yellow and cyan can hardly be read. */
    public static final Theme LIGHT = COLOR.with(Style.GOOD, "38;5;28")
            .with(Style.BAD, "1;38;5;124")
            .with(Style.WARN, "38;5;130")
            .with(Style.ACCENT, "38;5;25")
            .with(Style.FAINT, "38;5;242");

    private static final Set<String> UTF8 = Set.of("utf-8", "utf8");

    /** Backgrounds of {@code COLORFGBG} that are light: white and light grey. */
    private static final Set<String> LIGHT_BACKGROUNDS = Set.of("7", "15");

    private final boolean unicode;
    private final boolean color;
    private final Map<Symbol, String> symbols;
    private final Map<Style, String> colors;
    private final ZoneId zone;

    private Theme(boolean unicode, boolean color, Map<Symbol, String> symbols, Map<Style, String> colors, ZoneId zone) {
        this.unicode = unicode;
        this.color = color;
        this.symbols = symbols;
        this.colors = colors;
        this.zone = zone;
    }

    private static Map<Symbol, String> symbols(boolean unicode) {
        Map<Symbol, String> all = new EnumMap<>(Symbol.class);
        for (Symbol symbol : Symbol.values()) {
            all.put(symbol, symbol.standard(unicode));
        }
        return all;
    }

    private static Map<Style, String> colors() {
        Map<Style, String> all = new EnumMap<>(Style.class);
        for (Style style : Style.values()) {
            all.put(style, style.standard());
        }
        return all;
    }

    /**
     * The theme that an environment asks for, in the local time zone: {@code NO_COLOR}, {@code CLICOLOR_FORCE} and
     * {@code TERM} decide on colours, {@code COLORFGBG} on those for light backgrounds, the locale ({@code LC_ALL},
     * {@code LC_CTYPE}, {@code LANG}) on characters.
     *
     * @param environment the environment variables
     * @param terminal whether the output goes to a terminal
     */
    public static Theme of(Map<String, String> environment, boolean terminal) {
        Theme look = unicode(environment) ? (light(environment) ? LIGHT : COLOR) : ASCII.colored(true);
        return look.colored(color(environment, terminal)).in(ZoneId.systemDefault());
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

    private static boolean light(Map<String, String> environment) {
        String colors = environment.getOrDefault("COLORFGBG", "");
        return LIGHT_BACKGROUNDS.contains(colors.substring(colors.lastIndexOf(';') + 1));
    }

    private static boolean unicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                int dot = value.indexOf('.');
                return dot >= 0 && UTF8.contains(value.substring(dot + 1).toLowerCase(Locale.ROOT));
            }
        }
        return environment.containsKey("WT_SESSION");
    }

    // ---- variations

    /** The same with another form of a symbol. */
    public Theme with(Symbol symbol, String form) {
        Map<Symbol, String> changed = new EnumMap<>(symbols);
        changed.put(symbol, form);
        return new Theme(unicode, color, changed, colors, zone);
    }

    /**
     * The same with another look of a style.
     *
     * @param parameters those of the escape sequence for colours and attributes (SGR), such as {@code "1;31"}; empty for
     *     ordinary text
     * @throws IllegalArgumentException if they are anything else than numbers with semicolons between
     */
    public Theme with(Style style, String parameters) {
        if (!parameters.matches("[0-9;]*")) {
            throw new IllegalArgumentException("want numbers with semicolons between: " + parameters);
        }
        Map<Style, String> changed = new EnumMap<>(colors);
        changed.put(style, parameters);
        return new Theme(unicode, color, symbols, changed, zone);
    }

    /** The same with colours or without. */
    public Theme colored(boolean withColor) {
        return new Theme(unicode, withColor, symbols, colors, zone);
    }

    /** The same with the times of day of another zone. */
    public Theme in(ZoneId newZone) {
        return new Theme(unicode, color, symbols, colors, newZone);
    }

    // ---- what it is made of

    /** Whether other characters than ASCII can be shown. */
    public boolean unicode() {
        return unicode;
    }

    /** Whether colours are used. */
    public boolean color() {
        return color;
    }

    /** The zone of the times of day. */
    public ZoneId zone() {
        return zone;
    }

    /** The form of a symbol. */
    public String of(Symbol symbol) {
        return symbols.getOrDefault(symbol, "");
    }

    /** The parameters of the escape sequence for a style; empty for ordinary text and where there is no colour. */
    public String of(Style style) {
        return color ? colors.getOrDefault(style, "") : "";
    }

    // ---- what is made of it

    /** A bar of the given width for a share from 0 to 1. */
    public String bar(double share, int width) {
        int full = full(share, width);
        return of(Symbol.BAR_FULL).repeat(full) + of(Symbol.BAR_EMPTY).repeat(width - full);
    }

    /** A bar with an arrow's head, in brackets; the width is that between the brackets. */
    public String arrow(double share, int width) {
        int full = full(share, width);
        if (full >= width) {
            return '[' + "=".repeat(width) + ']';
        }
        return '[' + "=".repeat(full) + '>' + " ".repeat(width - full - 1) + ']';
    }

    private static int full(double share, int width) {
        return (int) Math.floor(Math.max(0, Math.min(1, share)) * width + 1e-9);
    }
}
