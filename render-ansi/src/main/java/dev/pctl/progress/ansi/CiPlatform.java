package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import java.time.Instant;
import java.util.Map;

/**
 * What the page that shows a log can do with it: fold parts of it, and name what went wrong at its head. The forms are
 * those of <a href="https://docs.github.com/actions/reference/workflow-commands-for-github-actions">GitHub's workflow
 * commands</a> and of <a href="https://docs.gitlab.com/ci/jobs/job_logs/">GitLab's log sections</a>.
 */
public enum CiPlatform {
    /** Lines only. */
    NONE,
    GITHUB,
    GITLAB;

    private static final String ERASE = "\u001b[0K";

    /** The one that the environment variables tell of. */
    public static CiPlatform of(Map<String, String> environment) {
        if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
            return GITHUB;
        }
        return "true".equals(environment.get("GITLAB_CI")) ? GITLAB : NONE;
    }

    /** Opens a part that can be folded. */
    String open(String title, int number, Instant now) {
        return switch (this) {
            case NONE -> "";
            case GITHUB -> "::group::" + data(title) + '\n';
            case GITLAB ->
                ERASE + "section_start:" + now.getEpochSecond() + ':' + name(number) + '\r' + ERASE
                        + TextSanitizer.text(title) + '\n';
        };
    }

    /** Closes it. */
    String close(int number, Instant now) {
        return switch (this) {
            case NONE -> "";
            case GITHUB -> "::endgroup::\n";
            case GITLAB -> ERASE + "section_end:" + now.getEpochSecond() + ':' + name(number) + '\r' + ERASE + '\n';
        };
    }

    private static String name(int number) {
        return "pctl_progress_" + number;
    }

    /** Names a failure at the head of the page. */
    String error(Diagnosis failure) {
        return this == GITHUB
                ? "::error title=" + property(RunPhrases.failed(failure)) + "::" + data(failure.message()) + '\n'
                : "";
    }

    /** Names a warning at the head of the page. */
    String warning(Advice advice) {
        return this == GITHUB && advice.severity() != Advice.Severity.INFO
                ? "::warning::" + data(advice.seen()) + '\n'
                : "";
    }

    /** A line of text in which nothing is a command to the page. */
    String line(String text) {
        if (this != GITHUB) {
            return text;
        }
        String harmless = text.replace("##[", "## [");
        return harmless.stripLeading().startsWith("::") ? "| " + harmless : harmless;
    }

    private static String data(String text) {
        return TextSanitizer.text(text).replace("##[", "## [").replace("%", "%25");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
