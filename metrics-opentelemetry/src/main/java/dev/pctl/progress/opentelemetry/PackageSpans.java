package dev.pctl.progress.opentelemetry;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates the spans of finished packages and of their phases. */
final class PackageSpans {

    private static final String BUILD = "build";

    private final Tracer tracer;
    private final StageSpans stages;
    private final Set<String> made = new HashSet<>();
    private final Map<String, SpanContext> failed = new HashMap<>();

    PackageSpans(Tracer tracer, StageSpans stages) {
        this.tracer = tracer;
        this.stages = stages;
    }

    /** Creates the spans of an attempt once; a package that was already installed has none. */
    void make(PackageView pkg, RunView run) {
        Outcome outcome = pkg.outcome();
        Instant finished = pkg.finished();
        if (outcome == null || finished == null || found(pkg) || !made.add(runId(pkg))) {
            return;
        }
        Instant started = started(pkg, finished);
        Span span = begin(pkg, started, stages.contextAt(run, started));
        Context context = Context.root().with(span);
        Diagnosis diagnosis = diagnosis(pkg, run);
        pkg.phases().forEach(phase -> phase(pkg, phase, started, finished, diagnosis, context));
        end(span, outcome, diagnosis);
        if (outcome == Outcome.FAILED) {
            failed.put(pkg.id(), span.getSpanContext());
        }
        span.end(SpanTimes.notBefore(started, finished));
    }

    private static boolean found(PackageView pkg) {
        InstallMethod method = pkg.method();
        return method != null && method.isReused();
    }

    private static Instant started(PackageView pkg, Instant finished) {
        Instant started = pkg.started();
        if (started != null) {
            return started;
        }
        Duration stated = pkg.stated();
        return stated == null ? finished : finished.minus(stated);
    }

    private Span begin(PackageView pkg, Instant started, Context parent) {
        PackageRef ref = pkg.ref();
        SpanBuilder builder = tracer.spanBuilder(ref.name())
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(started)
                .setAttribute(SemanticConventions.TASK_NAME, ref.name())
                .setAttribute(SemanticConventions.TASK_TYPE, BUILD)
                .setAttribute(SemanticConventions.TASK_RUN_ID, runId(pkg))
                .setAttribute(SemanticConventions.PACKAGE_NAME, ref.name())
                .setAttribute(SemanticConventions.PACKAGE_ROOT, pkg.root())
                .setAttribute(SemanticConventions.PACKAGE_ATTEMPT, (long) pkg.attempt());
        set(builder, SemanticConventions.PACKAGE_VERSION, ref.version());
        set(builder, SemanticConventions.PACKAGE_HASH, ref.hash());
        set(
                builder,
                SemanticConventions.PACKAGE_METHOD,
                pkg.method() == null ? null : SemanticConventions.word(pkg.method()));
        set(builder, SemanticConventions.STATED_SECONDS, seconds(pkg.stated()));
        link(builder, failed.get(pkg.id()));
        link(builder, pkg.because() == null ? null : failed.get(pkg.because()));
        return builder.startSpan();
    }

    /** Links to the previous attempt, or to the package whose failure is the reason. */
    private static void link(SpanBuilder builder, @Nullable SpanContext other) {
        if (other != null) {
            builder.addLink(other);
        }
    }

    private void phase(
            PackageView pkg,
            PhaseView phase,
            Instant begin,
            Instant end,
            @Nullable Diagnosis diagnosis,
            Context parent) {
        Outcome outcome = phase.outcome();
        Instant started = phase.started();
        if (started == null || outcome == null) {
            return;
        }
        Instant from = SpanTimes.notBefore(begin, started);
        SpanBuilder builder = tracer.spanBuilder(phase.name())
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(from)
                .setAttribute(SemanticConventions.TASK_NAME, phase.name())
                .setAttribute(SemanticConventions.TASK_RUN_ID, runId(pkg) + '/' + phase.name());
        set(builder, SemanticConventions.STATED_SECONDS, seconds(phase.stated()));
        set(
                builder,
                SemanticConventions.STEPS_DONE,
                phase.steps() == null ? null : phase.steps().done());
        Span span = builder.startSpan();
        end(span, outcome, outcome == Outcome.FAILED ? diagnosis : null);
        span.end(SpanTimes.notBefore(from, phase.finished() == null ? end : phase.finished()));
    }

    private static void end(Span span, Outcome outcome, @Nullable Diagnosis diagnosis) {
        FailureCause cause = diagnosis == null ? null : diagnosis.cause();
        span.setAttribute(SemanticConventions.TASK_RESULT, SemanticConventions.result(outcome, cause));
        if (outcome != Outcome.FAILED) {
            return;
        }
        span.setAttribute(SemanticConventions.ERROR_TYPE, SemanticConventions.errorType(cause));
        if (diagnosis == null) {
            span.setStatus(StatusCode.ERROR);
        } else {
            span.setStatus(StatusCode.ERROR, diagnosis.message());
            set(span, SemanticConventions.FAILURE_KIND, diagnosis.kind());
            set(span, SemanticConventions.FAILURE_PHASE, diagnosis.phase());
            set(span, SemanticConventions.FAILURE_LOCATION, diagnosis.location());
        }
    }

    private static @Nullable Diagnosis diagnosis(PackageView pkg, RunView run) {
        for (Diagnosis diagnosis : run.failures()) {
            PackageRef of = diagnosis.packageRef();
            if (of != null && of.id().equals(pkg.id()) && diagnosis.attempt() == pkg.attempt()) {
                return diagnosis;
            }
        }
        return null;
    }

    /** Unique within the run. */
    private static String runId(PackageView pkg) {
        return pkg.id() + '#' + pkg.attempt();
    }

    private static @Nullable Double seconds(@Nullable Duration length) {
        return length == null ? null : Durations.seconds(length);
    }

    private static <T> void set(SpanBuilder builder, AttributeKey<T> key, @Nullable T value) {
        if (value != null) {
            builder.setAttribute(key, value);
        }
    }

    private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }
}
