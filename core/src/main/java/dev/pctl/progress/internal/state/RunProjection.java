package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.util.Instants;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one run. An event that was folded before changes nothing, whether it is delivered again or
 * stated again by an overlapping log under another number; a late event of the past completes the picture but never
 * reopens what has ended.
 *
 * <p>Not thread-safe: one thread folds, any thread may look at the views.
 */
public final class RunProjection {

    private final String run;
    private final Map<String, SequenceSet> folded = new HashMap<>();
    private final Map<String, StageState> stages = new LinkedHashMap<>();
    private final Map<OfWorker, RootState> roots = new LinkedHashMap<>();
    private final Map<String, Integer> rootTotals = new HashMap<>();
    private final Map<String, Map<String, PackageState>> packages = new HashMap<>();
    private final Map<String, int[]> counts = new HashMap<>();
    private final Set<PackageState> worked = new LinkedHashSet<>();
    private final Set<PackageState> planned = new LinkedHashSet<>();
    private final Map<String, SampleFact.Disk> disks = new LinkedHashMap<>();
    private final Map<String, SampleFact.Disk> diskPeaks = new HashMap<>();
    private final Map<String, SampleFact.TreeSize> trees = new LinkedHashMap<>();
    private final Map<Object, Instant> sampled = new HashMap<>();
    private final Map<String, SampleFact.LogSize> logs = new LinkedHashMap<>();
    private final Map<String, ForecastFact.DiskOutlook> diskOutlooks = new LinkedHashMap<>();
    private final Map<String, AdviceFact.Decided> decisions = new LinkedHashMap<>();
    private final Map<String, Advice> advice = new LinkedHashMap<>();
    private final Map<String, QuestionView> questions = new LinkedHashMap<>();
    private final Map<OfWorker, Diagnosis> failures = new LinkedHashMap<>();
    private final OutputTail output = new OutputTail(LogFact.Output.NEWEST);
    private final Map<OfWorker, Long> outputNumbers = new HashMap<>();
    private final RunProgress fraction = new RunProgress();

    private String title = "";
    private Map<String, String> labels = Map.of();
    private @Nullable Instant started;
    private @Nullable Instant updated;
    private @Nullable Instant heard;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable String detail;
    private @Nullable String stated;
    private @Nullable Double statedFraction;
    private SampleFact.@Nullable Memory memory;
    private SampleFact.@Nullable Cpu cpu;
    private SampleFact.@Nullable Network network;
    private SampleFact.@Nullable DiskIo diskIo;
    private SampleFact.@Nullable Processes processes;
    private SampleFact.@Nullable Waits waits;
    private ForecastFact.@Nullable DiskNeed diskNeed;
    private @Nullable Instant diskNeedAt;
    private @Nullable Forecast remaining;
    private @Nullable Instant remainingAt;
    private RunOutlook outlook = RunOutlook.NONE;
    private @Nullable String dialect;
    private long gaps;
    private @Nullable RunView view;

    /** What a name means to one worker. */
    private record OfWorker(String worker, String name) {}

    /** The state of a run of which nothing is known yet. */
    public RunProjection(String run) {
        this.run = run;
    }

    /**
     * Folds one event.
     *
     * @return whether it was new; an event of another run or one folded before is not
     */
    public boolean apply(Event event) {
        if (!event.run().equals(run)
                || !folded.computeIfAbsent(event.worker(), w -> new SequenceSet())
                        .add(event.sequence())) {
            return false;
        }
        if (updated == null || event.time().isAfter(updated)) {
            updated = event.time();
        }
        if (isOwnWord(event.fact()) && (heard == null || event.time().isAfter(heard))) {
            heard = event.time();
        }
        fold(event.worker(), event.fact(), event.time());
        view = null;
        return true;
    }

    /** What is known now. */
    public RunView view() {
        RunView current = view;
        if (current == null) {
            current = build();
            view = current;
        }
        return current;
    }

    /** Whether the build or its host says it, rather than somebody who watches it. */
    private static boolean isOwnWord(Fact fact) {
        return !(fact instanceof SampleFact || fact instanceof ForecastFact || fact instanceof AdviceFact)
                && !(fact instanceof RunFact.Heartbeat);
    }

    private void fold(String worker, Fact fact, Instant time) {
        if (fact instanceof PhaseFact f) {
            foldPhase(worker, f, time);
        } else if (fact instanceof PackageFact f) {
            foldPackage(worker, f, time);
        } else if (fact instanceof LogFact f) {
            foldLog(worker, f);
        } else if (fact instanceof SampleFact f) {
            foldSample(f, time);
        } else if (fact instanceof ForecastFact f) {
            foldForecast(worker, f, time);
        } else if (fact instanceof RunFact f) {
            foldRun(f, time);
        } else if (fact instanceof StageFact f) {
            foldStage(f, time);
        } else if (fact instanceof RootFact f) {
            foldRoot(worker, f, time);
        } else if (fact instanceof PlanFact.Planned f) {
            f.nodes().forEach(n -> foldNode(worker, n));
        } else if (fact instanceof FailureFact.Diagnosed f) {
            foldFailure(worker, f.diagnosis());
        } else if (fact instanceof AdviceFact f) {
            foldAdvice(f);
        }
    }

    private void foldRun(RunFact fact, Instant time) {
        if (fact instanceof RunFact.Started f) {
            started = Instants.earlier(started, time);
            title = f.title();
            labels = f.labels();
        } else if (fact instanceof RunFact.Stated f) {
            stated = f.text();
            state(f.fraction());
        } else if (fact instanceof RunFact.Finished f && outcome == null) {
            finished = time;
            outcome = f.outcome();
            detail = f.detail();
            if (outcome == Outcome.SUCCEEDED) {
                fraction.succeeded();
            }
            endWhatIsOpen(time, f.outcome());
        }
    }

    private void state(@Nullable Double newFraction) {
        if (newFraction != null) {
            statedFraction = newFraction;
            fraction.stated(newFraction);
        }
    }

    /** Whatever was still going on when the run ended has not come to its own end. */
    private void endWhatIsOpen(Instant time, Outcome runOutcome) {
        Outcome open = runOutcome == Outcome.CANCELLED ? Outcome.CANCELLED : Outcome.UNFINISHED;
        worked.forEach(p -> p.end(time, open));
        Outcome enclosing = runOutcome == Outcome.SUCCEEDED ? Outcome.SUCCEEDED : open;
        roots.values().forEach(r -> r.finish(time, enclosing));
        stages.values().forEach(s -> s.finish(time, enclosing));
        remaining = null;
        remainingAt = null;
        diskNeed = null;
        diskNeedAt = null;
        diskOutlooks.clear();
        questions.clear();
    }

    private void foldStage(StageFact fact, Instant time) {
        StageState stage = stages.computeIfAbsent(fact.stage(), StageState::new);
        if (fact instanceof StageFact.Started f) {
            stage.start(time, f.title(), f.index(), f.total());
        } else if (fact instanceof StageFact.Finished f) {
            stage.finish(time, f.outcome());
        }
    }

    private void foldRoot(String worker, RootFact fact, Instant time) {
        RootState root = roots.computeIfAbsent(new OfWorker(worker, fact.spec()), k -> new RootState(k.name()));
        if (fact instanceof RootFact.Started f) {
            if (!root.begun()) {
                output.clear();
            }
            root.start(time, f.index(), f.total());
            if (f.total() != null) {
                rootTotals.put(worker, f.total());
            }
        } else if (fact instanceof RootFact.Finished f) {
            root.finish(time, f.outcome());
        } else if (fact instanceof RootFact.DependenciesCounted f) {
            root.need(f.dependencies());
        }
        int rootTotal = rootTotals.values().stream().mapToInt(Integer::intValue).sum();
        if (rootTotal > 0) {
            fraction.roots(roots.values().stream().filter(RootState::ended).count(), rootTotal);
        }
    }

    /** A plan is for whoever works on the package: it does not say who that will be. */
    private void foldNode(String worker, PlanFact.Node node) {
        if (of(node.pkg().id()).isEmpty()) {
            planned.add(state(worker, node.pkg()));
        }
        each(worker, node.pkg()).forEach(p -> p.plan(node));
    }

    private void foldPackage(String worker, PackageFact fact, Instant time) {
        PackageState state = state(worker, fact.pkg());
        if (fact instanceof PackageFact.Identified f) {
            identify(worker, state, f);
            return;
        }
        worked.add(state);
        planned.remove(state);
        if (fact instanceof PackageFact.Finished f && f.outcome() == Outcome.SUCCEEDED) {
            failures.remove(failureKey(worker, fact.pkg(), fact.attempt()));
        }
        state.fold(fact, time);
        Integer total = state.total();
        if (state.index() != null && total != null && total > 0) {
            counts.put(worker, new int[] {Math.max(0, countedAsDone(worker)), total});
            int done = counts.values().stream().mapToInt(c -> c[0]).sum();
            int all = counts.values().stream().mapToInt(c -> c[1]).sum();
            fraction.packages(done, all);
        }
    }

    /** As many as the installer has counted, less those that are still being worked on. */
    private int countedAsDone(String worker) {
        int counted = 0;
        int active = 0;
        for (PackageState state : worked) {
            Integer index = state.index();
            if (index != null && state.worker().equals(worker)) {
                counted = Math.max(counted, index);
                active += state.ended() ? 0 : 1;
            }
        }
        return counted - active;
    }

    /** A plan may already know the package by its full name; what was planned for it is what is worked on. */
    private void identify(String worker, PackageState state, PackageFact.Identified fact) {
        worked.add(state);
        planned.remove(state);
        of(fact.pkg().id()).remove(worker);
        PackageState before = state(worker, fact.as());
        of(fact.as().id()).put(worker, state);
        if (before != state) {
            state.planAs(before);
            planned.remove(before);
            worked.remove(before);
        }
        state.call(fact.as().name());
        state.learn(fact.as());
    }

    private void foldPhase(String worker, PhaseFact fact, Instant time) {
        PackageState state = state(worker, fact.pkg());
        worked.add(state);
        planned.remove(state);
        state.fold(fact, time);
    }

    private Map<String, PackageState> of(String id) {
        return packages.computeIfAbsent(id, k -> new LinkedHashMap<>(2));
    }

    /** The package on whichever workers have it; if none has, the worker gets it. */
    private Collection<PackageState> each(String worker, PackageRef ref) {
        Map<String, PackageState> known = of(ref.id());
        if (known.isEmpty()) {
            state(worker, ref);
        }
        return known.values();
    }

    private PackageState state(String worker, PackageRef ref) {
        Map<String, PackageState> ofPackage = of(ref.id());
        PackageState state = ofPackage.get(worker);
        if (state == null && ofPackage.isEmpty() && ref.hash() != null) {
            adoptNamed(ref, ofPackage);
            state = ofPackage.get(worker);
        }
        if (state == null) {
            state = ofPackage.isEmpty() ? new PackageState(worker, ref) : further(worker, ref, ofPackage);
            ofPackage.put(worker, state);
        }
        state.learn(ref);
        return state;
    }

    /** A plan without hashes names packages by version; the first package of that name and version is the one meant. */
    private void adoptNamed(PackageRef ref, Map<String, PackageState> ofPackage) {
        Map<String, PackageState> named = packages.getOrDefault(ref.spec(), Map.of());
        if (!named.isEmpty() && planned.containsAll(named.values())) {
            ofPackage.putAll(named);
            packages.remove(ref.spec());
        }
    }

    /** A package known from another worker: the same one if nobody works on it yet, else one more of that name. */
    private PackageState further(String worker, PackageRef ref, Map<String, PackageState> known) {
        Map.Entry<String, PackageState> first = known.entrySet().iterator().next();
        PackageState other = first.getValue();
        if (planned.contains(other)) {
            known.remove(first.getKey());
            other.moveTo(worker);
            return other;
        }
        PackageState state = new PackageState(worker, ref);
        state.planAs(other);
        return state;
    }

    private void foldLog(String worker, LogFact fact) {
        if (fact instanceof LogFact.Output f) {
            foldOutput(worker, f);
        } else if (fact instanceof LogFact.Opened f) {
            outputNumbers.remove(new OfWorker(worker, f.log()));
        } else if (fact instanceof LogFact.DialectDetected f) {
            dialect = f.dialect();
        } else if (fact instanceof LogFact.Gap) {
            gaps++;
        }
    }

    /** Folds the lines of a block that were not folded before: logs that are read again may be cut differently. */
    private void foldOutput(String worker, LogFact.Output block) {
        String log = block.log();
        OfWorker key = new OfWorker(worker, log == null ? "" : log);
        List<String> lines = block.lines();
        long last = outputNumbers.getOrDefault(key, 0L);
        long known = Math.max(0, last + 1 - block.number());
        if (known >= lines.size()) {
            return;
        }
        outputNumbers.put(key, block.number() + lines.size() - 1);
        List<String> added = known == 0 ? lines : lines.subList((int) known, lines.size());
        PackageRef pkg = block.pkg();
        PackageState state = pkg == null ? null : of(pkg.id()).get(worker);
        if (state == null || state.output(added, log != null)) {
            output.add(added);
        }
    }

    private void foldSample(SampleFact fact, Instant time) {
        Object key = fact.conflationKey();
        Instant newest = key == null ? null : sampled.get(key);
        if (key == null || (newest != null && newest.isAfter(time))) {
            return;
        }
        sampled.put(key, time);
        if (fact instanceof SampleFact.Disk f) {
            disks.put(f.path(), f);
            diskPeaks.merge(f.path(), f, (most, next) -> next.usedBytes() > most.usedBytes() ? next : most);
        } else if (fact instanceof SampleFact.Memory f) {
            memory = f;
        } else if (fact instanceof SampleFact.Cpu f) {
            cpu = f;
        } else if (fact instanceof SampleFact.Network f) {
            network = f;
        } else if (fact instanceof SampleFact.DiskIo f) {
            diskIo = f;
        } else if (fact instanceof SampleFact.Processes f) {
            processes = f;
        } else if (fact instanceof SampleFact.TreeSize f) {
            trees.put(f.path(), f);
        } else if (fact instanceof SampleFact.LogSize f) {
            logs.put(f.path(), f);
        } else if (fact instanceof SampleFact.Waits f) {
            waits = f;
        }
    }

    private void foldForecast(String worker, ForecastFact fact, Instant time) {
        outlook = outlook.with(fact);
        if (fact instanceof ForecastFact.PackageTotal f) {
            each(worker, f.pkg()).forEach(p -> p.forecast(f.total(), time));
        } else if (fact instanceof ForecastFact.OtherMethod f) {
            each(worker, f.pkg()).forEach(p -> p.otherwise(f));
        } else if (fact instanceof ForecastFact.StepTotal f) {
            each(worker, f.pkg()).forEach(p -> p.expectSteps(f.phase(), f.total()));
        } else if (fact instanceof ForecastFact.PhaseTotal f) {
            each(worker, f.pkg()).forEach(p -> p.forecast(f));
        } else if (fact instanceof ForecastFact.PackageDiskNeed f) {
            each(worker, f.pkg()).forEach(p -> p.forecast(f));
        } else if (fact instanceof ForecastFact.RunRemaining f) {
            foldRemaining(f, time);
        } else if (fact instanceof ForecastFact.DiskNeed f && outcome == null && !before(time, diskNeedAt)) {
            diskNeed = f;
            diskNeedAt = time;
        } else if (fact instanceof ForecastFact.DiskOutlook f && outcome == null) {
            diskOutlooks.put(f.path(), f);
        }
    }

    private static boolean before(Instant time, @Nullable Instant known) {
        return known != null && known.isAfter(time);
    }

    private void foldRemaining(ForecastFact.RunRemaining fact, Instant time) {
        if (outcome == null && !before(time, remainingAt)) {
            remaining = fact.remaining();
            remainingAt = time;
            if (started != null) {
                fraction.forecast(Duration.between(started, time), fact.remaining());
            }
        }
    }

    private void foldFailure(String worker, Diagnosis diagnosis) {
        failures.put(failureKey(worker, diagnosis.pkg(), diagnosis.attempt()), diagnosis);
    }

    private static OfWorker failureKey(String worker, @Nullable PackageRef pkg, int attempt) {
        return new OfWorker(worker, pkg == null ? "" : pkg.id() + '#' + attempt);
    }

    private void foldAdvice(AdviceFact fact) {
        if (fact instanceof AdviceFact.Raised f) {
            Advice before = advice.put(f.advice().id(), f.advice());
            if (before == null || before.severity().compareTo(f.advice().severity()) < 0) {
                decisions.remove(f.advice().id());
            }
        } else if (fact instanceof AdviceFact.Asked f) {
            ask(f);
        } else if (fact instanceof AdviceFact.Decided f && advice.containsKey(f.id())) {
            decisions.putIfAbsent(f.id(), f);
            questions.remove(f.id());
        } else if (fact instanceof AdviceFact.Cleared f) {
            advice.remove(f.id());
            decisions.remove(f.id());
            questions.remove(f.id());
        }
    }

    private void ask(AdviceFact.Asked fact) {
        Advice asking = advice.get(fact.id());
        Question question = asking == null ? null : asking.question();
        if (question != null && outcome == null && !decisions.containsKey(fact.id())) {
            questions.put(fact.id(), new QuestionView(fact.id(), question, fact.until()));
        }
    }

    private RunView build() {
        List<PackageView> all = new ArrayList<>(packages.size());
        worked.forEach(p -> all.add(p.view()));
        planned.forEach(p -> all.add(p.view()));
        return new RunView(
                run,
                title,
                new TreeMap<>(labels),
                started,
                updated,
                heard,
                finished,
                outcome,
                detail,
                fraction.value(),
                stated,
                statedFraction,
                stages.values().stream().map(StageState::view).toList(),
                roots.values().stream().map(RootState::view).toList(),
                all,
                List.copyOf(disks.values()),
                diskPeaks,
                memory,
                cpu,
                network,
                diskIo,
                processes,
                List.copyOf(trees.values()),
                List.copyOf(logs.values()),
                waits,
                sampled,
                remaining,
                remainingAt,
                outlook,
                List.copyOf(diskOutlooks.values()),
                diskNeed,
                diskNeedAt,
                List.copyOf(advice.values()),
                List.copyOf(decisions.values()),
                List.copyOf(questions.values()),
                List.copyOf(failures.values()),
                dialect,
                output.lines(),
                gaps);
    }
}
