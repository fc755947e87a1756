package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How what was watched came to its end, as its host saw it. Many failures print no error: the host is the only one to
 * know that the process was killed or that the machine is gone.
 *
 * @param outcome how the run ended
 * @param cause the class of cause, as far as the ending itself tells
 * @param kind what exactly it was, such as {@code killed-by-signal}
 * @param detail one line for people
 */
public record RunTermination(Outcome outcome, FailureCause cause, String kind, String detail) {

    private static final int SIGNALLED = 128;
    private static final int HIGHEST_SIGNAL = 64;
    private static final int TIMEOUT_STATUS = 124;
    private static final int NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;

    public RunTermination {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * A process ended by itself or by a signal.
     *
     * @param status its exit status as {@link Process#exitValue} and shells give it: 128 and the number of the signal for
     *     a process that was ended by one
     */
    public static RunTermination exited(int status) {
        if (status == 0) {
            return new RunTermination(Outcome.SUCCEEDED, FailureCause.UNKNOWN, "exit-status", "exit status 0");
        }
        if (status > SIGNALLED && status <= SIGNALLED + HIGHEST_SIGNAL) {
            return signalled(status - SIGNALLED);
        }
        String detail = "exit status " + status;
        return switch (status) {
            case TIMEOUT_STATUS ->
                new RunTermination(Outcome.FAILED, FailureCause.TIMEOUT, "time-limit", detail + ": its time was up");
            case NOT_EXECUTABLE ->
                new RunTermination(
                        Outcome.FAILED,
                        FailureCause.PERMISSION,
                        "not-executable",
                        detail + ": the command cannot be run");
            case NOT_FOUND ->
                new RunTermination(
                        Outcome.FAILED,
                        FailureCause.UNKNOWN,
                        "command-missing",
                        detail + ": the command was not found");
            default -> new RunTermination(Outcome.FAILED, FailureCause.UNKNOWN, "exit-status", detail);
        };
    }

    /** The signals of POSIX that end builds. */
    private static RunTermination signalled(int signal) {
        String kind = "killed-by-signal";
        return switch (signal) {
            case 1 ->
                new RunTermination(
                        Outcome.FAILED, FailureCause.KILLED, kind, "ended by SIGHUP: its terminal or session is gone");
            case 2 ->
                new RunTermination(Outcome.CANCELLED, FailureCause.INTERRUPTED, "interrupted", "interrupted (SIGINT)");
            case 4 ->
                new RunTermination(
                        Outcome.FAILED, FailureCause.UNKNOWN, "crashed", "crashed (SIGILL: illegal instruction)");
            case 6 -> new RunTermination(Outcome.FAILED, FailureCause.UNKNOWN, "crashed", "crashed (SIGABRT)");
            case 9 ->
                new RunTermination(
                        Outcome.FAILED,
                        FailureCause.KILLED,
                        kind,
                        "killed (SIGKILL): often the kernel does that when memory runs out");
            case 11 ->
                new RunTermination(
                        Outcome.FAILED, FailureCause.UNKNOWN, "crashed", "crashed (SIGSEGV: segmentation fault)");
            case 15 -> new RunTermination(Outcome.FAILED, FailureCause.KILLED, kind, "asked to end (SIGTERM)");
            default -> new RunTermination(Outcome.FAILED, FailureCause.KILLED, kind, "ended by signal " + signal);
        };
    }

    /** The log ends, and nobody has seen how the build ended. */
    public static RunTermination cut() {
        return new RunTermination(
                Outcome.UNFINISHED, FailureCause.UNKNOWN, "log-ends", "the log ends in the middle of the build");
    }

    /**
     * What the build ran on is gone.
     *
     * @param what one line for people, such as {@code the instance i-0abc was terminated}
     */
    public static RunTermination vanished(String what) {
        return new RunTermination(Outcome.FAILED, FailureCause.KILLED, "machine-gone", what);
    }

    /** The host gave up after so long a silence. */
    public static RunTermination silent(Duration silence) {
        return new RunTermination(
                Outcome.FAILED,
                FailureCause.TIMEOUT,
                "silence",
                "nothing was heard for " + silence.toMinutes() + " minutes");
    }

    /** The host's own limit of time was reached. */
    public static RunTermination timedOut(Duration limit) {
        return new RunTermination(
                Outcome.FAILED,
                FailureCause.TIMEOUT,
                "time-limit",
                "the limit of " + limit.toMinutes() + " minutes was reached");
    }

    /**
     * What is to be said of a run that ends like this: what was going on, and what was said last.
     *
     * @param view what is known of the run
     * @return null if nothing went wrong, if the user ended it, or if the log itself has told why
     */
    public @Nullable Diagnosis explain(RunView view) {
        return UnexplainedFailureDiagnoser.of(view, this);
    }
}
