package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.internal.terminal.HostText;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Text from logs, names, paths, advice and titles is shown, and never acts on the terminal. */
class HostileTextTest {

    /** What the display itself writes to a terminal besides text. */
    private static final Pattern OWN = Pattern.compile(String.join(
            "|",
            "\u001b\\[\\?(2026|25|7)[hl]",
            "\u001b\\[[KJ]",
            "\u001b\\[\\d+[ABC]",
            "\u001b\\[[0-9;]*m",
            "\u001b\\]8;;(file:[!-~]*)?\u001b\\\\",
            "\u001b\\]9;4;[0-4];\\d{1,3}\u001b\\\\",
            "\r\n",
            "\r"));

    private static final List<String> MISCHIEF = List.of(
            "\u001b[2J\u001b[H",
            "\u001b]0;title\u0007",
            "\u001b]52;c;cm0gLXJmIC8=\u0007",
            "\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\",
            "\u001b[8m",
            "\u009b2J",
            "\u009d0;t\u009c",
            "\u001bPq#0\u001b\\",
            "\u001b[6n",
            "\u202egnp.exe",
            "\u2066x\u2069",
            "\r\n$ rm -rf / ",
            "\nPassword: ",
            "\u0008\u0008\u0008",
            "\u007f",
            "\u2028line",
            "\u200b\u200d\ufeff\u00ad",
            "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
            "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\udde9\ud83c\uddea",
            "1\ufe0f\u20e3",
            "\ud800",
            "\udb40\udc41",
            "::error::x",
            "\n::set-output name=a::b",
            "##[add-mask]x",
            "##vso[task.setvariable variable=x]y",
            "\u001b[0Ksection_start:0:x\r\u001b[0K",
            "漢字かな交じり文",
            "%s%n{}\\033[31m");

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                        Arbitraries.of(MISCHIEF), Arbitraries.strings().ofMaxLength(30), Arbitraries.just("gcc"))
                .list()
                .ofMaxSize(4)
                .map(l -> String.join("", l));
    }

    /** Ensures that the other tests put their text into every field. */
    @Test
    void viewsContainTheTextInEveryField() {
        String text = "some text";
        Views views = Views.everywhere(text);
        Set<String> with = new TreeSet<>();
        Set<String> without = new TreeSet<>();
        find(views.view(), "", text, with, without);
        views.at(11, new RunFact.Finished(Outcome.FAILED, text));
        find(views.view(), "", text, with, without);
        without.removeAll(with);
        assertThat(without).containsExactly("RunSnapshot.run");
    }

    /** Goes through a record and all that it holds; notes the components with the text in them, and those without. */
    private static void find(Object value, String name, String text, Set<String> with, Set<String> without) {
        if (value instanceof String s) {
            (s.contains(text) ? with : without).add(name);
        } else if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(k -> find(k, name, text, with, without));
            map.values().forEach(v -> find(v, name, text, with, without));
        } else if (value instanceof List<?> list) {
            list.forEach(v -> find(v, name, text, with, without));
        } else if (value instanceof Record && !(value instanceof ConflationKey)) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                String inner = value.getClass().getSimpleName() + '.' + component.getName();
                if (component.getType() == String.class) {
                    without.add(inner);
                }
                find(held(component, value), inner, text, with, without);
            }
        }
    }

    /** What the component holds; something without text where that is nothing. */
    private static Object held(RecordComponent component, Object value) {
        try {
            Object held = component.getAccessor().invoke(value);
            return held == null ? List.of() : held;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Property(tries = 100)
    void writesNoForeignControlSequenceToATerminal(@ForAll("hostile") String text) throws IOException {
        for (Detail detail : Detail.values()) {
            StringWriter out = new StringWriter();
            Views views = Views.everywhere(text);
            AnsiRenderer renderer = AnsiRenderer.builder()
                    .detail(detail)
                    .theme(Theme.COLOR)
                    .capabilities(new TerminalCapabilities(true, true, true))
                    .on(out, 60, 20);
            renderer.render(views.view(), Views.second(10));
            renderer.printAbove(text);
            views.at(11, new RunFact.Finished(Outcome.FAILED, text));
            renderer.finish(views.view(), Views.second(12));
            renderer.close();
            String rest = OWN.matcher(out.toString()).replaceAll("");
            assertThat(rest.codePoints().filter(HostileTextTest::acts))
                    .as(out.toString())
                    .isEmpty();
        }
    }

    private static boolean acts(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    @Property(tries = 100)
    void writesOnlyAsciiWithTheAsciiTheme(@ForAll("hostile") String text) throws IOException {
        StringWriter out = new StringWriter();
        AnsiRenderer renderer = AnsiRenderer.of(out, 60, 20, Detail.EVERYTHING, Theme.ASCII);
        renderer.render(Views.everywhere(text).view(), Views.second(10));
        renderer.printAbove(text);
        renderer.finish(Views.everywhere(text).view(), Views.second(12));
        assertThat(out.toString().chars().filter(c -> c > '~')).isEmpty();
    }

    @Property(tries = 100)
    void writesNoForeignSectionToAGitLabLog(@ForAll("hostile") String text) throws IOException {
        String out = printedIn(CiPlatform.GITLAB, text);
        String own = "\u001b\\[0Ksection_(start|end):\\d+:pctl_progress_\\d+\r\u001b\\[0K";
        String rest = out.replaceAll(own, "");
        assertThat(rest).doesNotContain("\u001b").doesNotContain("\r");
        assertThat(rest.codePoints().filter(c -> c != '\n').filter(HostileTextTest::acts))
                .isEmpty();
    }

    @Property(tries = 100)
    void writesNoForeignCommandToAGitHubLog(@ForAll("hostile") String text) throws IOException {
        String out = printedIn(CiPlatform.GITHUB, text);
        Pattern own = Pattern.compile("::(group|error title=[^:,]*|warning|endgroup)::.*");
        assertThat(out.lines().filter(l -> l.strip().startsWith("::")))
                .allMatch(l -> own.matcher(l).matches());
        assertThat(out)
                .doesNotContain("##[")
                .doesNotContain("##vso[")
                .doesNotContain("\u001b")
                .doesNotContain("\r");
    }

    private static String printedIn(CiPlatform log, String text) throws IOException {
        StringWriter out = new StringWriter();
        PlainRenderer renderer = PlainRenderer.of(out, Detail.EVERYTHING, Theme.PLAIN, log);
        Views views = Views.everywhere(text);
        renderer.render(views.view(), Views.second(10));
        renderer.printAbove(text);
        views.at(11, new RunFact.Finished(Outcome.FAILED, text));
        renderer.finish(views.view(), Views.second(12));
        return out.toString();
    }

    @Test
    void indentsContinuationLinesOfAWrappedLine() {
        StyledLine line = StyledLine.of("  > " + "x".repeat(36) + "$ rm -rf / " + "y".repeat(50));
        assertThat(line.wrap(40, Theme.PLAIN)).hasSizeGreaterThan(2).allSatisfy(l -> {
            assertThat(l.width()).isLessThanOrEqualTo(40);
            assertThat(l.toString()).startsWith("  ");
        });
    }

    @Test
    void splitsCharacterSequencesThatTerminalsMeasureDifferently() {
        assertThat(TextSanitizer.text("\ud83d\udc68\u200d\ud83d\udc67")).isEqualTo("\ud83d\udc68\ud83d\udc67");
        assertThat(TextSanitizer.text("\ud83c\udde9\ud83c\uddea")).isEqualTo("DE");
        assertThat(TextSanitizer.text("1\ufe0f\u20e3")).isEqualTo("1");
        assertThat(TextSanitizer.text("\u0301e\u0301\u0302\u0303\u0304")).isEqualTo("e\u0301\u0302\u0303");
        assertThat(TextSanitizer.ascii("‘déjà’ … 漢")).isEqualTo("'d?j?' ... ?");
    }

    @Test
    void keepsColoursOfTheHostIfTheThemeHasColours() {
        String text = "\u001b[31mred\u001b[0m\u001b[2J plain";
        assertThat(HostText.rows(text, Theme.COLOR).get(0).text()).isEqualTo("\u001b[31mred\u001b[0m plain\u001b[0m");
        assertThat(HostText.rows(text, Theme.PLAIN).get(0).text()).isEqualTo("red plain");
        assertThat(HostText.rows("a\nb\n", Theme.PLAIN)).hasSize(2);
    }
}
