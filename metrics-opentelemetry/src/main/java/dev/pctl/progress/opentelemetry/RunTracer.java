package dev.pctl.progress.opentelemetry;

import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.FactListener;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Creates a trace of a run: a span for the run, below it a span for each stage, then for each package that was worked
 * on, then for each phase. Names and attributes follow OpenTelemetry's semantic conventions for CI/CD. Times are event
 * times, so a replayed stream gives the same trace.
 *
 * <pre>{@code
 * Progress.builder("my image").listener("traces", DeliveryMode.NEWEST, RunTracer.of(openTelemetry))
 * }</pre>
 *
 * <p>The spans of a package are created when it succeeds. If it fails or is skipped, they are created when the run ends
 * or the package is tried again, because its diagnosis can come late. The end of the run ends all open spans. Memory is
 * bounded by the number of packages. A tracer serves one run, that of its first event, and only one thread at a time may
 * use it.
 */
public final class RunTracer implements EventListener, AutoCloseable {

    private static final String SCOPE = "dev.pctl.progress";
    private static final String ACTION = "BUILD";

    private final Tracer tracer;
    private final Context parent;
    private final Map<String, PackageView> troubled = new LinkedHashMap<>();
    private @Nullable Trace trace;
    private boolean ended;
    private double fullestDisk = -1;
    private long mostMemory = -1;

    private RunTracer(Tracer tracer, Context parent) {
        this.tracer = tracer;
        this.parent = parent;
    }

    /** Creates a tracer for one run, whose span is a child of the current span of the calling thread, if there is one. */
    public static RunTracer of(OpenTelemetry telemetry) {
        return of(telemetry, Context.current());
    }

    /** Creates a tracer for one run, whose span is a child of the span in a context; {@code Context.root()} for none. */
    public static RunTracer of(OpenTelemetry telemetry, Context parent) {
        return new RunTracer(telemetry.getTracer(SCOPE), parent);
    }

    @Override
    public void onEvent(Event event) {
        if (ended) {
            return;
        }
        Trace current = trace;
        if (current == null) {
            current = new Trace(event);
            trace = current;
        }
        if (current.state.apply(event)) {
            new Recorder(current).onEvent(event);
        }
    }

    /** Records the facts of a run that are new. */
    private final class Recorder implements FactListener {

        private final Trace run;

        private Recorder(Trace run) {
            this.run = run;
        }

        @Override
        public void onRunStarted(RunFact.Started fact, Event event) {
            run.describe(fact);
        }

        @Override
        public void onStageStarted(StageFact.Started fact, Event event) {
            run.stages.start(fact, event.time());
        }

        @Override
        public void onStageFinished(StageFact.Finished fact, Event event) {
            run.stages.finish(fact.stage(), fact.outcome(), event.time());
        }

        @Override
        public void onPackageFact(PackageFact fact, Event event) {
            take(run, fact);
        }

        @Override
        public void onAdviceRaised(AdviceFact.Raised fact, Event event) {
            run.advise(fact, event.time());
        }

        @Override
        public void onDiskSampled(SampleFact.Disk fact, Event event) {
            fullestDisk = Math.max(fullestDisk, fact.fullness());
        }

        @Override
        public void onMemorySampled(SampleFact.Memory fact, Event event) {
            mostMemory = Math.max(mostMemory, fact.usedBytes());
        }

        @Override
        public void onRunFinished(RunFact.Finished fact, Event event) {
            end(run);
        }
    }

    private void take(Trace run, PackageFact fact) {
        String id = fact.packageRef().id();
        PackageView earlier = troubled.get(id);
        if (earlier != null && earlier.attempt() < fact.attempt()) {
            troubled.remove(id);
            run.packages.make(earlier, run.state.view());
        }
        if (fact instanceof PackageFact.Finished f) {
            PackageView pkg = run.state.view().packageOf(id);
            if (pkg != null && pkg.attempt() == f.attempt()) {
                finish(run, pkg);
            }
        }
    }

    private void finish(Trace run, PackageView pkg) {
        if (pkg.outcome() == Outcome.SUCCEEDED) {
            run.packages.make(pkg, run.state.view());
        } else {
            troubled.put(pkg.id(), pkg);
        }
    }

    private void end(Trace run) {
        RunView view = run.state.view();
        ended = true;
        for (PackageView pkg : view.packages()) {
            if (pkg.attempt() > 0 && pkg.outcome() != Outcome.SUCCEEDED) {
                troubled.put(pkg.id(), pkg);
            }
        }
        troubled.values().stream().filter(p -> p.outcome() != Outcome.SKIPPED).forEach(p -> run.packages.make(p, view));
        troubled.values().stream().filter(p -> p.outcome() == Outcome.SKIPPED).forEach(p -> run.packages.make(p, view));
        troubled.clear();
        run.end(view);
    }

    /**
     * Ends a run without an end as unfinished, at the time of its last event. After the end of a run this does nothing.
     * A run of {@link dev.pctl.progress.Progress} always ends.
     */
    @Override
    public void close() {
        Trace run = trace;
        if (run != null && !ended) {
            run.abandon();
            end(run);
        }
    }

    /** The spans of the run. */
    private final class Trace {

        private final RunProjection state;
        private final String run;
        private final Instant started;
        private final Span span;
        private final StageSpans stages;
        private final PackageSpans packages;

        Trace(Event first) {
            run = first.run();
            started = first.time();
            state = new RunProjection(run);
            span = tracer.spanBuilder(ACTION)
                    .setParent(parent)
                    .setSpanKind(SpanKind.SERVER)
                    .setStartTimestamp(started)
                    .setAttribute(SemanticConventions.PIPELINE_RUN_ID, run)
                    .setAttribute(SemanticConventions.PIPELINE_ACTION, ACTION)
                    .startSpan();
            stages = new StageSpans(tracer, span);
            packages = new PackageSpans(tracer, stages);
        }

        void describe(RunFact.Started fact) {
            span.updateName(ACTION + ' ' + fact.title());
            span.setAttribute(SemanticConventions.PIPELINE_NAME, fact.title());
            fact.labels().forEach((name, value) -> span.setAttribute(SemanticConventions.label(name), value));
        }

        void advise(AdviceFact.Raised fact, Instant time) {
            Attributes attributes = Attributes.of(
                    SemanticConventions.ADVICE_ID,
                    fact.advice().id(),
                    SemanticConventions.ADVICE_SEVERITY,
                    SemanticConventions.word(fact.advice().severity()),
                    SemanticConventions.ADVICE_SEEN,
                    fact.advice().seen());
            span.addEvent("advice", attributes, time);
        }

        /** Adds the missing end of the run. */
        void abandon() {
            state.end();
        }

        void end(RunView view) {
            Outcome outcome = Objects.requireNonNull(view.outcome());
            Instant finished = Objects.requireNonNull(view.finished());
            stages.finishAll(view);
            Diagnosis decisive = view.failures().isEmpty()
                    ? null
                    : view.failures().get(view.failures().size() - 1);
            FailureCause cause = decisive == null ? null : decisive.cause();
            span.setAttribute(SemanticConventions.PIPELINE_RESULT, SemanticConventions.result(outcome, cause));
            if (outcome == Outcome.FAILED) {
                span.setAttribute(SemanticConventions.ERROR_TYPE, SemanticConventions.errorType(cause));
                span.setStatus(StatusCode.ERROR, decisive == null ? text(view.detail()) : decisive.message());
            }
            count(view);
            span.end(SpanTimes.notBefore(started, finished));
        }

        private void count(RunView view) {
            span.setAttribute(SemanticConventions.CACHE_HITS, installed(view, InstallMethod.BINARY_CACHE));
            span.setAttribute(SemanticConventions.CACHE_MISSES, installed(view, InstallMethod.SOURCE));
            span.setAttribute(
                    SemanticConventions.REUSED,
                    installed(view, InstallMethod.ALREADY_INSTALLED) + installed(view, InstallMethod.EXTERNAL));
            if (fullestDisk >= 0) {
                span.setAttribute(SemanticConventions.DISK_FULLEST, fullestDisk);
            }
            if (mostMemory >= 0) {
                span.setAttribute(SemanticConventions.MEMORY_PEAK, mostMemory);
            }
        }

        private static long installed(RunView view, InstallMethod method) {
            return view.packages().stream()
                    .filter(p -> p.method() == method && p.outcome() == Outcome.SUCCEEDED)
                    .count();
        }

        private static String text(@Nullable String detail) {
            return detail == null ? "" : detail;
        }
    }
}
