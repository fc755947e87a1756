package dev.pctl.progress.web;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunReview;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Summarizes a run in Markdown, for the job summary of a CI system such as {@code GITHUB_STEP_SUMMARY}. */
public final class MarkdownSummary {

    /** Rows of the table of packages. CI systems limit the size of a summary. */
    private static final int MOST_ROWS = 20;

    /** Lines of the log that are quoted before and after the decisive one. */
    private static final int AROUND = 5;

    private final StringBuilder out = new StringBuilder();

    private MarkdownSummary() {}

    /**
     * Returns the summary of a run.
     *
     * @param now the present time
     */
    public static String of(RunView view, Instant now) {
        MarkdownSummary summary = new MarkdownSummary();
        summary.head(view, now);
        view.failures().forEach(summary::failure);
        summary.packages(RunReview.of(view, now));
        return summary.out.toString();
    }

    private void head(RunView view, Instant now) {
        Outcome outcome = view.outcome();
        Duration elapsed = view.elapsed(now);
        line("## " + text(view.title().isEmpty() ? "Build" : view.title()) + ": "
                + (outcome == null ? "running" : outcome.name().toLowerCase(Locale.ROOT))
                + (elapsed == null ? "" : " after " + time(elapsed)));
        line("");
        RunReview review = RunReview.of(view, now);
        line("| packages installed | from binary cache | failed | not built |");
        line("|---:|---:|---:|---:|");
        line("| " + review.installed().size() + " | " + review.cacheHits() + " | " + view.count(Outcome.FAILED) + " | "
                + view.count(Outcome.SKIPPED) + " |");
        line("");
    }

    private void failure(Diagnosis failure) {
        String subject =
                failure.packageRef() == null ? "The run" : failure.packageRef().spec();
        String phase = failure.phase();
        line("### " + text(subject) + " failed" + (phase == null ? "" : " in the " + text(phase) + " phase"));
        line("");
        String summary = failure.summary();
        line("**" + text(summary == null ? failure.message() : summary) + "**");
        line("");
        excerpt(failure);
        int number = 1;
        for (String remedy : failure.remedies()) {
            line(number++ + ". " + text(remedy));
        }
        line("");
    }

    /** An indented block, which no line of a log can end. */
    private void excerpt(Diagnosis failure) {
        List<String> lines = failure.excerpt();
        int decisive = failure.decisive() < 0 ? lines.size() - 1 : failure.decisive();
        for (int i = Math.max(0, decisive - AROUND); i < Math.min(lines.size(), decisive + AROUND + 1); i++) {
            line("    " + (i == failure.decisive() ? "> " : "  ") + plain(lines.get(i)));
        }
        line("");
    }

    private void packages(RunReview review) {
        if (review.installed().isEmpty()) {
            return;
        }
        line("<details><summary>Slowest packages</summary>");
        line("");
        line("| package | time | usually |");
        line("|---|---:|---:|");
        review.installed().stream().limit(MOST_ROWS).forEach(this::row);
        line("");
        line("</details>");
    }

    private void row(RunReview.Timed timed) {
        PackageView pkg = timed.view();
        line("| " + text(pkg.ref().spec()) + " | " + time(timed.took()) + " | " + usual(timed) + " |");
    }

    private static String usual(RunReview.Timed timed) {
        return timed.usual() == null
                ? ""
                : time(timed.usual().p10()) + "–" + time(timed.usual().p90());
    }

    private static String time(@Nullable Duration time) {
        if (time == null) {
            return "";
        }
        long seconds = time.toSeconds();
        return seconds < 60
                ? seconds + "s"
                : seconds < 3600
                        ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                        : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }

    /** Text that means nothing to Markdown and HTML. */
    private static String text(String text) {
        StringBuilder safe = new StringBuilder();
        plain(text).codePoints().forEach(c -> {
            if ("\\`*_{}[]()#+!|<>&~$".indexOf(c) >= 0) {
                safe.append("&#").append(c).append(';');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\u202a-\u202e\u2066-\u2069]", " ");
    }

    private void line(String line) {
        out.append(line).append('\n');
    }
}
