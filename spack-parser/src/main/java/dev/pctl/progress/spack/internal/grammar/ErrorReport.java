package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.FailureEvidence;
import dev.pctl.progress.buildlog.internal.failure.LogExcerpt;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error as the classic installer prints it: a header, indented lines, an excerpt of the build log, where the log is.
 * It is collected until a line comes that does not belong to it.
 */
final class ErrorReport {

    private static final Pattern FOUND = Pattern.compile("(\\d+) (errors?|warnings?) found in (?:build|test) log:");
    private static final Pattern SEE = Pattern.compile("See (build|test) log for details:");
    private static final Pattern RECIPE = Pattern.compile("\\S+\\.py:\\d+, in \\w+:");
    /** Exceptions of Python that only a recipe or a hook raises. Rules distinguish them from those of a tool by the word before. */
    private static final Pattern EXCEPTION = Pattern.compile(
            "(?:Attribute|Key|Type|Index|Name|Value|NotImplemented|Assertion|UnboundLocal|Runtime)Error: ");

    private static final Pattern INSTALLERS = Pattern.compile("(?:Failed to install |\\w+Error: |\\w+Failure: ).*");

    /** The most indented lines that are kept of an error; the reasons of a solver may be many. */
    private static final int MOST_DETAILS = 200;

    /** The most lines without indentation that may continue an error which is about no package. */
    private static final int MOST_CONTINUED = 3;

    private static final String TRACEBACK = "Traceback (most recent call last)";

    private String header;
    private final @Nullable Tracked pkg;
    private final List<String> details = new ArrayList<>();
    private final List<String> before;
    private LogExcerpt excerpt = new LogExcerpt();
    private boolean inExcerpt;
    private boolean warningsOnly;
    private boolean inRecipe;
    private int continued;
    private boolean traceback;
    private @Nullable String awaitedLog;
    private @Nullable String buildLog;
    private @Nullable String testLog;

    /**
     * An error that begins.
     *
     * @param header its first line, without {@code ==> Error:}
     * @param pkg the package that it is about, or null
     * @param before the lines just before it, which may say more than it does
     */
    ErrorReport(String header, @Nullable Tracked pkg, List<String> before) {
        this.header = header;
        this.pkg = pkg;
        this.before = List.copyOf(before);
    }

    /** Begins the traceback of a program that no package's build has run; its last line becomes the header. */
    static ErrorReport traceback(String line) {
        ErrorReport report = new ErrorReport(line, null, List.of());
        report.traceback = true;
        return report;
    }

    /** Returns whether the line is part of an error whose beginning was not seen. */
    static boolean isPart(String line) {
        return (line.startsWith("  >> ") && LogExcerpt.isLine(line)) || line.startsWith("See build log for details:");
    }

    /** Takes the line if it belongs to this error. */
    boolean accept(String line) {
        if (traceback) {
            frame(line);
            return false;
        }
        if (header.isEmpty() && !inExcerpt && LogExcerpt.isLine(line)) {
            inExcerpt = true;
        }
        if (awaitedLog != null && line.startsWith("  /")) {
            locate(line.strip());
            return true;
        }
        if (title(line)) {
            return true;
        }
        if (inExcerpt && excerpt.accept(line)) {
            return true;
        }
        if (line.startsWith("    ") || line.startsWith("\t") || (line.startsWith("  ") && inRecipe)) {
            if (details.size() < MOST_DETAILS) {
                details.add(line.strip());
            }
            return true;
        }
        return line.isBlank() || ofNoPackage(line);
    }

    /** Collects frames, and the exception that ends them, without taking them from the output. */
    private void frame(String line) {
        if (line.startsWith(" ")) {
            detail(line);
        } else if (header.startsWith(TRACEBACK) && !line.isBlank()) {
            header = line;
        }
    }

    /** An error that is about no package has reasons that are indented by less, and lines that only continue it. */
    private boolean ofNoPackage(String line) {
        if (pkg != null || header.isEmpty() || continued >= MOST_CONTINUED) {
            return false;
        }
        boolean indented = line.startsWith(" ");
        detail(line);
        continued += indented ? 0 : 1;
        return indented;
    }

    private void detail(String line) {
        if (details.size() < MOST_DETAILS) {
            details.add(line.stripTrailing());
        }
    }

    private boolean title(String line) {
        Matcher found = FOUND.matcher(line);
        if (found.matches()) {
            inExcerpt = true;
            inRecipe = false;
            warningsOnly = found.group(2).startsWith("warning");
            excerpt = new LogExcerpt();
            return true;
        }
        Matcher see = SEE.matcher(line);
        if (see.matches()) {
            inExcerpt = false;
            awaitedLog = see.group(1);
            return true;
        }
        if (RECIPE.matcher(line).matches()) {
            inRecipe = true;
            details.add(line);
            return true;
        }
        return false;
    }

    private void locate(String path) {
        if ("build".equals(awaitedLog)) {
            buildLog = path;
        } else {
            testLog = path;
        }
        awaitedLog = null;
    }

    String header() {
        return header;
    }

    /** Returns the header as it was printed. */
    String printed() {
        return traceback ? header : "==> Error: " + header;
    }

    @Nullable
    Tracked pkg() {
        return pkg;
    }

    List<String> details() {
        return List.copyOf(details);
    }

    /** Returns how sure it is that the installer reports a failure: an excerpt or a log say more than a header. */
    int weight() {
        boolean shown = buildLog != null || testLog != null || !excerpt.lines().isEmpty();
        return shown ? 2 : INSTALLERS.matcher(header).matches() ? 1 : 0;
    }

    FailureEvidence evidence(@Nullable Tracked blamed) {
        String text = EXCEPTION.matcher(header).lookingAt() ? "Error: " + header : header;
        return new FailureEvidence(blamed, text, details, before, excerpt.lines(), warningsOnly, buildLog, testLog);
    }

    /** Returns whether the installer marked any line of the log. */
    boolean marked() {
        return !warningsOnly && excerpt.lines().stream().anyMatch(LogExcerpt.Line::hit);
    }

    @Nullable
    String buildLog() {
        return buildLog;
    }
}
