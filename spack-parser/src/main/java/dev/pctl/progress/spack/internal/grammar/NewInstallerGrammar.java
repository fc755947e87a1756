package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.FailureEvidence;
import dev.pctl.progress.buildlog.internal.failure.LogExcerpt;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.InstallTimes;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the new installer (the default since Spack 1.2): one for each change of a package's state, with the
 * package's short hash. On a terminal the same lines are repainted again and again; each comes here as a line of its
 * own, and only a change of state makes a fact.
 */
public final class NewInstallerGrammar {

    private static final String PACKAGE = "([a-z2-7]{7}) ([a-z0-9_][a-z0-9_-]*)@([^\\s%~]+)";
    private static final String DURATION = "((?:\\d{1,6}h)?(?:\\d{1,6}m)?(?:\\d{1,6}s)?)";
    private static final Pattern ROW = Pattern.compile("\\[([ +xe|/\\\\-])\\] " + PACKAGE);
    private static final Pattern TIME = Pattern.compile("\\(" + DURATION + "\\)");
    private static final Pattern BARE = Pattern.compile(PACKAGE.replace("%~]+", "%~:]+") + ": ([a-z][\\w -]*)");
    public static final Pattern GLUED = Pattern.compile("\\[[ +xe]\\] [a-z2-7]{7} [a-z0-9_][a-z0-9_-]*@\\S+ ");
    private static final Pattern PROGRESS = Pattern.compile("Progress: (\\d{1,9})/(\\d{1,9})(?:\\s.*)?");
    private static final Pattern FOLLOWING = Pattern.compile("==> Following logs of ([a-z0-9_][a-z0-9_-]*)@\\S+");
    private static final Pattern LOG_SHOWN = Pattern.compile(
            "==> Log summary of ([a-z0-9_][a-z0-9_-]*)@\\S+|(?:Full log|No errors parsed from log, see full log): /.*");
    private static final Pattern CHROME =
            Pattern.compile("\\d{1,6} more\\.\\.\\.|filter> .*|Waiting for other Spack install process\\.\\.\\.");

    /** What lines around the rows begin with. */
    private static final String AROUND = "0123456789fFNW";

    /** A package that failed, in the list at the end; its log follows. */
    private static final Pattern LISTED = Pattern.compile("([^\\s@]+)@(\\S+?)(?:/([a-z2-7]{7,32}))?(?: .*)?");

    private static final Pattern STAGE_HASH = Pattern.compile("-([a-z2-7]{32})(?:[-/.]|$)");
    private static final Pattern FETCHED = Pattern.compile("fetching: +\\d{1,3}%");
    private static final int SHORT_HASH = 7;
    private static final String LIST = "==> Error: The following packages failed to install:";

    private final PackageTracker tracker;
    private final Diagnoser diagnoser;
    private final OutputFailureTracker outputs;
    private final Map<String, Failed> failures = new LinkedHashMap<>();
    private LogSummary summary = new LogSummary();
    private final Set<String> missedCache = new HashSet<>();
    private boolean listing;
    private boolean terminal;
    private boolean detected;
    private boolean failed;

    /** A package that failed, and where its log is, as far as that was shown. */
    private record Failed(Tracked pkg, @Nullable String log) {}

    public NewInstallerGrammar(PackageTracker tracker, Diagnoser diagnoser, OutputFailureTracker failures) {
        this.outputs = failures;
        this.tracker = tracker;
        this.diagnoser = diagnoser;
    }

    /**
     * Returns whether the line must be examined.
     *
     * @param row whether a row of state may be somewhere in it
     */
    public boolean wants(LogLine line, boolean row) {
        return listing
                || (detected && (summary.wants(line) || row))
                || (terminal && AROUND.indexOf(line.at(0)) >= 0)
                || switch (line.at(0)) {
                    case '[' -> line.at(2) == ']';
                    case 'P' -> line.at(1) == 'r' && line.at(8) == ':';
                    case '=' -> line.at(1) == '=' && line.at(2) == '>';
                    default -> line.at(7) == ' ' && isShortHash(line);
                };
    }

    private static boolean isShortHash(LogLine line) {
        for (int i = 0; i < SHORT_HASH; i++) {
            byte b = line.at(i);
            if ((b < 'a' || b > 'z') && (b < '2' || b > '7')) {
                return false;
            }
        }
        return true;
    }

    /** Takes the line if it is one of this installer. */
    public boolean accept(String line) {
        if (line.isEmpty()) {
            return false;
        }
        char first = line.charAt(0);
        if (first == '[' && row(line)) {
            return true;
        }
        if (first == 'P' && progress(line)) {
            return true;
        }
        if (listing && listed(line)) {
            return true;
        }
        if (detected && summary.accept(line)) {
            return true;
        }
        return list(line) || bare(line) || (terminal && around(line)) || glued(line);
    }

    private boolean row(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.lookingAt()) {
            return false;
        }
        String rest = line.substring(row.end()).stripTrailing();
        int last = rest.lastIndexOf(" (");
        Matcher time = last < 0 ? null : TIME.matcher(rest.substring(last + 1));
        boolean timed = time != null && time.matches();
        String text = timed ? rest.substring(0, last) : rest;
        boolean isRow = text.isEmpty() || (text.length() > 1 && text.charAt(0) == ' ' && text.charAt(1) > ' ');
        return isRow && row(row, text.strip(), timed && time != null ? InstallTimes.duration(time.group(1)) : null);
    }

    private boolean row(Matcher row, String text, @Nullable Duration time) {
        char sign = row.group(1).charAt(0);
        if (!terminal && (sign == '+' || sign == 'e') && !text.startsWith("/") && !text.equals("starting")) {
            return false;
        }
        detect("|/\\-".indexOf(sign) >= 0);
        state(new PackageRef(row.group(3), row.group(4), row.group(2)), sign, text, time);
        return true;
    }

    private boolean bare(String line) {
        if (line.length() < 12 || line.charAt(7) != ' ') {
            return false;
        }
        Matcher bare = BARE.matcher(line);
        if (!bare.matches()) {
            return false;
        }
        detect(false);
        String state = bare.group(4);
        char sign = state.equals("finished") ? '+' : state.equals("failed") ? 'x' : ' ';
        state(new PackageRef(bare.group(2), bare.group(3), bare.group(1)), sign, sign == '+' ? "" : state, null);
        return true;
    }

    /** With the build's own output in between, a line of state may follow a line of output that is not at its end. */
    private boolean glued(String line) {
        if (!detected || line.indexOf(']') < 0) {
            return false;
        }
        Matcher glued = GLUED.matcher(line);
        return glued.find() && row(line.substring(glued.start()));
    }

    /** What a terminal shows around the rows, and which package's log it shows below. */
    private boolean around(String line) {
        Matcher following = FOLLOWING.matcher(line);
        if (following.matches()) {
            tracker.follow(tracker.byName(following.group(1)));
            return true;
        }
        return CHROME.matcher(line).matches() || LOG_SHOWN.matcher(line).matches();
    }

    private boolean progress(String line) {
        Matcher progress = PROGRESS.matcher(line);
        if (!progress.matches()) {
            return false;
        }
        detect(true);
        return true;
    }

    private void detect(boolean onTerminal) {
        if (!detected || (onTerminal && !terminal)) {
            detected = true;
            terminal |= onTerminal;
            tracker.emit(new LogFact.DialectDetected(terminal ? "terminal" : "plain"));
        }
    }

    // ---- states

    private void state(PackageRef ref, char sign, String text, @Nullable Duration time) {
        if (sign == 'e') {
            tracker.found(ref, InstallMethod.EXTERNAL, text.startsWith("/") ? text : null);
        } else if (sign == '+') {
            finished(ref, text, time);
        } else if (sign == 'x') {
            failed(ref, text);
        } else {
            goingOn(ref, text);
        }
    }

    private void finished(PackageRef ref, String prefix, @Nullable Duration time) {
        String at = prefix.startsWith("/") ? prefix : null;
        Tracked pkg = tracker.known(ref);
        if (pkg == null) {
            tracker.method(tracker.start(ref, null, null), InstallMethod.ALREADY_INSTALLED);
        }
        tracker.succeed(tracker.tracked(ref), time == null ? null : new InstallTimes(time, Map.of()), at);
    }

    private void failed(PackageRef ref, String text) {
        Tracked pkg = tracker.tracked(ref);
        if (pkg.outcome() == null) {
            tracker.start(ref, null, null);
            failed = true;
            String log = text.startsWith("failed: ") ? text.substring("failed: ".length()) : null;
            remember(pkg, log);
            tracker.finish(pkg, Outcome.FAILED, null, null);
        }
    }

    private void remember(Tracked pkg, @Nullable String log) {
        Failed known = failures.get(pkg.ref().id());
        String path = log == null && known != null ? known.log() : log;
        failures.put(pkg.ref().id(), new Failed(pkg, path));
        if (path != null && (known == null || known.log() == null)) {
            tracker.log(pkg, path);
        }
        tracker.emit(new FailureFact.Diagnosed(diagnose(pkg, path, List.of())));
    }

    private void goingOn(PackageRef ref, String state) {
        Tracked known = tracker.known(ref);
        if (known != null && known.outcome() != null && !state.equals("starting") && !state.equals("staging")) {
            return;
        }
        Tracked pkg = tracker.resume(ref);
        switch (state) {
            case "starting", "" -> {}
            case "no binary available" -> missedCache.add(ref.id());
            case "staging" -> {
                missedCache.remove(ref.id());
                tracker.method(pkg, InstallMethod.SOURCE);
                tracker.activity(pkg, PackageFact.Kind.STAGING, null);
            }
            case "fetching from build cache", "relocating", "rewiring" -> {
                tracker.method(pkg, InstallMethod.BINARY_CACHE);
                tracker.activity(pkg, PackageFact.Kind.EXTRACTING, state);
            }
            default -> phase(pkg, state);
        }
    }

    private void phase(Tracked pkg, String state) {
        if (FETCHED.matcher(state).matches()) {
            tracker.activity(pkg, PackageFact.Kind.FETCHING, state);
        } else if (state.indexOf(' ') < 0) {
            tracker.method(pkg, InstallMethod.SOURCE);
            tracker.phase(pkg, state);
        }
    }

    // ---- failures, which are listed at the end

    private boolean list(String line) {
        if (!line.startsWith("==> ") || !line.endsWith(LIST.substring(4))) {
            return false;
        }
        listing = true;
        failed = true;
        return true;
    }

    private boolean listed(String line) {
        int colon = line.indexOf(": /");
        Matcher listed = LISTED.matcher(line.substring(0, Math.max(0, colon)));
        if (colon < 0 || !listed.matches()) {
            listing = line.isBlank();
            return false;
        }
        String log = line.substring(colon + 2);
        String hash = listed.group(3);
        if (hash == null) {
            Matcher inPath = STAGE_HASH.matcher(log);
            hash = inPath.find() ? inPath.group(1) : null;
        }
        PackageRef ref = new PackageRef(listed.group(1), listed.group(2), hash);
        Tracked pkg = tracker.known(ref);
        if (pkg == null) {
            pkg = tracker.byName(ref.name());
        }
        if (pkg != null) {
            tracker.finish(pkg, Outcome.FAILED, null, null);
            remember(pkg, log);
        }
        return true;
    }

    /** The summaries come before the list that says whose they are: in the order of the list. */
    public void explain() {
        if (!summary.isEmpty() && !failures.isEmpty()) {
            List<Failed> all = new ArrayList<>(failures.values());
            List<String> hashes = all.stream()
                    .map(f -> '-' + String.valueOf(f.pkg().ref().hash()))
                    .toList();
            summary.byLog(hashes).forEach((i, lines) -> explain(all.get(i), lines));
            summary = new LogSummary();
        }
        failures.clear();
        listing = false;
    }

    private void explain(Failed failure, List<LogExcerpt.Line> lines) {
        tracker.emit(new FailureFact.Diagnosed(diagnose(failure.pkg(), failure.log(), lines)));
    }

    private Diagnosis diagnose(Tracked pkg, @Nullable String log, List<LogExcerpt.Line> lines) {
        String header = missedCache.contains(pkg.ref().id()) ? "No binary available" : "failed";
        FailureEvidence shown = new FailureEvidence(pkg, header, List.of(), List.of(), lines, false, log, null);
        return outputs.refine(pkg, diagnoser.diagnose(shown));
    }

    public boolean detected() {
        return detected;
    }

    public boolean failedAny() {
        return failed;
    }
}
