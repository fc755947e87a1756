package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.internal.snapshot.PackageSnapshot;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a package. Facts of an older attempt are ignored; one of a newer attempt starts afresh. */
final class PackageState {

    /** How many lines of its output a view holds. */
    private static final int OUTPUT_LINES = 20;

    private static final String BUILD = "build";
    private static final String INSTALL = "install";

    private final OutputTail output = new OutputTail(OUTPUT_LINES);
    private String worker;
    private PackageRef ref;
    private boolean ownLog;
    private boolean root;
    private List<String> dependencies = List.of();
    private @Nullable InstallMethod expected;
    private @Nullable Forecast forecast;
    private @Nullable Forecast usual;
    private ForecastFact.@Nullable AlternativeMethod otherwise;
    private final Map<String, Long> expectedSteps = new HashMap<>();
    private final Map<String, Forecast> phaseForecasts = new HashMap<>();
    private ForecastFact.@Nullable PackageDiskNeed diskNeed;

    private List<String> awaitedBy = List.of();
    private @Nullable Instant seen;
    private boolean waited;
    private double counted;

    private int attempt;
    private @Nullable Integer index;
    private @Nullable Integer total;
    private @Nullable InstallMethod method;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable Duration stated;
    private final Map<String, PhaseState> phases = new LinkedHashMap<>();
    private @Nullable PhaseState newestPhase;
    private final PackagePace fraction = new PackagePace();
    private PackageFact.@Nullable Kind activity;
    private @Nullable String activityDetail;
    private @Nullable String log;
    private @Nullable String prefix;
    private @Nullable String because;
    private @Nullable PackageView view;

    PackageState(String worker, PackageRef ref) {
        this.worker = worker;
        this.ref = ref;
    }

    /** It was planned without it being known who would work on it. */
    void moveTo(String newWorker) {
        worker = newWorker;
        view = null;
    }

    /** Takes over what is planned for the same package on another worker. */
    void planAs(PackageState other) {
        root |= other.root;
        expected = expected == null ? other.expected : expected;
        dependencies = dependencies.isEmpty() ? other.dependencies : dependencies;
        forecast = forecast == null ? other.forecast : forecast;
        usual = usual == null ? other.usual : usual;
        otherwise = otherwise == null ? other.otherwise : otherwise;
        view = null;
    }

    /** It is known now by its whole name. */
    void call(String name) {
        ref = new PackageRef(name, ref.version(), ref.hash());
        view = null;
    }

    /** Takes over what a fuller reference to the same package says. */
    void learn(PackageRef fuller) {
        String version = ref.version() == null ? fuller.version() : ref.version();
        String hash = longer(ref.hash(), fuller.hash());
        PackageRef merged = new PackageRef(ref.name(), version, hash);
        if (!merged.equals(ref)) {
            ref = merged;
            view = null;
        }
    }

    private static @Nullable String longer(@Nullable String known, @Nullable String other) {
        if (known == null) {
            return other;
        }
        return other != null && other.length() > known.length() ? other : known;
    }

    void plan(PlanFact.Node node) {
        learn(node.packageRef());
        root |= node.root();
        expected = node.expected() == null ? expected : node.expected();
        if (!node.dependencies().isEmpty()) {
            dependencies = node.dependencies();
        }
        view = null;
    }

    /** Takes over a newer forecast; what is known before the work begins, or first thereafter, is what is usual. */
    void forecast(Forecast newer, Instant time) {
        if (newer.equals(forecast) && fraction.isByTime()) {
            return;
        }
        forecast = newer;
        if (attempt == 0 || usual == null) {
            usual = newer;
        }
        Instant beginning = started;
        if (beginning != null && outcome == null) {
            fraction.forecast(newer, beginning, time);
        }
        view = null;
    }

    void otherwise(ForecastFact.AlternativeMethod other) {
        otherwise = other;
        view = null;
    }

    void expectSteps(String phase, long steps) {
        expectedSteps.put(phase, steps);
        view = null;
    }

    void forecast(ForecastFact.PhaseTotal newer) {
        phaseForecasts.put(newer.phase(), newer.total());
        view = null;
    }

    void forecast(ForecastFact.PackageDiskNeed newer) {
        diskNeed = newer;
        view = null;
    }

    void fold(PackageFact fact, Instant time) {
        seen = Durations.earlier(seen, time);
        if (!current(fact.attempt())) {
            return;
        }
        if (fact instanceof PackageFact.Finished f) {
            finish(f, time);
        } else if (fact instanceof PackageFact.Started f) {
            start(time);
            index = f.index() == null ? index : f.index();
            total = f.total() == null ? total : f.total();
        } else if (fact instanceof PackageFact.MethodKnown f) {
            method = f.method();
        } else if (fact instanceof PackageFact.LogLocated f) {
            log = f.path();
        } else if (fact instanceof PackageFact.Activity f && outcome == null) {
            activity = f.kind();
            activityDetail = f.detail();
            waited |= f.kind() == PackageFact.Kind.WAITING;
        }
    }

    /** Returns the time of the first event about the package, or null before it. */
    @Nullable
    Instant seen() {
        return seen;
    }

    /** Whether its worker did nothing but wait for the package. */
    boolean isAwaited() {
        return waited && phases.isEmpty();
    }

    /** Whether its worker works or worked on the package itself. */
    boolean isWorkedOn() {
        return attempt > 0 && !isAwaited();
    }

    /** Sets which workers wait or waited for this one. */
    void awaitedBy(List<String> workers) {
        if (!workers.equals(awaitedBy)) {
            awaitedBy = workers;
            view = null;
        }
    }

    private void start(Instant time) {
        boolean first = started == null;
        started = Durations.earlier(started, time);
        Forecast known = forecast;
        if (first && known != null && outcome == null) {
            fraction.forecast(known, time, time);
        }
    }

    void fold(PhaseFact fact, Instant time) {
        seen = Durations.earlier(seen, time);
        if (!current(fact.attempt())) {
            return;
        }
        PhaseState phase = phase(fact.phase(), time);
        phase.fold(fact, time);
        if (outcome != null) {
            phase.end(time, outcome);
        } else if (fact instanceof PhaseFact.Steps && isCounted(fact.phase())) {
            PhaseView.Steps steps = phase.counted(expectedSteps.get(fact.phase()));
            Double share = steps == null ? null : steps.fraction();
            if (share != null) {
                fraction.steps(share, time);
            }
        }
        activity = null;
        activityDetail = null;
    }

    private PhaseState phase(String name, Instant time) {
        PhaseState known = newestPhase;
        return known != null && known.name().equals(name) ? known : findPhase(name, time);
    }

    private PhaseState findPhase(String name, Instant time) {
        PhaseState phase = phases.get(name);
        if (phase == null) {
            phase = new PhaseState(name);
            if (outcome == null) {
                endPhases(time, Outcome.SUCCEEDED);
            }
            phases.put(name, phase);
        }
        newestPhase = phase;
        return phase;
    }

    /** Whether the phase's steps measure the package: earlier phases are short or have no steps. */
    private boolean isCounted(String phase) {
        return phase.equals(BUILD) || (phase.equals(INSTALL) && !phases.containsKey(BUILD));
    }

    /**
     * Takes lines of its output. What the installer repeats of a package's own log is ignored once that log is read
     * itself, as is late output of a package that has succeeded.
     *
     * @param fromOwnLog whether they are lines of the package's own log
     * @return whether the lines are taken
     */
    boolean output(List<String> lines, boolean fromOwnLog) {
        if (outcome == Outcome.SUCCEEDED || (!fromOwnLog && ownLog)) {
            return false;
        }
        ownLog |= fromOwnLog;
        output.add(lines);
        view = null;
        return true;
    }

    /** Ends an active package whose own end will not be seen. */
    void end(Instant time, Outcome how) {
        if (attempt > 0 && outcome == null) {
            finish(PackageFact.Finished.builder(ref, how).attempt(attempt).build(), time);
            view = null;
        }
    }

    String worker() {
        return worker;
    }

    /** Returns by how much the part of an active package that is done by its steps has changed since the last call. */
    double countPart() {
        PackageView.Pace pace = fraction.isByTime() ? null : fraction.pace();
        double part = outcome != null || pace == null ? 0 : pace.reached();
        double change = part - counted;
        counted = part;
        return change;
    }

    boolean ended() {
        return outcome != null;
    }

    @Nullable
    Integer index() {
        return index;
    }

    @Nullable
    Integer total() {
        return total;
    }

    private boolean current(int newAttempt) {
        if (newAttempt < attempt) {
            return false;
        }
        if (newAttempt > attempt) {
            startAfresh(newAttempt);
        }
        view = null;
        return true;
    }

    private void startAfresh(int newAttempt) {
        attempt = newAttempt;
        index = null;
        total = null;
        method = null;
        started = null;
        finished = null;
        outcome = null;
        stated = null;
        waited = false;
        usual = forecast;
        fraction.clear();
        output.clear();
        ownLog = false;
        phases.clear();
        newestPhase = null;
        activity = null;
        activityDetail = null;
        log = null;
        prefix = null;
        because = null;
    }

    private void finish(PackageFact.Finished fact, Instant time) {
        prefix = fact.prefix() == null ? prefix : fact.prefix();
        stated = fact.stated() == null ? stated : fact.stated();
        fact.phases().forEach((name, length) -> {
            PhaseState phase = phases.get(name);
            if (phase != null) {
                phase.state(length);
            }
        });
        if (outcome != null) {
            return;
        }
        outcome = fact.outcome();
        finished = time;
        because = fact.because();
        activity = null;
        activityDetail = null;
        endPhases(time, fact.outcome());
        if (fact.outcome() == Outcome.SUCCEEDED) {
            output.clear();
        } else {
            output.trim();
        }
    }

    private void endPhases(Instant time, Outcome how) {
        phases.values().forEach(p -> p.end(time, how));
    }

    PackageView view() {
        PackageView current = view;
        if (current == null) {
            current = build();
            view = current;
        }
        return current;
    }

    /** Returns how the package is installed. One that was installed by means that no one stated was built. */
    private @Nullable InstallMethod method() {
        if (method == null && attempt == 0) {
            return expected;
        }
        return method == null && outcome == Outcome.SUCCEEDED ? InstallMethod.SOURCE : method;
    }

    private PackageView build() {
        return new PackageSnapshot(
                worker,
                awaitedBy,
                ref,
                root,
                attempt,
                index,
                total,
                method(),
                started,
                finished,
                outcome,
                stated,
                phases.values().stream()
                        .map(p -> p.view(expectedSteps.get(p.name())))
                        .toList(),
                activity,
                activityDetail,
                log,
                prefix,
                because,
                forecast,
                usual,
                otherwise,
                fraction.pace(),
                phaseForecasts,
                diskNeed,
                dependencies,
                output.lines());
    }
}
