package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import org.jspecify.annotations.Nullable;

/** Collects what the lines of the classic installer say about the whole run, and decides how it ended. */
final class RunVerdict {

    private final PackageTracker tracker;
    private boolean detected;
    private boolean requestFailed;
    private boolean diagnosed;
    private boolean interrupted;
    private boolean allInstalled;

    RunVerdict(PackageTracker tracker) {
        this.tracker = tracker;
    }

    /** Reports the dialect with the first line that only this installer prints. */
    void detect() {
        if (!detected) {
            detected = true;
            tracker.emit(new LogFact.DialectDetected("classic"));
        }
    }

    /** Notes that the installer reported the failure of the request. */
    void requestFailed() {
        requestFailed = true;
    }

    /** Notes that the run failed for a reason that concerns no known package. */
    void failed(Diagnosis diagnosis) {
        requestFailed = true;
        diagnosed = true;
        tracker.emit(new FailureFact.Diagnosed(diagnosis));
    }

    void interrupted() {
        interrupted = true;
    }

    void allInstalled() {
        allInstalled = true;
    }

    /** Returns whether the request failed for a reason that has not been diagnosed. */
    boolean unexplained() {
        return requestFailed && !diagnosed && !interrupted && !tracker.anyFailed();
    }

    /** Returns whether the run is known to have failed as a whole, for a reason that is known. */
    boolean explained() {
        return diagnosed;
    }

    /** Returns whether the log shows that something was, or did not have to be, installed. */
    boolean anythingSeen() {
        return !tracker.nothingSeen() || allInstalled;
    }

    /** Ends the packages that were still being built at the end of the log. */
    void finish() {
        tracker.endAll(interrupted ? Outcome.CANCELLED : Outcome.UNFINISHED);
    }

    /** Returns how the run ended as far as the whole log shows, or null. */
    @Nullable
    Outcome outcome(boolean unfinished) {
        if (interrupted) {
            return Outcome.CANCELLED;
        }
        if (requestFailed || tracker.anyFailed()) {
            return Outcome.FAILED;
        }
        if (unfinished) {
            return Outcome.UNFINISHED;
        }
        return anythingSeen() ? Outcome.SUCCEEDED : null;
    }
}
