package dev.pctl.progress.ansi.style;

import dev.pctl.progress.event.Outcome;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The look of a display: characters, colours, and the time zone of the times of day. A host takes one of the constants
 * and changes parts of it. Immutable.
 */
public final class Theme {

    /** ASCII without colours: for logs, dumb terminals, and locales other than UTF-8. */
    public static final Theme ASCII = new Theme(false, false, symbols(false), colors(), ZoneOffset.UTC);

    /** Unicode without colours. */
    public static final Theme PLAIN = new Theme(true, false, symbols(true), colors(), ZoneOffset.UTC);

    /** Unicode, in the sixteen colours that every terminal lets its user choose. */
    public static final Theme COLOR = new Theme(true, true, symbols(true), colors(), ZoneOffset.UTC);

    /** Unicode, in darker colours out of 256: on light backgrounds the usual yellow and cyan are hard to read. */
    public static final Theme LIGHT = COLOR.with(Style.GOOD, "38;5;28")
            .with(Style.BAD, "1;38;5;124")
            .with(Style.WARN, "38;5;130")
            .with(Style.ACCENT, "38;5;25")
            .with(Style.FAINT, "38;5;242");

    private static final Set<String> UTF8 = Set.of("utf-8", "utf8");

    /** Backgrounds in {@code COLORFGBG} that are light: white and light grey. */
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
     * Chooses a theme by environment variables, in the local time zone: {@code NO_COLOR}, {@code CLICOLOR_FORCE} and
     * {@code TERM} decide on colours, {@code COLORFGBG} on those for light backgrounds, the locale ({@code LC_ALL},
     * {@code LC_CTYPE}, {@code LANG}) on characters.
     *
     * @param environment the environment variables
     * @param terminal whether the output goes to a terminal
     */
    public static Theme of(Map<String, String> environment, boolean terminal) {
        Objects.requireNonNull(environment, "environment");
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

    /** Returns this theme with another form of a symbol. */
    public Theme with(Symbol symbol, String form) {
        Objects.requireNonNull(symbol, "symbol");
        Objects.requireNonNull(form, "form");
        Map<Symbol, String> changed = new EnumMap<>(symbols);
        changed.put(symbol, form);
        return new Theme(unicode, color, changed, colors, zone);
    }

    /**
     * Returns this theme with another look of a style.
     *
     * @param parameters parameters of the escape sequence for colours and attributes (SGR), such as {@code "1;31"}; empty
     *     for ordinary text
     * @throws IllegalArgumentException if these are not numbers separated by semicolons
     */
    public Theme with(Style style, String parameters) {
        Objects.requireNonNull(style, "style");
        if (!parameters.matches("[0-9;]*")) {
            throw new IllegalArgumentException("parameters must be numbers separated by semicolons: " + parameters);
        }
        Map<Style, String> changed = new EnumMap<>(colors);
        changed.put(style, parameters);
        return new Theme(unicode, color, symbols, changed, zone);
    }

    /** Returns this theme with or without colours. */
    public Theme colored(boolean withColor) {
        return new Theme(unicode, withColor, symbols, colors, zone);
    }

    /** Returns this theme with times of day in another zone. */
    public Theme in(ZoneId newZone) {
        Objects.requireNonNull(newZone, "newZone");
        return new Theme(unicode, color, symbols, colors, newZone);
    }

    // ---- parts

    /** Returns whether characters other than ASCII can be shown. */
    public boolean unicode() {
        return unicode;
    }

    /** Returns whether colours are used. */
    public boolean color() {
        return color;
    }

    /** Returns the zone of the times of day. */
    public ZoneId zone() {
        return zone;
    }

    /** Returns the form of a symbol. */
    public String of(Symbol symbol) {
        return symbols.getOrDefault(symbol, "");
    }

    /** Returns the parameters of the escape sequence for a style; empty for ordinary text and without colours. */
    public String of(Style style) {
        return color ? colors.getOrDefault(style, "") : "";
    }

    /** Returns the mark of an outcome; a blank for what has not ended. */
    public String mark(@Nullable Outcome outcome) {
        if (outcome == null) {
            return " ";
        }
        return of(
                switch (outcome) {
                    case SUCCEEDED -> Symbol.SUCCEEDED;
                    case FAILED -> Symbol.FAILED;
                    case SKIPPED -> Symbol.SKIPPED;
                    case CANCELLED, UNFINISHED -> Symbol.WARNING;
                });
    }

    // ---- bars

    /** Returns a bar of the given width for a share from 0 to 1. */
    public String bar(double share, int width) {
        int full = full(share, width);
        return of(Symbol.BAR_FULL).repeat(full) + of(Symbol.BAR_EMPTY).repeat(width - full);
    }

    /** Returns a bar with an arrowhead, in brackets; the width is that between the brackets. */
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
