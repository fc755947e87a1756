package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.RetryAdvice;
import dev.pctl.progress.remedy.FailureImpact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what failed, why, where to look, what it means for the run, and what to do. */
final class FailureBlock {

    /** How much of the excerpt is shown before and after the decisive line. */
    private static final int BEFORE = 3;

    private static final int AFTER = 3;

    /** Of a log that does not say why it ends, so many lines are shown. */
    private static final int LAST_LINES = 8;

    /** Command lines of compilers are longer than anybody reads. */
    private static final int LONGEST_CONTEXT = 160;

    private static final int LONGEST_LINE = 400;
    private static final int MOST_NAMES = 6;

    private final Theme theme;

    FailureBlock(Theme theme) {
        this.theme = theme;
    }

    List<StyledLine> lines(RunView view, Diagnosis failure) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.of(theme.of(Symbol.ERROR) + "Error: " + RunPhrases.failed(failure), Style.BAD));
        lines.add(StyledLine.of("  Why: ").add(why(failure), Style.STRONG));
        String log = failure.log();
        String location = failure.location();
        if (log != null && location != null) {
            lines.add(StyledLine.of("  Log: ").addPath(location, log, Style.STRONG));
        }
        lines.addAll(excerpt(failure));
        Instant now = Objects.requireNonNullElse(view.updated(), Instant.EPOCH);
        lines.addAll(consequences(FailureImpact.of(view, failure, now)));
        lines.addAll(remedies(failure));
        return lines;
    }

    /** A single word, such as that it failed, is no reason. */
    private static String why(Diagnosis failure) {
        String summary = failure.summary();
        if (summary != null) {
            return shortened(summary, LONGEST_LINE);
        }
        boolean telling = failure.cause() != FailureCause.UNKNOWN
                && failure.message().strip().indexOf(' ') > 0;
        return telling ? shortened(failure.message(), LONGEST_LINE) : "The log does not say";
    }

    // ---- the log

    private static List<StyledLine> excerpt(Diagnosis failure) {
        List<String> excerpt = failure.excerpt();
        int decisive = failure.decisive();
        if (excerpt.isEmpty()) {
            return failure.summary() == null || failure.summary().equals(failure.message())
                    ? List.of()
                    : List.of(StyledLine.of("  > " + shortened(failure.message(), LONGEST_LINE), Style.WARN));
        }
        int from = decisive < 0 ? Math.max(0, excerpt.size() - LAST_LINES) : Math.max(0, decisive - BEFORE);
        int to = decisive < 0 ? excerpt.size() : Math.min(excerpt.size(), decisive + AFTER + 1);
        List<StyledLine> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(line(failure, i, i == decisive, from, to));
        }
        return lines;
    }

    private static StyledLine line(Diagnosis failure, int i, boolean decisive, int from, int to) {
        String text = failure.excerpt().get(i);
        boolean telling = decisive || text.strip().equals(failure.message());
        String shown = shortened(text, telling ? LONGEST_LINE : LONGEST_CONTEXT);
        StyledLine line =
                StyledLine.of(decisive ? "  > " : "    ", Style.WARN).add(number(failure, i, from, to), Style.FAINT);
        return line.add(shown, telling ? Style.WARN : Style.FAINT);
    }

    /** The line's number, as wide as the widest of those that are shown; nothing where the log does not count. */
    private static String number(Diagnosis failure, int i, int from, int to) {
        Integer first = failure.excerptLine();
        if (first == null) {
            return "";
        }
        int width = Math.max(
                String.valueOf(first + from).length(),
                String.valueOf(first + to - 1).length());
        String digits = String.valueOf(first + i);
        return " ".repeat(width - digits.length()) + digits + " | ";
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + '…';
    }

    // ---- the rest

    private static List<StyledLine> consequences(FailureImpact consequences) {
        List<StyledLine> lines = new ArrayList<>();
        if (!consequences.blocked().isEmpty()) {
            lines.add(StyledLine.of("  Not built because of it: " + names(consequences.blocked())));
        }
        String lost = lost(consequences.lost());
        int kept = consequences.kept().size();
        if (kept > 0) {
            String packages = kept == 1 ? "1 package is" : kept + " packages are";
            lines.add(StyledLine.of(
                    "  Kept: " + packages + " installed and not built again" + (lost == null ? "" : "; " + lost)));
        } else if (lost != null) {
            lines.add(StyledLine.of("  Cost: " + lost));
        }
        return lines;
    }

    private static @Nullable String lost(@Nullable Duration lost) {
        return lost == null || lost.compareTo(Duration.ofSeconds(1)) < 0 ? null : Formats.precise(lost) + " are lost";
    }

    private static String names(List<PackageView> packages) {
        String names =
                packages.stream().limit(MOST_NAMES).map(p -> p.ref().spec()).collect(Collectors.joining(", "));
        return packages.size() <= MOST_NAMES ? names : names + " and " + (packages.size() - MOST_NAMES) + " more";
    }

    private static List<StyledLine> remedies(Diagnosis failure) {
        List<StyledLine> lines = new ArrayList<>();
        for (int i = 0; i < failure.remedies().size(); i++) {
            String remedy = failure.remedies().get(i);
            lines.add(StyledLine.of(i == 0 ? "  Fix: " : "       ").add((i + 1) + ". " + remedy));
        }
        RetryAdvice retry = failure.retry();
        if (retry != null) {
            lines.add(StyledLine.of("  Try again? " + advice(retry)));
        }
        return lines;
    }

    private static String advice(RetryAdvice retry) {
        return switch (retry) {
            case YES -> "Yes, it may work the next time";
            case AFTER_FIX -> "Yes, once that is fixed";
            case NO -> "Not without a change: it would fail the same way";
        };
    }
}
