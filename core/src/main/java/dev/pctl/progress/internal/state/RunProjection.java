package dev.pctl.progress.internal.state;

import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.snapshot.RunSnapshot;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.internal.worker.WorkerState;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.WorkerPrice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one run. Folding an event twice changes nothing, whether it is delivered again or reported again by
 * an overlapping log under another number. A late event from the past completes the picture but never reopens what has
 * ended.
 *
 * <p>Not thread-safe: one thread folds, any thread may read the views.
 */
public final class RunProjection {

    /** Outcomes from the best to the worst. */
    private static final List<Outcome> SEVERITY =
            List.of(Outcome.SUCCEEDED, Outcome.SKIPPED, Outcome.UNFINISHED, Outcome.CANCELLED, Outcome.FAILED);

    private final String run;
    private final Map<String, WorkerState> workers = new LinkedHashMap<>();
    private final StageBoard stages = new StageBoard();
    private final PackageRegistry packages = new PackageRegistry();
    private final ForecastBoard forecasts = new ForecastBoard();
    private final AdviceBoard advice = new AdviceBoard();
    private final OutputLog log = new OutputLog();
    private final List<WorkerPrice> prices = new ArrayList<>();
    private final Map<WorkerKey, Failure> failures = new LinkedHashMap<>();
    private final RunProgress progress = new RunProgress();
    private final Map<Class<?>, Fold> folds = new HashMap<>();

    private String title = "";
    private Map<String, String> labels = Map.of();
    private @Nullable Instant started;
    private @Nullable Instant updated;
    private @Nullable Instant heard;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable String detail;
    private @Nullable String status;
    private @Nullable Double statusFraction;
    private @Nullable RunView view;

    private record Failure(String worker, Diagnosis diagnosis, Instant time) {}

    /** Folds the facts of one kind. */
    private interface Fold {
        void fold(String worker, Fact fact, Instant time);
    }

    /** Creates the projection of a run of which nothing is known yet. */
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
                || !workers.computeIfAbsent(event.worker(), WorkerState::new).add(event)) {
            return false;
        }
        updated = Durations.later(updated, event.time());
        if (isFromBuild(event.fact())) {
            heard = Durations.later(heard, event.time());
        }
        fold(event.worker(), event.fact(), event.time());
        view = null;
        return true;
    }

    /** Returns what is known now. */
    public RunView view() {
        RunView current = view;
        if (current == null) {
            current = build(packages.views(), failures());
            view = current;
        }
        return current;
    }

    /**
     * Returns what is known now of the run and its machines, without packages and failures. It takes constant time,
     * however many there are.
     */
    public RunView outline() {
        return build(List.of(), List.of());
    }

    /** Returns how many packages are known, in constant time. */
    public int packageCount() {
        return packages.size();
    }

    /** Returns whether the worker has reported the package. */
    public boolean knows(String worker, PackageRef pkg) {
        return packages.find(worker, pkg) != null;
    }

    /** Returns whether the run has ended. */
    public boolean hasEnded() {
        return outcome != null;
    }

    /** Whether the build or its host reports the fact, rather than something that watches the build. */
    private static boolean isFromBuild(Fact fact) {
        return !(fact instanceof SampleFact || fact instanceof ForecastFact || fact instanceof AdviceFact)
                && !(fact instanceof RunFact.Heartbeat);
    }

    private void fold(String worker, Fact fact, Instant time) {
        folds.computeIfAbsent(fact.getClass(), c -> foldOf(fact)).fold(worker, fact, time);
    }

    /** Returns how facts of this kind are folded. */
    private Fold foldOf(Fact example) {
        if (example instanceof PhaseFact) {
            return (worker, f, time) -> packages.fold(worker, (PhaseFact) f, time, progress);
        } else if (example instanceof PackageFact) {
            return (worker, f, time) -> foldPackage(worker, (PackageFact) f, time);
        } else if (example instanceof LogFact) {
            return (worker, f, time) -> log.fold(worker, (LogFact) f, packages);
        } else if (example instanceof SampleFact) {
            return (worker, f, time) -> worker(worker).fold((SampleFact) f, time);
        } else if (example instanceof ForecastFact) {
            return (worker, f, time) -> foldForecast(worker, (ForecastFact) f, time);
        } else if (example instanceof RunFact) {
            return (worker, f, time) -> foldRun(worker, (RunFact) f, time);
        } else if (example instanceof StageFact) {
            return (worker, f, time) -> stages.fold((StageFact) f, time);
        } else if (example instanceof RootFact) {
            return (worker, f, time) -> foldRoot(worker, (RootFact) f, time);
        }
        return this::foldOther;
    }

    private void foldOther(String worker, Fact fact, Instant time) {
        if (fact instanceof PlanFact.Planned f) {
            f.nodes().forEach(n -> packages.fold(worker, n));
        } else if (fact instanceof FailureFact.Diagnosed f) {
            Diagnosis found = f.diagnosis();
            failures.put(failureKey(worker, found.packageRef(), found.attempt()), new Failure(worker, found, time));
        } else if (fact instanceof AdviceFact f) {
            advice.fold(worker, f);
        }
    }

    private WorkerState worker(String name) {
        return Objects.requireNonNull(workers.get(name), "the worker of a folded event");
    }

    private void foldRun(String worker, RunFact fact, Instant time) {
        if (fact instanceof RunFact.Started f) {
            start(worker, f, time);
        } else if (fact instanceof RunFact.StatusReported f) {
            status = f.text();
            Double fraction = f.fraction();
            if (fraction != null) {
                statusFraction = fraction;
                progress.stated(fraction);
            }
        } else if (fact instanceof RunFact.Priced f) {
            addPrice(new WorkerPrice(worker, f.price(), time));
        } else if (fact instanceof RunFact.Finished f) {
            worker(worker).finish(f, time);
            endIfAllEnded();
        }
    }

    /** A worker that begins its part keeps the run active, even if all that are known to have begun have ended. */
    private void start(String worker, RunFact.Started fact, Instant time) {
        if (started == null || time.isBefore(started)) {
            started = time;
            title = fact.title();
            labels = fact.labels();
        }
        worker(worker).start();
        if (outcome != null && worker(worker).isBusy()) {
            outcome = null;
            finished = null;
            detail = null;
            progress.reopen();
            forecasts.reopen();
            advice.reopen();
        }
    }

    /** Ends the run where it is, if it has not ended: no more events will come. */
    public void end() {
        Instant last = updated;
        if (outcome == null && last != null) {
            workers.values().forEach(w -> w.finish(new RunFact.Finished(Outcome.UNFINISHED, null), last));
            endIfAllEnded();
            view = null;
        }
    }

    /** The run ends when the last of the workers that began has ended, in the worst of their ways. */
    private void endIfAllEnded() {
        if (outcome != null || workers.values().stream().anyMatch(WorkerState::isBusy)) {
            return;
        }
        WorkerState worst = workers.values().stream()
                .filter(w -> w.outcome() != null)
                .max(Comparator.comparing((WorkerState w) -> SEVERITY.indexOf(w.outcome()))
                        .thenComparing(w -> Objects.requireNonNull(w.finished()), Comparator.reverseOrder()))
                .orElseThrow();
        outcome = worst.outcome();
        detail = worst.detail();
        finished = workers.values().stream()
                .map(WorkerState::finished)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        close(finished, Objects.requireNonNull(outcome));
    }

    /** Adds a price, unless the worker had it already. */
    private void addPrice(WorkerPrice price) {
        WorkerPrice before = prices.stream()
                .filter(p -> p.worker().equals(price.worker()) && !p.since().isAfter(price.since()))
                .reduce((older, newer) -> newer)
                .orElse(null);
        if (before == null || !before.price().equals(price.price())) {
            prices.add(price);
            prices.sort(Comparator.comparing(WorkerPrice::since));
        }
    }

    /** Ends what is still active when the run ends: its own end will not be seen. */
    private void close(Instant time, Outcome runOutcome) {
        Outcome open = runOutcome == Outcome.CANCELLED ? Outcome.CANCELLED : Outcome.UNFINISHED;
        packages.close(time, open);
        if (runOutcome == Outcome.SUCCEEDED) {
            progress.succeeded();
            stages.close(time, Outcome.SUCCEEDED);
        } else {
            stages.close(time, open);
        }
        forecasts.close();
        advice.close();
    }

    private void foldRoot(String worker, RootFact fact, Instant time) {
        if (stages.fold(worker, fact, time, progress)) {
            log.clearOutput(worker);
        }
    }

    private void foldPackage(String worker, PackageFact fact, Instant time) {
        if (!failures.isEmpty() && fact instanceof PackageFact.Finished f && f.outcome() == Outcome.SUCCEEDED) {
            failures.remove(failureKey(worker, f.packageRef(), f.attempt()));
        }
        packages.fold(worker, fact, time, progress);
    }

    private static WorkerKey failureKey(String worker, @Nullable PackageRef pkg, int attempt) {
        return new WorkerKey(worker, pkg == null ? "" : pkg.id() + '#' + attempt);
    }

    private void foldForecast(String worker, ForecastFact fact, Instant time) {
        packages.fold(worker, fact, time);
        if (forecasts.fold(fact, time) && fact instanceof ForecastFact.RunRemaining f && started != null) {
            progress.forecast(Duration.between(started, time), f.remaining());
        }
    }

    /** Events of several workers arrive in any order, those of one in theirs. */
    private List<Failure> failures() {
        List<Failure> all = new ArrayList<>(failures.values());
        if (workers.size() > 1) {
            all.sort(Comparator.comparing(Failure::time).thenComparing(Failure::worker));
        }
        return all;
    }

    private List<MachineView> machines() {
        return workers.values().stream()
                .sorted(Comparator.comparing(WorkerState::first))
                .map(WorkerState::view)
                .toList();
    }

    private RunView build(List<PackageView> builtPackages, List<Failure> found) {
        return new RunSnapshot(
                run,
                title,
                labels,
                started,
                updated,
                heard,
                finished,
                outcome,
                detail,
                progress.value(),
                status,
                statusFraction,
                prices,
                stages.stages(),
                stages.roots(),
                builtPackages,
                found.stream().map(Failure::diagnosis).toList(),
                found.stream()
                        .collect(Collectors.groupingBy(
                                Failure::worker,
                                Collectors.mapping(Failure::diagnosis, Collectors.toUnmodifiableList()))),
                machines(),
                forecasts.view(),
                advice.view(),
                log.view());
    }
}
