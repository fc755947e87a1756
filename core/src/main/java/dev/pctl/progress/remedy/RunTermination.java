package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the build process ended, as the host saw it. Many failures print no error: only the host knows that the process
 * was killed or that the machine is gone.
 *
 * @param outcome how the run ended
 * @param cause the class of cause, as far as the way it ended shows
 * @param kind the precise kind, such as {@code killed-by-signal}
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
        Arguments.notBlank(kind, "kind");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * Describes a process that exited by itself or was ended by a signal.
     *
     * @param status its exit status as {@link Process#exitValue} and shells give it: 128 and the number of the signal
     *     for
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

    /** Describes an end by one of the POSIX signals that end builds. */
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

    /** Describes a log that ends without saying how the build ended. */
    public static RunTermination cut() {
        return new RunTermination(
                Outcome.UNFINISHED, FailureCause.UNKNOWN, "log-ends", "the log ends in the middle of the build");
    }

    /**
     * Describes a build whose machine is gone.
     *
     * @param what one line for people, such as {@code the instance i-0abc was terminated}
     */
    public static RunTermination vanished(String what) {
        Arguments.notBlank(what, "what");
        return new RunTermination(Outcome.FAILED, FailureCause.KILLED, "machine-gone", what);
    }

    /** Describes a build that the host gave up because it printed nothing for the given time. */
    public static RunTermination silent(Duration silence) {
        Arguments.notNegative(silence, "silence");
        return new RunTermination(
                Outcome.FAILED,
                FailureCause.TIMEOUT,
                "silence",
                "nothing was heard for " + silence.toMinutes() + " minutes");
    }

    /** Describes a build that the host ended at its own time limit. */
    public static RunTermination timedOut(Duration limit) {
        Arguments.notNegative(limit, "limit");
        return new RunTermination(
                Outcome.FAILED,
                FailureCause.TIMEOUT,
                "time-limit",
                "the limit of " + limit.toMinutes() + " minutes was reached");
    }

    /**
     * Diagnoses a run that ended like this and whose log does not say why: names what was being built and quotes the
     * last lines.
     *
     * @param view what is known of the run
     * @return null if it succeeded, if the user ended it, or if a failure is already diagnosed
     */
    public @Nullable Diagnosis explain(RunView view) {
        return UnexplainedFailureDiagnoser.of(view, this);
    }
}
