package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of the classic installer (Spack 0.10 to 1.1, and later by choice): passes each to the part that knows it. */
public final class ClassicGrammar {

    private static final Pattern STAMP = Pattern.compile("\\[[\\d:.-]{19,26}(?:, \\d+)?\\] ");
    private static final Pattern PID = Pattern.compile("\\d+: ");

    /** Messages that begin with a quote show a command; these are long and never understood. */
    private static final String COMMAND = "'";

    private static final String ERROR = "Error: ";

    /** What a terminal shows for Ctrl-C, just before the line that Spack prints about it. */
    private static final String INTERRUPT = "^C";

    private final SpecResolver specs;
    private final RunVerdict verdict;
    private final ErrorLines errors;
    private final SuccessLines installed;
    private final InstallLines installs;
    private boolean messages;

    /**
     * Creates the grammar of one log.
     *
     * @param before returns the output lines just before the current line
     */
    public ClassicGrammar(
            PackageTracker tracker,
            Diagnoser diagnoser,
            OutputFailureTracker failures,
            TerminalTitles titles,
            Supplier<List<String>> before) {
        specs = new SpecResolver(tracker);
        verdict = new RunVerdict(tracker);
        errors = new ErrorLines(tracker, specs, verdict, diagnoser, failures, before);
        installed = new SuccessLines(tracker, specs, verdict);
        installs = new InstallLines(tracker, specs, verdict, titles, installed, errors);
    }

    /** Returns whether lines matter now that begin like any other. */
    private boolean isAttentive() {
        return installed.isAwaitingTimes() || errors.isOpen();
    }

    /**
     * Returns whether the line must be examined.
     *
     * @param times whether it may be the line of times behind a success
     */
    public boolean wants(LogLine line, boolean times) {
        return isAttentive()
                || (times && installed.takesTimes())
                || switch (line.at(0)) {
                    case '=' -> line.at(1) == '=' && line.at(2) == '>';
                    case '^' -> line.at(1) == 'C' && line.at(2) == '=';
                    case '[' -> line.at(1) == '+';
                    case ' ' -> line.at(2) == '>' && line.at(3) == '>';
                    case 'S' -> line.at(1) == 'e' && line.at(2) == 'e';
                    case 's' -> line.at(1) == 'l' && line.at(10) == ':';
                    case 'T' -> line.at(1) == 'r' && line.at(10) == '(';
                    default -> false;
                };
    }

    /** Takes the line if it is one of this dialect. */
    public boolean accept(String shown) {
        String line = shown.startsWith(INTERRUPT) ? shown.substring(INTERRUPT.length()) : shown;
        if (installed.endSuccess(line)) {
            return true;
        }
        if (line.startsWith("==> ")) {
            messages = true;
            installed.forgetTimes();
            return message(withoutStamp(line.substring(4)));
        }
        if (line.startsWith("[+] ")) {
            errors.close();
            errors.settle();
            return installed.accept(line);
        }
        return errors.accept(line)
                || (line.startsWith("slurmstepd: ") && errors.stoppedBySlurm(line))
                || installed.lateTimes(line);
    }

    private static String withoutStamp(String text) {
        String rest = text.startsWith("[") ? without(STAMP, text) : text;
        return rest.isEmpty() || !Character.isDigit(rest.charAt(0)) ? rest : without(PID, rest);
    }

    private static String without(Pattern beginning, String text) {
        Matcher matcher = beginning.matcher(text);
        return matcher.lookingAt() ? text.substring(matcher.end()) : text;
    }

    private boolean message(String text) {
        specs.identifyByStage(text);
        if (text.startsWith(ERROR)) {
            errors.error(text.substring(ERROR.length()));
            return true;
        }
        errors.close();
        return !text.startsWith(COMMAND) && installs.accept(text);
    }

    /** Completes what is open at the end of the log. */
    public void close(boolean otherDialect) {
        installed.endSuccess(null);
        errors.finish();
        if (messages && !otherDialect) {
            verdict.detect();
        }
    }

    /** Ends the log. */
    public void finish() {
        verdict.finish();
    }

    /** Returns how the run ended as far as the whole log shows, or null. */
    @Nullable
    public Outcome outcome(boolean unfinished) {
        return verdict.outcome(unfinished);
    }
}
