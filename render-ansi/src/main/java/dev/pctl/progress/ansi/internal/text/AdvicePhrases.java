package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.view.QuestionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Phrases of advice: warnings and tips, remedies, questions and their answers. */
public final class AdvicePhrases {

    private final Theme theme;

    public AdvicePhrases(Theme theme) {
        this.theme = theme;
    }

    /** Returns the line of a warning or tip, with its mark. */
    public StyledLine advice(Advice advice) {
        boolean info = advice.severity() == Advice.Severity.INFO;
        String mark = theme.of(info ? Symbol.TIP : Symbol.WARNING) + ' ';
        return StyledLine.of(mark + advice.seen(), info ? Style.PLAIN : Style.WARN);
    }

    /**
     * Returns the remedies, numbered if there are several.
     *
     * @param lead what precedes the first remedy; the others are indented as much
     */
    static List<StyledLine> remedies(String lead, List<String> remedies) {
        List<StyledLine> lines = new ArrayList<>();
        for (int i = 0; i < remedies.size(); i++) {
            String number = remedies.size() == 1 ? "" : (i + 1) + ". ";
            StyledLine start = StyledLine.of((i == 0 ? lead : " ".repeat(lead.length())) + number);
            lines.add(LinkedText.add(start, remedies.get(i), Style.PLAIN));
        }
        return lines;
    }

    // ---- questions

    /**
     * Returns {@code Continue anyway? continue, pause or stop (continues in 25s)}, as far as that fits: the time that is
     * left is more important than the choices.
     */
    public static String question(QuestionView question, Instant now, int width) {
        String text = question.question().text();
        String otherwise = name(question.question().byDefault());
        String left = " in " + Formats.ticking(question.left(now)) + ')';
        String whole = text + ' ' + choices(question.question()) + " (" + otherwise + 's' + left;
        return Formats.firstFitting(width, whole, text + " (" + otherwise + left, text);
    }

    /** Returns the line that announces a question where no display shows it. */
    StyledLine announced(Question question) {
        return StyledLine.of(theme.of(Symbol.QUESTION) + ' ' + question.text() + ' ' + choices(question) + " ("
                + name(question.byDefault()) + "s after " + Formats.brief(question.limit()) + " without an answer)");
    }

    /** Returns {@code Continue anyway? stop}. */
    static StyledLine decided(Question question, AdviceFact.Decided decided) {
        return StyledLine.of("    " + question.text() + ' ' + name(decided.decision())
                + (decided.byDefault() ? " (no answer in time)" : ""));
    }

    private static String choices(Question question) {
        List<String> names =
                question.choices().stream().map(AdvicePhrases::name).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static String name(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }
}
