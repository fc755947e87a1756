package dev.pctl.progress.micrometer;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.internal.util.EnumNames;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records counters, timers and gauges of a run in a Micrometer registry.
 *
 * <pre>{@code
 * Progress.builder("my image").listener("meters", DeliveryMode.NEWEST, RunMeters.of(registry))
 * }</pre>
 *
 * <table>
 * <caption>Meters; each has the tag {@code pipeline}, the run's title, and the host's own tags</caption>
 * <tr><th>name</th><th>type, unit</th><th>further tags</th></tr>
 * <tr><td>{@code pctl.run}</td><td>timer</td><td>{@code outcome}</td></tr>
 * <tr><td>{@code pctl.run.active}</td><td>long task timer</td><td></td></tr>
 * <tr><td>{@code pctl.run.done}</td><td>gauge, share from 0 to 1, until the run ends</td><td></td></tr>
 * <tr><td>{@code pctl.stage}</td><td>timer</td><td>{@code stage}, {@code outcome}</td></tr>
 * <tr><td>{@code pctl.package}</td><td>timer</td><td>{@code package}, {@code method}, {@code outcome}</td></tr>
 * <tr><td>{@code pctl.phase}</td><td>timer</td><td>{@code phase}, {@code outcome}</td></tr>
 * <tr><td>{@code pctl.cache.requests}</td><td>counter</td><td>{@code result}: {@code hit}, {@code miss}</td></tr>
 * <tr><td>{@code pctl.failures}</td><td>counter</td><td>{@code cause}, {@code fault}: {@code build}, {@code system}</td></tr>
 * <tr><td>{@code pctl.disk.used}, {@code .free}, {@code .total}</td><td>gauges, bytes, until the run ends</td><td>{@code path}</td></tr>
 * <tr><td>{@code pctl.memory.used}, {@code .available}, {@code .total}</td><td>gauges, bytes, until the run ends</td><td></td></tr>
 * </table>
 *
 * <p>Packages that were already installed are not timed. Failures are counted when the run ends, because a diagnosis can
 * come late. Durations are those in the log, or else those between events. Concurrent runs of the same title need
 * different tags; otherwise their gauges show only the first run. An object serves one run, that of its first event, and
 * only one thread at a time may use it.
 */
public final class RunMeters implements EventListener, AutoCloseable {

    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Tags hostTags;
    private final Set<String> counted = new HashSet<>();
    private @Nullable RunProjection state;
    private LongTaskTimer.@Nullable Sample active;
    private Tags tags;
    private @Nullable RunGauges gauges;
    private volatile double done;
    private boolean ended;

    private RunMeters(MeterRegistry registry, Tags hostTags) {
        this.registry = registry;
        this.hostTags = hostTags;
        this.tags = hostTags.and("pipeline", "");
    }

    /** Creates meters for one run. */
    public static RunMeters of(MeterRegistry registry) {
        return of(registry, Tags.empty());
    }

    /** Creates meters for one run, with additional tags. */
    public static RunMeters of(MeterRegistry registry, Tags tags) {
        return new RunMeters(registry, tags);
    }

    @Override
    public void onEvent(Event event) {
        if (ended) {
            return;
        }
        RunProjection run = state;
        if (run == null) {
            run = new RunProjection(event.run());
            begin(run, event.fact());
        }
        if (run.apply(event)) {
            take(run, event.fact());
        }
    }

    private void begin(RunProjection run, Fact first) {
        state = run;
        tags = hostTags.and("pipeline", first instanceof RunFact.Started f ? f.title() : "");
        active = LongTaskTimer.builder("pctl.run.active")
                .tags(tags)
                .register(registry)
                .start();
        gauges = new RunGauges(registry, tags, () -> done);
    }

    private void take(RunProjection run, Fact fact) {
        done = changesFraction(fact) ? run.view().fraction() : done;
        if (fact instanceof PackageFact.Finished f) {
            PackageView pkg = run.view().packageOf(f.packageRef().id());
            if (pkg != null && pkg.attempt() == f.attempt()) {
                count(pkg);
            }
        } else if (fact instanceof StageFact.Finished f) {
            run.view().stages().stream().filter(s -> s.id().equals(f.stage())).forEach(this::count);
        } else if (fact instanceof SampleFact f && gauges != null) {
            gauges.show(f);
        } else if (fact instanceof RunFact.Finished) {
            end(run.view());
        }
    }

    /** Returns whether a fact can change the share of finished work; steps, samples and output are frequent and cannot. */
    private static boolean changesFraction(Fact fact) {
        return !(fact instanceof PhaseFact || fact instanceof SampleFact || fact instanceof LogFact);
    }

    private void count(StageView stage) {
        Outcome outcome = stage.outcome();
        Instant finished = stage.finished();
        if (outcome != null && finished != null && counted.add("stage " + stage.id())) {
            Tags own = Tags.of("stage", stage.id(), "outcome", EnumNames.kebab(outcome));
            time("pctl.stage", own, stage.elapsed(finished));
        }
    }

    private void count(PackageView pkg) {
        Outcome outcome = pkg.outcome();
        Instant finished = pkg.finished();
        if (outcome == null || finished == null || !counted.add(pkg.id() + '#' + pkg.attempt()) || found(pkg)) {
            return;
        }
        InstallMethod method = pkg.method();
        Tags own = Tags.of(
                "package",
                pkg.ref().name(),
                "method",
                method == null ? UNKNOWN : EnumNames.kebab(method),
                "outcome",
                EnumNames.kebab(outcome));
        time("pctl.package", own, pkg.elapsed(finished));
        boolean cacheable = method == InstallMethod.SOURCE || method == InstallMethod.BINARY_CACHE;
        if (cacheable && outcome == Outcome.SUCCEEDED) {
            String result = method == InstallMethod.BINARY_CACHE ? "hit" : "miss";
            registry.counter("pctl.cache.requests", tags.and("result", result)).increment();
        }
        pkg.phases().forEach(phase -> count(phase, finished));
    }

    private void count(PhaseView phase, Instant finished) {
        Outcome outcome = phase.outcome();
        if (outcome != null) {
            Tags own = Tags.of("phase", phase.name(), "outcome", EnumNames.kebab(outcome));
            time("pctl.phase", own, phase.elapsed(finished));
        }
    }

    private static boolean found(PackageView pkg) {
        InstallMethod method = pkg.method();
        return method != null && method.isReused();
    }

    private void time(String name, Tags own, @Nullable Duration length) {
        if (length != null) {
            registry.timer(name, tags.and(own)).record(length);
        }
    }

    private void end(RunView run) {
        ended = true;
        run.stages().forEach(this::count);
        run.packages().stream().filter(p -> p.attempt() > 0).forEach(this::count);
        countFailures(run);
        Instant finished = run.finished();
        Outcome outcome = run.outcome();
        if (finished != null && outcome != null) {
            time("pctl.run", Tags.of("outcome", EnumNames.kebab(outcome)), run.elapsed(finished));
        }
        release();
    }

    /** Counts diagnoses, and failed packages without a diagnosis. */
    private void countFailures(RunView run) {
        Set<String> diagnosed = new HashSet<>();
        for (Diagnosis diagnosis : run.failures()) {
            PackageRef pkg = diagnosis.packageRef();
            diagnosed.add(pkg == null ? "" : pkg.id());
            countFailure(diagnosis.cause());
        }
        run.packages().stream()
                .filter(p -> p.outcome() == Outcome.FAILED && !diagnosed.contains(p.id()))
                .forEach(p -> countFailure(FailureCause.UNKNOWN));
    }

    private void countFailure(FailureCause cause) {
        Tags own = Tags.of("cause", EnumNames.kebab(cause), "fault", cause.system() ? "system" : "build");
        registry.counter("pctl.failures", tags.and(own)).increment();
    }

    /**
     * Removes the meters of a run without an end, and does not time it. After the end of a run this does nothing. A run
     * of {@link dev.pctl.progress.Progress} always ends.
     */
    @Override
    public void close() {
        ended = true;
        release();
    }

    private void release() {
        if (active != null) {
            active.stop();
            active = null;
        }
        if (gauges != null) {
            gauges.close();
            gauges = null;
        }
    }
}
