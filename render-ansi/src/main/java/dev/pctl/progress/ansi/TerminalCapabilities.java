package dev.pctl.progress.ansi;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a terminal can do beyond the basics.
 *
 * @param hyperlinks whether text can be a link (OSC 8)
 * @param taskbar whether the window's tab or its entry in the task bar shows progress (OSC 9;4)
 * @param reflow whether lines are wrapped, rather than cut, when the window becomes narrower
 */
public record TerminalCapabilities(boolean hyperlinks, boolean taskbar, boolean reflow) {

    /** Nothing beyond the basics. */
    public static final TerminalCapabilities NONE = new TerminalCapabilities(false, false, true);

    private static final Set<String> LINKING =
            Set.of("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "Tabby", "rio");
    private static final Set<String> REPORTING = Set.of("WezTerm", "ghostty", "mintty");

    /** The first versions of VTE, the widget behind most terminals of Linux desktops, with links and progress. */
    private static final int VTE_HYPERLINKS = 5000;

    private static final int VTE_TASKBAR = 7900;

    /**
     * Returns the capabilities that environment variables indicate. Within a multiplexer only those that it passes on
     * count. {@code FORCE_HYPERLINK} set to 0 or to anything else switches links off or on.
     */
    public static TerminalCapabilities of(Map<String, String> environment) {
        Objects.requireNonNull(environment, "environment");
        boolean multiplexed = environment.containsKey("TMUX") || environment.containsKey("STY");
        return new TerminalCapabilities(
                hyperlinks(environment, multiplexed),
                !multiplexed && taskbar(environment),
                !environment.containsKey("XTERM_VERSION")
                        && !environment.containsKey("STY")
                        && !"linux".equals(environment.get("TERM")));
    }

    private static boolean hyperlinks(Map<String, String> environment, boolean multiplexed) {
        String forced = environment.getOrDefault("FORCE_HYPERLINK", "");
        if (!forced.isEmpty()) {
            return !forced.equals("0");
        }
        return !multiplexed
                && (LINKING.contains(environment.getOrDefault("TERM_PROGRAM", ""))
                        || environment.containsKey("WT_SESSION")
                        || environment.containsKey("KONSOLE_VERSION")
                        || environment.getOrDefault("TERM", "").matches("xterm-kitty|alacritty.*|foot.*|xterm-ghostty")
                        || vte(environment) >= VTE_HYPERLINKS);
    }

    private static boolean taskbar(Map<String, String> environment) {
        return environment.containsKey("WT_SESSION")
                || "ON".equals(environment.get("ConEmuANSI"))
                || REPORTING.contains(environment.getOrDefault("TERM_PROGRAM", ""))
                || vte(environment) >= VTE_TASKBAR;
    }

    private static int vte(Map<String, String> environment) {
        String version = environment.getOrDefault("VTE_VERSION", "");
        return version.matches("\\d{1,6}") ? Integer.parseInt(version) : 0;
    }

    /** Returns these capabilities with or without links. */
    public TerminalCapabilities withHyperlinks(boolean on) {
        return new TerminalCapabilities(on, taskbar, reflow);
    }

    /** Returns these capabilities with or without progress in the task bar. */
    public TerminalCapabilities withTaskbar(boolean on) {
        return new TerminalCapabilities(hyperlinks, on, reflow);
    }
}
