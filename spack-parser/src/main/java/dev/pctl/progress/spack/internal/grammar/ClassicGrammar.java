package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.match.GuardedPattern;
import dev.pctl.progress.buildlog.internal.track.InstallTimes;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines of the classic installer (Spack 0.16 to 1.1, and later by choice). */
public final class ClassicGrammar {

    private static final String ID = "(\\S+-" + SpecId.HASH + ")";
    private static final Pattern STAMP = Pattern.compile("\\[[\\d:.-]{19,26}(?:, \\d+)?\\] ");
    private static final Pattern PID = Pattern.compile("\\d+: ");
    private static final GuardedPattern INSTALLING =
            GuardedPattern.of("Installing (\\S+)(?: \\[(\\d{1,9})/(\\d{1,9})\\])?");
    private static final GuardedPattern NO_BINARY =
            GuardedPattern.of("No binary for (\\S+) found: installing from source");
    private static final GuardedPattern EXTRACTING = GuardedPattern.of("Extracting (\\S+) from binary cache");
    private static final GuardedPattern PHASE = GuardedPattern.of("(?:(\\S+): )?Executing phase ?: '([^']+)'");
    private static final GuardedPattern BUILDING = GuardedPattern.of("(?:\\S+: )?Building (\\S+)(?: \\[\\w+\\])?");
    private static final GuardedPattern MODULE = GuardedPattern.of("(\\S+)@(\\S+) : has external module in .*");
    private static final GuardedPattern STOPPED_BY_SLURM =
            GuardedPattern.of("slurmstepd: error: \\*\\*\\* .* CANCELLED AT \\S+(?: DUE TO (.*?))? \\*\\*\\*.*");
    private static final GuardedPattern SUCCESS = GuardedPattern.of("(?:(\\S+): )?Successfully installed (\\S+)");
    private static final GuardedPattern FETCHING = GuardedPattern.of("(?:Fetching|Using cached archive:) (\\S+)");
    private static final GuardedPattern PATCHING =
            GuardedPattern.of("(?:No patches needed for|Already patched|Ran patch\\(\\) for|Applied patch) (\\S+)");
    private static final GuardedPattern EXTERNAL = GuardedPattern.of("\\[\\+\\] (\\S.*?) \\(external " + ID + "\\)");
    private static final Pattern INSTALLED = Pattern.compile("\\[\\+\\] (/\\S.*)");
    private static final GuardedPattern SKIPPING =
            GuardedPattern.of("Warning: Skipping build of (\\S+) since (\\S+) failed");
    /** Commands are shown in quotes, and are long. */
    private static final String COMMAND = "'";

    private static final String WARNING = "Warning: ";
    private static final GuardedPattern WAITING = GuardedPattern.of("Waiting for " + ID);
    private static final GuardedPattern UPSTREAM =
            GuardedPattern.of(ID + " is installed in an upstream Spack instance at (\\S.*)");
    private static final GuardedPattern REQUEUED =
            GuardedPattern.of("Failed to install \\S+ from binary cache due to .*Requeueing to install from source.*");
    /** Says only that what copies the output was stopped as well. */
    private static final String WRITER_STOPPED = "Exception occurred in writer daemon";

    private static final Pattern NAMED = Pattern.compile(
            "(?:Cannot proceed with|Failed to acquire a (?:read|write) lock for|No binary for) " + ID + "\\b.*");
    private static final Pattern ABOUT_ID = Pattern.compile(ID + ": (.*)");
    private static final Pattern FAILED_TO_INSTALL = Pattern.compile("Failed to install (\\S+) due to (.*)");
    private static final Pattern STAGE = Pattern.compile("(?:spack-stage-|/stage/)([^\\s/]+-" + SpecId.HASH + ")");
    private static final Pattern CONCRETIZATION = Pattern.compile(
            "(?:concretization failed|failed to concretize|cannot concretize|No version exists that satisfies"
                    + "|Package '[^']*' not found|An unsatisfiable version constraint|.* is unsatisfiable).*");

    private final PackageTracker tracker;
    private final Diagnoser diagnoser;
    private final OutputFailureTracker failures;
    private final TerminalTitles titles;
    private final Supplier<List<String>> before;
    private @Nullable ErrorReport report;
    private @Nullable ErrorReport ofNoPackage;
    private @Nullable String firstSkip;
    private @Nullable Tracked succeeding;
    private @Nullable Tracked succeeded;
    private @Nullable InstallTimes justTimed;
    private boolean concretizationFailed;
    private boolean requestFailed;
    private boolean diagnosed;
    private boolean interrupted;
    private boolean allInstalled;
    private boolean detected;
    private boolean messages;

    /**
     * The grammar of one log.
     *
     * @param before the lines just before this one that nobody understood
     */
    public ClassicGrammar(
            PackageTracker tracker,
            Diagnoser diagnoser,
            OutputFailureTracker failures,
            TerminalTitles titles,
            Supplier<List<String>> before) {
        this.failures = failures;
        this.tracker = tracker;
        this.diagnoser = diagnoser;
        this.titles = titles;
        this.before = before;
    }

    /** Whether lines matter now that begin like any other. */
    public boolean isAttentive() {
        return succeeding != null || report != null;
    }

    /**
     * Whether the line has to be looked at.
     *
     * @param times whether it may be the line of times behind a success
     */
    public boolean wants(LogLine line, boolean times) {
        return isAttentive()
                || (times && succeeded != null)
                || switch (line.at(0)) {
                    case '=' -> line.at(1) == '=' && line.at(2) == '>';
                    case '[' -> line.at(1) == '+';
                    case ' ' -> line.at(2) == '>' && line.at(3) == '>';
                    case 'S' -> line.at(1) == 'e' && line.at(2) == 'e';
                    case 's' -> line.at(1) == 'l' && line.at(10) == ':';
                    default -> false;
                };
    }

    /** Takes the line if it is one of this dialect. */
    public boolean accept(String line) {
        if (endSuccess(line)) {
            return true;
        }
        if (line.startsWith("==> ")) {
            messages = true;
            justTimed = null;
            return message(withoutStamp(line.substring(4)));
        }
        if (line.startsWith("[+] ")) {
            return installed(line);
        }
        if (report == null && ErrorReport.isPart(line)) {
            report = new ErrorReport("", null, List.of());
        }
        if (report != null && report.accept(line)) {
            return true;
        }
        if (line.startsWith("slurmstepd: ") && stoppedBySlurm(line)) {
            return true;
        }
        InstallTimes times = succeeded == null ? null : InstallTimes.parse(line);
        if (times != null && succeeded != null) {
            justTimed = times;
            tracker.complete(succeeded, times, null);
            return true;
        }
        return false;
    }

    /** A success is complete with the line of its times, or when another line comes instead. */
    private boolean endSuccess(@Nullable String line) {
        Tracked pkg = succeeding;
        if (pkg == null) {
            return false;
        }
        succeeding = null;
        InstallTimes times = line == null ? null : InstallTimes.parse(line);
        justTimed = times;
        tracker.succeed(pkg, times, null);
        succeeded = pkg;
        return times != null;
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
        identifyByStage(text);
        if (text.startsWith("Error: ")) {
            error(text.substring(7));
            return true;
        }
        closeReport();
        return !text.startsWith(COMMAND) && (begun(text) || going(text) || ended(text));
    }

    private boolean begun(String text) {
        Matcher installing = INSTALLING.match(text);
        if (installing != null) {
            detect();
            begin(ref(installing.group(1)), number(installing.group(2)), number(installing.group(3)));
            return true;
        }
        Matcher noBinary = NO_BINARY.match(text);
        if (noBinary != null) {
            detect();
            tracker.method(tracker.start(ref(noBinary.group(1)), null, null), InstallMethod.SOURCE);
            return true;
        }
        Matcher building = BUILDING.match(text);
        if (building != null) {
            detect();
            tracker.method(tracker.resume(ref(building.group(1))), InstallMethod.SOURCE);
            return true;
        }
        Matcher upstream = UPSTREAM.match(text);
        if (upstream != null) {
            detect();
            tracker.found(ref(upstream.group(1)), InstallMethod.ALREADY_INSTALLED, upstream.group(2));
            return true;
        }
        Matcher module = MODULE.match(text);
        if (module != null) {
            detect();
            tracker.found(new PackageRef(module.group(1), module.group(2), null), InstallMethod.EXTERNAL, null);
            return true;
        }
        Matcher extracting = EXTRACTING.match(text);
        if (extracting != null) {
            detect();
            Tracked pkg = tracker.start(ref(extracting.group(1)), null, null);
            tracker.method(pkg, InstallMethod.BINARY_CACHE);
            tracker.activity(pkg, PackageFact.Kind.EXTRACTING, null);
            return true;
        }
        return false;
    }

    /** Where the line itself does not count, a terminal's title may. */
    private void begin(PackageRef ref, @Nullable Integer index, @Nullable Integer total) {
        TerminalTitles.Count titled = index == null ? titles.count(ref.name()) : null;
        if (titled == null) {
            tracker.start(ref, index, total);
        } else {
            tracker.start(ref, titled.index(), titled.total());
        }
    }

    private boolean going(String text) {
        Matcher phase = PHASE.match(text);
        if (phase != null) {
            phase(phase.group(1), phase.group(2));
            return true;
        }
        Matcher waiting = WAITING.match(text);
        if (waiting != null) {
            tracker.activity(tracker.known(ref(waiting.group(1))), PackageFact.Kind.WAITING, null);
            return true;
        }
        Matcher fetching = FETCHING.match(text);
        if (fetching != null) {
            tracker.activity(tracker.current(), PackageFact.Kind.FETCHING, fetching.group(1));
            return true;
        }
        Matcher patching = PATCHING.match(text);
        if (patching != null) {
            tracker.follow(tracker.byName(patching.group(1)));
            tracker.activity(tracker.current(), PackageFact.Kind.PATCHING, patching.group(1));
            return true;
        }
        return false;
    }

    /** A log that begins with a phase is a build log: the package has begun before. */
    private void phase(@Nullable String name, String phase) {
        Tracked pkg = name == null ? tracker.current() : byName(name);
        if (pkg == null && name != null) {
            detect();
            pkg = tracker.start(tracker.named(name), null, null);
        }
        if (pkg != null) {
            tracker.follow(pkg);
            tracker.method(pkg, InstallMethod.SOURCE);
            tracker.phase(pkg, phase);
        }
    }

    /** The package of that name; its beginning may have been cut within its id, where the name could not be told. */
    private @Nullable Tracked byName(String name) {
        Tracked known = tracker.byName(name);
        Tracked current = tracker.current();
        if (known != null || current == null || current.ref().hash() != null) {
            return known;
        }
        String version = SpecId.version(name, current.ref().name());
        if (version == null) {
            return null;
        }
        int hash = version.lastIndexOf('-');
        tracker.identify(current, new PackageRef(name, hash < 0 ? null : version.substring(0, hash), null));
        return current;
    }

    private boolean ended(String text) {
        Matcher success = SUCCESS.match(text);
        if (success != null) {
            succeed(success.group(1), success.group(2));
            return true;
        }
        Matcher skipping = SKIPPING.match(text);
        if (skipping != null) {
            PackageRef skipped = planned(skipping.group(1));
            PackageRef failed = planned(skipping.group(2));
            if (skipped != null && failed != null) {
                tracker.skip(skipped, failed.id());
            }
            firstSkip = firstSkip == null ? text.substring(WARNING.length()) : firstSkip;
            return true;
        }
        if (text.startsWith("All of the packages are already installed")) {
            allInstalled = true;
            return true;
        }
        return false;
    }

    private void detect() {
        if (!detected) {
            detected = true;
            tracker.emit(new LogFact.DialectDetected("classic"));
        }
    }

    private void succeed(@Nullable String name, String id) {
        detect();
        boolean cut = SpecId.parse(id) == null;
        PackageRef ref = cut && name != null && tracker.byName(name) != null ? tracker.named(name) : ref(id);
        Tracked pkg = tracker.known(ref);
        if (pkg == null || pkg.outcome() != null) {
            pkg = tracker.start(ref, null, null);
        }
        succeeding = pkg;
    }

    // ---- what is found installed

    private boolean installed(String line) {
        closeReport();
        Matcher external = EXTERNAL.match(line);
        if (external != null) {
            detect();
            PackageRef ref = ref(external.group(2));
            Tracked byModule = tracker.unidentified(ref.name());
            if (byModule != null && !byModule.active()) {
                tracker.identify(byModule, ref);
            }
            tracker.found(ref, InstallMethod.EXTERNAL, external.group(1));
            return true;
        }
        Matcher installed = INSTALLED.matcher(line);
        if (installed.matches()) {
            installedAt(installed.group(1));
            return true;
        }
        return false;
    }

    /** Of several builds that end together, the times in front of a prefix are those of the package in it. */
    private void installedAt(String prefix) {
        InstallTimes times = justTimed;
        justTimed = null;
        PackageRef ref = planned(prefix.substring(prefix.lastIndexOf('/') + 1));
        if (ref != null) {
            identify(ref);
        }
        Tracked justNow = succeeded;
        if (justNow != null && (ref == null || ref.id().equals(justNow.ref().id()))) {
            tracker.complete(justNow, null, prefix);
            succeeded = null;
        } else if (ref != null) {
            detect();
            Tracked pkg = tracker.known(ref);
            if (pkg != null && pkg.active()) {
                tracker.finish(pkg, Outcome.SUCCEEDED, prefix, null);
            } else if (pkg != null && times != null && pkg.outcome() == Outcome.SUCCEEDED) {
                tracker.complete(pkg, times, prefix);
            } else {
                tracker.found(ref, InstallMethod.ALREADY_INSTALLED, prefix);
            }
        }
    }

    /** Where it is installed tells version and hash of a package that was known by its name only. */
    private void identify(PackageRef ref) {
        Tracked pkg = tracker.unidentified(ref.name());
        if (pkg != null && (pkg.active() || pkg.equals(succeeded))) {
            tracker.identify(pkg, ref);
        }
    }

    // ---- what goes wrong

    private void error(String text) {
        closeReport();
        if (REQUEUED.match(text) != null) {
            return;
        }
        Matcher aboutId = ABOUT_ID.matcher(text);
        if (text.startsWith("Keyboard interrupt")) {
            interrupted = true;
            tracker.endAll(Outcome.CANCELLED);
        } else if (text.startsWith("Installation request failed") || text.startsWith("Terminating after first")) {
            requestFailed = true;
            report = new ErrorReport(text, null, List.of());
        } else if (aboutId.matches()) {
            requestFailed = true;
            failLate(ref(aboutId.group(1)), aboutId.group(2));
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
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            return tracker.resume(ref(named.group(1)));
        }
        Matcher stage = STAGE.matcher(text);
        if (stage.find()) {
            Tracked pkg = tracker.known(ref(stage.group(1)));
            if (pkg != null) {
                return pkg;
            }
        }
        return tracker.current();
    }

    private void closeReport() {
        ErrorReport closed = report;
        report = null;
        if (closed == null || closed.header().startsWith(WRITER_STOPPED)) {
            return;
        }
        Tracked pkg = closed.pkg() == null ? byLog(closed.buildLog()) : closed.pkg();
        if (pkg != null) {
            fail(closed, pkg);
        } else if (closed.header().isEmpty() && closed.marked()) {
            requestFailed = true;
            failOf(diagnoser.diagnose(closed.evidence(null)));
        } else if (CONCRETIZATION.matcher(closed.header()).matches() && !concretizationFailed) {
            concretizationFailed = true;
            detect();
            tracker.emit(new FailureFact.Diagnosed(diagnoser.concretization(closed.header(), closed.details())));
        } else if (!tells(ofNoPackage)) {
            ofNoPackage = ofNoPackage == null || tells(closed) ? closed : ofNoPackage;
        }
    }

    private boolean tells(@Nullable ErrorReport error) {
        return error != null && diagnoser.telling(error.header()) != null;
    }

    /** An error that is about no package is what the run failed of if nothing else is. */
    private void failOfNoPackage() {
        ErrorReport told = ofNoPackage;
        if (told == null || requestFailed || concretizationFailed || tracker.anyFailed() || tracker.anyActive()) {
            return;
        }
        if (tells(told) || (tracker.nothingSeen() && !allInstalled)) {
            requestFailed = true;
            failOf(diagnoser.diagnose(told.evidence(null)));
        }
    }

    /** The run failed, of no package that is known. */
    private void failOf(Diagnosis diagnosis) {
        diagnosed = true;
        tracker.emit(new FailureFact.Diagnosed(diagnosis));
    }

    /** Packages were left out because of one that failed before the log begins. */
    private void failOfDependency() {
        String skip = firstSkip;
        if (skip != null && requestFailed && !diagnosed && !interrupted && !tracker.anyFailed()) {
            failOf(diagnoser.outside(FailureCause.DEPENDENCY, skip));
        }
    }

    private boolean stoppedBySlurm(String line) {
        Matcher stopped = STOPPED_BY_SLURM.match(line);
        if (stopped == null) {
            return false;
        }
        String reason = stopped.group(1);
        Tracked pkg = tracker.current();
        if (reason == null || pkg == null) {
            interrupted = true;
            tracker.endAll(Outcome.CANCELLED);
        } else {
            FailureCause cause = reason.contains("TIME") ? FailureCause.TIMEOUT : FailureCause.KILLED;
            tracker.emit(new FailureFact.Diagnosed(diagnoser.stopped(pkg, cause, line)));
            tracker.finish(pkg, Outcome.FAILED, null, null);
        }
        return true;
    }

    /** Whose log the error names, where its header does not tell. */
    private @Nullable Tracked byLog(@Nullable String log) {
        if (log == null) {
            return null;
        }
        Matcher stage = STAGE.matcher(log);
        if (stage.find()) {
            Tracked pkg = tracker.resume(ref(stage.group(1)));
            tracker.method(pkg, InstallMethod.SOURCE);
            return pkg;
        }
        return null;
    }

    /** With debug messages on, stages are named long before anything else tells a package's hash. */
    private void identifyByStage(String text) {
        Tracked pkg = tracker.current();
        if (pkg == null || pkg.ref().hash() != null || !text.contains("LOCK (")) {
            return;
        }
        Matcher stage = STAGE.matcher(text);
        if (stage.find()) {
            PackageRef full = SpecId.parse(stage.group(1));
            if (full != null && full.name().equals(pkg.ref().name())) {
                tracker.identify(pkg, full);
            }
        }
    }

    /** The folder of the log may tell the version of a package that was known by its name only. */
    private void identifyByLog(Tracked pkg, String log) {
        if (pkg.ref().version() == null) {
            for (String folder : log.split("/", -1)) {
                Matcher stage = STAGE.matcher(folder);
                PackageRef full = stage.find() ? SpecId.parse(stage.group(1)) : null;
                String version = SpecId.version(pkg.ref().name(), folder);
                if (full != null) {
                    tracker.identify(pkg, full);
                } else if (version != null) {
                    tracker.identify(pkg, new PackageRef(pkg.ref().name(), version, null));
                }
            }
        }
    }

    private void fail(ErrorReport closed, Tracked pkg) {
        if (pkg.outcome() != null) {
            return;
        }
        if (closed.header().contains("KeyboardInterrupt")) {
            interrupted = true;
            tracker.finish(pkg, Outcome.CANCELLED, null, null);
            return;
        }
        String log = closed.buildLog();
        if (log != null) {
            identifyByLog(pkg, log);
        }
        Diagnosis diagnosis = failures.refined(pkg, diagnoser.diagnose(closed.evidence(pkg)));
        if (log != null) {
            tracker.log(pkg, log);
        }
        tracker.emit(new FailureFact.Diagnosed(diagnosis));
        tracker.finish(pkg, Outcome.FAILED, null, null);
    }

    // ---- the end

    /** No more lines come: an error that was being reported is complete. */
    public void close(boolean otherDialect) {
        endSuccess(null);
        closeReport();
        failOfNoPackage();
        failOfDependency();
        if (messages && !otherDialect) {
            detect();
        }
    }

    public void finish() {
        tracker.endAll(interrupted ? Outcome.CANCELLED : Outcome.UNFINISHED);
    }

    /** How the run ended as far as the log tells, once it is at its end. */
    @Nullable
    public Outcome outcome(boolean unfinished) {
        if (interrupted) {
            return Outcome.CANCELLED;
        }
        if (requestFailed || concretizationFailed || tracker.anyFailed()) {
            return Outcome.FAILED;
        }
        if (unfinished) {
            return Outcome.UNFINISHED;
        }
        return tracker.nothingSeen() && !allInstalled ? null : Outcome.SUCCEEDED;
    }

    private @Nullable PackageRef planned(String id) {
        PackageRef ref = SpecId.parse(id);
        return ref == null ? null : tracker.asPlanned(ref);
    }

    private PackageRef ref(String id) {
        PackageRef ref = SpecId.parse(id);
        return ref == null ? tracker.named(id) : tracker.asPlanned(ref);
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }
}
