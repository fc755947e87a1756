package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks what is derived from environment variables: capabilities, colours, characters, and the CI service. */
class TerminalCapabilitiesTest {

    private static Map<String, String> environment(String variables) {
        return Arrays.stream(variables.split(" "))
                .filter(v -> !v.isEmpty())
                .collect(Collectors.toMap(v -> v.substring(0, v.indexOf('=')), v -> v.substring(v.indexOf('=') + 1)));
    }

    @ParameterizedTest
    @CsvSource({
        // a terminal of which nothing is known
        "TERM=xterm-256color, false, false, true",
        "'', false, false, true",
        // by name
        "TERM_PROGRAM=iTerm.app, true, false, true",
        "TERM_PROGRAM=WezTerm, true, true, true",
        "TERM_PROGRAM=ghostty, true, true, true",
        "TERM_PROGRAM=vscode, true, false, true",
        "TERM_PROGRAM=mintty, true, true, true",
        "TERM_PROGRAM=Apple_Terminal, false, false, true",
        "TERM=xterm-kitty, true, false, true",
        "TERM=foot-extra, true, false, true",
        "TERM=alacritty, true, false, true",
        "KONSOLE_VERSION=220401, true, false, true",
        // Windows Terminal and ConEmu
        "WT_SESSION=1, true, true, true",
        "ConEmuANSI=ON, false, true, true",
        "ConEmuANSI=OFF, false, false, true",
        // terminals of the Linux desktops, by version
        "VTE_VERSION=4999, false, false, true",
        "VTE_VERSION=5000, true, false, true",
        "VTE_VERSION=7899, true, false, true",
        "VTE_VERSION=7900, true, true, true",
        "VTE_VERSION=new, false, false, true",
        // a multiplexer passes neither on
        "TMUX=/tmp/tmux VTE_VERSION=7900, false, false, true",
        "TMUX=/tmp/tmux TERM_PROGRAM=WezTerm, false, false, true",
        "STY=1.pts WT_SESSION=1, false, false, false",
        // those that cut lines instead of wrapping them
        "XTERM_VERSION=XTerm(390), false, false, false",
        "TERM=linux, false, false, false",
        // the user knows better
        "FORCE_HYPERLINK=1 TMUX=/tmp/tmux, true, false, true",
        "FORCE_HYPERLINK=0 TERM_PROGRAM=WezTerm, false, true, true",
        "FORCE_HYPERLINK= TERM_PROGRAM=WezTerm, true, true, true"
    })
    void detectsCapabilities(String variables, boolean hyperlinks, boolean taskbar, boolean reflow) {
        assertThat(TerminalCapabilities.of(environment(variables)))
                .isEqualTo(new TerminalCapabilities(hyperlinks, taskbar, reflow));
    }

    @ParameterizedTest
    @CsvSource({
        // variables, on a terminal, colours, other characters than ASCII
        "LANG=C.UTF-8, true, true, true",
        "LANG=de_DE.utf8, true, true, true",
        "LANG=de_DE.ISO-8859-1, true, true, false",
        "LANG=C, true, true, false",
        "'', true, true, false",
        "WT_SESSION=1, true, true, true",
        "LC_ALL=C LANG=C.UTF-8, true, true, false",
        "LC_CTYPE=C.UTF-8 LANG=C, true, true, true",
        "LC_ALL= LANG=C.UTF-8, true, true, true",
        "LANG=C.UTF-8, false, false, true",
        "NO_COLOR=1 LANG=C.UTF-8, true, false, true",
        "NO_COLOR= LANG=C.UTF-8, true, true, true",
        "NO_COLOR=1 CLICOLOR_FORCE=1, true, false, false",
        "CLICOLOR_FORCE=1, false, true, false",
        "CLICOLOR_FORCE=0, false, false, false",
        "TERM=dumb LANG=C.UTF-8, true, false, true",
        "TERM=dumb CLICOLOR_FORCE=1, true, true, false"
    })
    void detectsColoursAndUnicode(String variables, boolean terminal, boolean color, boolean unicode) {
        Theme theme = Theme.of(environment(variables), terminal);
        assertThat(theme.color()).as("colours").isEqualTo(color);
        assertThat(theme.unicode()).as("other characters than ASCII").isEqualTo(unicode);
        assertThat(theme.of(Symbol.SUCCEEDED)).isEqualTo(unicode ? "✓" : "ok");
    }

    @ParameterizedTest
    @CsvSource({"15;0, 36", "0;15, 38;5;25", "0;default;15, 38;5;25", "15;default;0, 36", "0;7, 38;5;25", "0;8, 36"})
    void choosesDarkerColoursOnLightBackgrounds(String colorFgBg, String accent) {
        Theme theme = Theme.of(Map.of("COLORFGBG", colorFgBg, "LANG", "C.UTF-8"), true);
        assertThat(theme.of(Style.ACCENT)).isEqualTo(accent);
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB_ACTIONS=true, GITHUB",
        "GITLAB_CI=true, GITLAB",
        "GITHUB_ACTIONS=false, NONE",
        "CI=true, NONE",
        "'', NONE"
    })
    void detectsTheCiService(String variables, CiPlatform log) {
        assertThat(CiPlatform.of(environment(variables))).isEqualTo(log);
    }
}
