package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.remedy.FailureImpact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Prints one failure as a block: what failed, why, where to look, what it means for the run, and what to do. */
public final class FailureBlock {

    /** Lines of the excerpt that are printed before and after the decisive line. */
    private static final int CONTEXT = 3;

    /** Last lines of a log that are printed if none of them is decisive. */
    private static final int LAST_LINES = 8;

    /** Characters of a line around the decisive one: the command lines of compilers run to thousands. */
    private static final int MAX_CONTEXT_LENGTH = 160;

    /** Characters of a reason or a decisive line: five rows of a common window. */
    private static final int MAX_LENGTH = 400;

    /** The most packages that are named; the rest is counted. */
    private static final int MAX_NAMES = 6;

    private static final Duration LEAST_LOSS = Duration.ofSeconds(1);

    private final Theme theme;

    public FailureBlock(Theme theme) {
        this.theme = theme;
    }

    List<StyledLine> lines(RunView view, Diagnosis failure) {
        return lines("Error: ", view, failure);
    }

    /** Returns the block of a failure that was printed before its reason was known. */
    List<StyledLine> explained(RunView view, Diagnosis failure) {
        return lines("Explained: ", view, failure);
    }

    /** Returns the block of a failure of which no run is known, so that its impact is not known either. */
    public List<StyledLine> alone(Diagnosis failure) {
        List<StyledLine> lines = reason("Error: ", failure);
        lines.addAll(advice(failure));
        return lines;
    }

    private List<StyledLine> lines(String heading, RunView view, Diagnosis failure) {
        List<StyledLine> lines = reason(heading, failure);
        Instant now = Objects.requireNonNullElse(view.updated(), Instant.EPOCH);
        lines.addAll(impact(FailureImpact.of(view, failure, now)));
        lines.addAll(advice(failure));
        return lines;
    }

    private List<StyledLine> reason(String heading, Diagnosis failure) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.of(theme.of(Symbol.ERROR) + heading + FailurePhrases.failed(failure), Style.BAD));
        String why = Formats.shortened(FailurePhrases.why(failure), MAX_LENGTH);
        lines.add(LinkedText.add(StyledLine.of("  Why: "), why, Style.STRONG));
        String log = failure.log();
        String location = failure.location();
        if (log != null && location != null) {
            lines.add(StyledLine.of("  Log: ").addPath(location, log, Style.STRONG));
        }
        lines.addAll(excerpt(failure));
        return lines;
    }

    private static List<StyledLine> advice(Diagnosis failure) {
        List<StyledLine> lines = new ArrayList<>(AdvicePhrases.remedies("  Fix: ", failure.remedies()));
        if (failure.retry() != null) {
            lines.add(StyledLine.of("  Retry: " + FailurePhrases.retry(failure.retry())));
        }
        return lines;
    }

    // ---- the log

    private static List<StyledLine> excerpt(Diagnosis failure) {
        List<String> excerpt = failure.excerpt();
        int decisive = failure.decisive();
        if (excerpt.isEmpty()) {
            String why = FailurePhrases.why(failure).toLowerCase(Locale.ROOT);
            return failure.summary() == null || why.contains(failure.message().toLowerCase(Locale.ROOT))
                    ? List.of()
                    : List.of(StyledLine.of("  > " + Formats.shortened(failure.message(), MAX_LENGTH), Style.WARN));
        }
        int from = decisive < 0 ? Math.max(0, excerpt.size() - LAST_LINES) : Math.max(0, decisive - CONTEXT);
        int to = decisive < 0 ? excerpt.size() : Math.min(excerpt.size(), decisive + CONTEXT + 1);
        List<StyledLine> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add(line(failure, i, i == decisive, from, to));
        }
        return lines;
    }

    private static StyledLine line(Diagnosis failure, int i, boolean decisive, int from, int to) {
        String text = failure.excerpt().get(i);
        boolean important = decisive || text.strip().equals(failure.message());
        String shown = Formats.shortened(text, important ? MAX_LENGTH : MAX_CONTEXT_LENGTH);
        StyledLine line =
                StyledLine.of(decisive ? "  > " : "    ", Style.WARN).add(number(failure, i, from, to), Style.FAINT);
        return line.add(shown, important ? Style.WARN : Style.FAINT);
    }

    /** Returns the line's number, aligned with those of the other lines; empty if the log's lines are not numbered. */
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

    // ---- what it means for the run

    private static List<StyledLine> impact(FailureImpact impact) {
        List<StyledLine> lines = new ArrayList<>();
        if (!impact.blocked().isEmpty()) {
            lines.add(StyledLine.of("  Also not built: " + names(impact.blocked())));
        }
        int kept = impact.kept().size();
        if (kept > 0) {
            lines.add(StyledLine.of("  Kept: " + Formats.count(kept, "installed package", "installed packages")));
        }
        Duration lost = impact.lost();
        if (lost != null && lost.compareTo(LEAST_LOSS) >= 0) {
            lines.add(StyledLine.of("  Time lost: " + Formats.precise(lost)));
        }
        return lines;
    }

    private static String names(List<PackageView> packages) {
        String names =
                packages.stream().limit(MAX_NAMES).map(p -> p.ref().spec()).collect(Collectors.joining(", "));
        return packages.size() <= MAX_NAMES ? names : names + " and " + (packages.size() - MAX_NAMES) + " more";
    }
}
