package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.failure.RuleMatch;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Errors of the classic installer, and what follows from them. An error of a package is held until a line shows whether
 * the package really failed: a tool in its build may print lines of the same form.
 */
final class ErrorLines {

    private static final String ID = "(\\S+-" + SpecId.HASH + ")";
    private static final Pattern REQUEUED =
            Pattern.compile("Failed to install \\S+ from binary cache due to .*Requeue?ing to install from source.*");

    /** The error says only that the process that copies the output was stopped as well. */
    private static final String WRITER_STOPPED = "Exception occurred in writer daemon";

    private static final String REQUEST_FAILED = "Installation request failed";

    private static final Pattern NAMED = Pattern.compile(
            "(?:Cannot proceed with|Failed to acquire a (?:read|write) lock for|No binary for) " + ID + "\\b.*");
    private static final Pattern ABOUT_ID = Pattern.compile(ID + ": (.*)");
    private static final Pattern FAILED_TO_INSTALL = Pattern.compile("Failed to install (\\S+) due to (.*)");
    private static final Pattern INSTALLATION_OF = Pattern.compile("Installation of (\\S+) failed\\..*");

    private static final Pattern CONCRETIZATION = Pattern.compile(
            "(?:concretization failed|failed to concretize|cannot concretize|No version exists that satisfies"
                    + "|Package '[^']*' not found|An unsatisfiable version constraint|Spack concretizer internal error"
                    + "|.* is unsatisfiable).*");

    private final PackageTracker tracker;
    private final SpecResolver specs;
    private final RunVerdict verdict;
    private final Diagnoser diagnoser;
    private final OutputFailureTracker failures;
    private final Supplier<List<String>> before;
    private @Nullable ErrorReport report;

    /** The newest error of a package that may have failed, and that package. */
    private @Nullable ErrorReport held;

    private @Nullable Tracked heldFor;

    /** Whether the error showed its package first, so that the lines of its work come later. */
    private boolean overtaking;

    /** Errors of packages that nothing else has named yet, by name. */
    private final Map<String, ErrorReport> unknown = new LinkedHashMap<>();

    private @Nullable ErrorReport ofNoPackage;

    /** Whether packages were worked on after the error that names none. */
    private boolean survived;

    private boolean concretizationFailed;
    private @Nullable String firstSkip;

    ErrorLines(
            PackageTracker tracker,
            SpecResolver specs,
            RunVerdict verdict,
            Diagnoser diagnoser,
            OutputFailureTracker failures,
            Supplier<List<String>> before) {
        this.tracker = tracker;
        this.specs = specs;
        this.verdict = verdict;
        this.diagnoser = diagnoser;
        this.failures = failures;
        this.before = before;
    }

    boolean isOpen() {
        return report != null;
    }

    // ---- lines of an error

    /** Takes a line that is part of an error. */
    boolean accept(String line) {
        if (report == null && ErrorReport.isPart(line)) {
            report = new ErrorReport("", null, List.of());
        }
        if (report == null && isTraceback(line)) {
            report = ErrorReport.traceback(line);
            return false;
        }
        ErrorReport open = report;
        return open != null && open.accept(line);
    }

    /** A traceback that no package's build has printed, after packages were worked on, may be the end of the run. */
    private boolean isTraceback(String line) {
        return line.startsWith("Traceback (most recent call last)")
                && tracker.current() == null
                && !tracker.nothingSeen();
    }

    /** Begins an error with the text after {@code ==> Error:}. */
    void error(String text) {
        close();
        if (REQUEUED.matcher(text).matches()) {
            return;
        }
        Matcher aboutId = ABOUT_ID.matcher(text);
        if (text.startsWith("Keyboard interrupt")) {
            settle();
            verdict.interrupted();
            tracker.endAll(Outcome.CANCELLED);
        } else if (text.startsWith(REQUEST_FAILED) || text.startsWith("Terminating after first")) {
            settle();
            verdict.requestFailed();
            report = new ErrorReport(text, null, List.of());
        } else if (aboutId.matches()) {
            settle();
            verdict.requestFailed();
            failLate(specs.ref(aboutId.group(1)), aboutId.group(2));
        } else {
            report = new ErrorReport(text, about(text), before.get());
        }
    }

    /** The closing list names the roots that were not installed; one whose own error was not seen has failed here. */
    private void failLate(PackageRef ref, String message) {
        Tracked pkg = tracker.known(ref);
        if (pkg == null || pkg.outcome() != null || message.startsWith("Package was not installed")) {
            return;
        }
        report = new ErrorReport(message, pkg, before.get());
    }

    private @Nullable Tracked about(String text) {
        Matcher byName = FAILED_TO_INSTALL.matcher(text);
        if (byName.lookingAt()) {
            return tracker.byName(byName.group(1));
        }
        Matcher installation = INSTALLATION_OF.matcher(text);
        if (installation.matches()) {
            verdict.requestFailed();
            return tracker.byName(installation.group(1));
        }
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            return tracker.resume(specs.ref(named.group(1)));
        }
        Tracked byStage = specs.knownByStage(text);
        return byStage == null ? tracker.current() : byStage;
    }

    /** Ends the error whose lines are being collected. */
    void close() {
        ErrorReport closed = report;
        report = null;
        if (closed == null || closed.header().startsWith(WRITER_STOPPED)) {
            return;
        }
        Tracked pkg = closed.pkg();
        boolean shown = pkg != null;
        if (pkg == null) {
            String log = closed.buildLog();
            String id = log == null ? null : SpecResolver.stageId(log);
            shown = id != null && tracker.known(specs.ref(id)) != null;
            pkg = specs.byLog(log);
        }
        Matcher failed = FAILED_TO_INSTALL.matcher(closed.header());
        if (pkg != null) {
            hold(closed, pkg, !shown);
        } else if (failed.matches()) {
            unknown.putIfAbsent(failed.group(1), closed);
        } else {
            closeOfNoPackage(closed);
        }
    }

    private void closeOfNoPackage(ErrorReport closed) {
        if (closed.header().isEmpty() && closed.marked()) {
            verdict.failed(diagnoser.diagnose(closed.evidence(null)));
        } else if (isConcretization(closed.header())) {
            if (!concretizationFailed) {
                concretizationFailed = true;
                verdict.detect();
                verdict.failed(diagnoser.diagnoseRun(
                        closed.printed(), closed.header(), closed.details(), FailureCause.CONCRETIZATION));
            }
        } else if (closed.header().startsWith(REQUEST_FAILED)) {
            return; // what failed is said elsewhere
        } else if (survived || !isExplained(ofNoPackage)) {
            boolean better = ofNoPackage == null || survived || isExplained(closed);
            ofNoPackage = better ? closed : ofNoPackage;
            survived = false;
        }
    }

    private boolean isConcretization(String header) {
        RuleMatch match = diagnoser.firstCause(header);
        return CONCRETIZATION.matcher(header).matches()
                || (match != null && match.rule().cause() == FailureCause.CONCRETIZATION);
    }

    private boolean isExplained(@Nullable ErrorReport error) {
        return error != null && diagnoser.firstCause(error.header()) != null;
    }

    // ---- errors of packages

    private void hold(ErrorReport closed, Tracked pkg, boolean first) {
        if (heldFor != null && !heldFor.equals(pkg)) {
            settle();
        }
        ErrorReport known = held;
        if (known == null) {
            overtaking = first;
        }
        held = known == null || closed.weight() > known.weight() ? closed : known;
        heldFor = pkg;
    }

    /** Returns whether an error of this package is held. */
    boolean holds(@Nullable Tracked pkg) {
        return pkg != null && pkg.equals(heldFor);
    }

    /** Collects more lines of the error that is held. */
    void reopen() {
        report = held;
        held = null;
        heldFor = null;
    }

    /** Drops the held error of a package that starts another phase, unless the error was only printed late. */
    void continues(Tracked pkg) {
        if (!holds(pkg)) {
            settle();
        } else if (!overtaking) {
            drop();
        }
        workFollows();
    }

    /** Drops the held error of a package that was installed. */
    void succeeds(@Nullable Tracked pkg) {
        if (holds(pkg)) {
            drop();
        }
        settle();
        workFollows();
    }

    private void drop() {
        held = null;
        heldFor = null;
    }

    /** Records the failure of the package whose error is held. */
    void settle() {
        ErrorReport error = held;
        Tracked pkg = heldFor;
        drop();
        if (error != null && pkg != null) {
            fail(error, pkg);
        }
    }

    private void fail(ErrorReport closed, Tracked pkg) {
        if (pkg.outcome() != null) {
            return;
        }
        if (closed.header().contains("KeyboardInterrupt")) {
            verdict.interrupted();
            tracker.finish(pkg, Outcome.CANCELLED, null, null);
            return;
        }
        String log = closed.buildLog();
        if (log != null) {
            specs.identifyByLog(pkg, log);
        }
        Diagnosis diagnosis = failures.refine(pkg, diagnoser.diagnose(closed.evidence(pkg)));
        if (log != null) {
            tracker.log(pkg, log);
        }
        tracker.emit(new FailureFact.Diagnosed(diagnosis));
        tracker.finish(pkg, Outcome.FAILED, null, null);
    }

    /** Records a package that is skipped because of another. */
    void skipped(String pkg, String because) {
        if (firstSkip == null) {
            firstSkip = "Skipping build of " + pkg + " since " + because + " failed";
        }
    }

    // ---- errors of the run

    /** Notes work on packages: an error before it that names no package has not ended the run. */
    void workFollows() {
        survived = true;
    }

    /** Diagnoses what is still open at the end of the log. */
    void finish() {
        close();
        settle();
        unknown.forEach(this::failByName);
        failOfNoPackage();
        failOfDependency();
    }

    private void failByName(String name, ErrorReport error) {
        Tracked known = tracker.byName(name);
        fail(error, known == null ? tracker.start(new PackageRef(name, null, null), null, null) : known);
    }

    /** Takes an error that names no package as the reason of the run's failure if there is no other. */
    private void failOfNoPackage() {
        ErrorReport error = ofNoPackage;
        if (error == null || verdict.explained() || tracker.anyFailed() || tracker.anyActive()) {
            return;
        }
        if (isExplained(error) || !survived || !verdict.anythingSeen()) {
            verdict.failed(
                    diagnoser.diagnoseRun(error.printed(), error.header(), error.details(), FailureCause.UNKNOWN));
        }
    }

    /** Records packages that were skipped because of one that failed before the log begins. */
    private void failOfDependency() {
        String skip = firstSkip;
        if (skip != null && verdict.unexplained()) {
            verdict.failed(diagnoser.diagnoseLine(FailureCause.DEPENDENCY, skip));
        }
    }

    // ---- the batch system

    /** Takes the line by which Slurm reports that it has cancelled the job. */
    boolean stoppedBySlurm(String line) {
        int at = line.indexOf(" CANCELLED AT ");
        int end = line.indexOf(" ***", Math.max(0, at));
        if (!line.startsWith("slurmstepd: error: *** ") || at < 0 || end < 0) {
            return false;
        }
        settle();
        int due = line.indexOf(" DUE TO ", at);
        String reason = due < 0 || due > end ? null : line.substring(due + " DUE TO ".length(), end);
        Tracked pkg = tracker.current();
        if (reason == null) {
            verdict.interrupted();
            tracker.endAll(Outcome.CANCELLED);
            return true;
        }
        FailureCause cause = reason.contains("TIME") ? FailureCause.TIMEOUT : FailureCause.KILLED;
        if (pkg == null) {
            verdict.failed(diagnoser.diagnoseLine(cause, line));
        } else {
            tracker.emit(new FailureFact.Diagnosed(diagnoser.diagnoseStopped(pkg, cause, line)));
            tracker.finish(pkg, Outcome.FAILED, null, null);
        }
        return true;
    }
}
