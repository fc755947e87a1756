package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.text.FailurePhrases;
import dev.pctl.progress.ansi.internal.width.TextSanitizer;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A CI service whose log page can fold parts of a log and list errors. The syntax is that of <a
 * href="https://docs.github.com/actions/reference/workflow-commands-for-github-actions">GitHub's workflow commands</a> and
 * <a href="https://docs.gitlab.com/ci/jobs/job_logs/">GitLab's log sections</a>.
 */
public enum CiPlatform {
    /** No known service: plain lines only. */
    NONE,
    /** GitHub Actions. */
    GITHUB,
    /** GitLab CI. */
    GITLAB;

    private static final String ERASE = "\u001b[0K";

    /** Returns the service that environment variables name. */
    public static CiPlatform of(Map<String, String> environment) {
        Objects.requireNonNull(environment, "environment");
        if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
            return GITHUB;
        }
        return "true".equals(environment.get("GITLAB_CI")) ? GITLAB : NONE;
    }

    /** Returns the line that opens a foldable part. */
    String open(String title, int number, Instant now) {
        return switch (this) {
            case NONE -> "";
            case GITHUB -> "::group::" + data(title) + '\n';
            case GITLAB ->
                ERASE + "section_start:" + now.getEpochSecond() + ':' + name(number) + '\r' + ERASE
                        + TextSanitizer.text(title) + '\n';
        };
    }

    /** Returns the line that closes it. */
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

    /** Returns the line that lists a failure as an error of the job. */
    String error(Diagnosis failure) {
        return this == GITHUB
                ? "::error title=" + property(FailurePhrases.failed(failure)) + "::" + data(failure.message()) + '\n'
                : "";
    }

    /** Returns the line that lists a warning of the job. */
    String warning(Advice advice) {
        return this == GITHUB && advice.severity() != Advice.Severity.INFO
                ? "::warning::" + data(advice.seen()) + '\n'
                : "";
    }

    /** Returns a line of text in which nothing is a command to the service. */
    String line(String text) {
        String harmless = withoutAzureCommands(text);
        return this == GITHUB && harmless.stripLeading().startsWith("::") ? "| " + harmless : harmless;
    }

    /** Azure Pipelines has no variable here that says so, and its commands are no ordinary text anywhere. */
    private static String withoutAzureCommands(String text) {
        return text.contains("##") ? text.replace("##[", "## [").replace("##vso[", "## vso[") : text;
    }

    private static String data(String text) {
        return withoutAzureCommands(TextSanitizer.text(text)).replace("%", "%25");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
