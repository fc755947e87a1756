package dev.pctl.progress.opentelemetry;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RunView;
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

/** Makes the spans of packages that have ended, and of their phases. */
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

    /** Makes the spans of an attempt at a package, once; a package that was found and not worked on has none. */
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
        span.end(Times.notBefore(started, finished));
    }

    private static boolean found(PackageView pkg) {
        return pkg.method() == Method.EXTERNAL || pkg.method() == Method.ALREADY_INSTALLED;
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
                .setAttribute(Conventions.TASK_NAME, ref.name())
                .setAttribute(Conventions.TASK_TYPE, BUILD)
                .setAttribute(Conventions.TASK_RUN_ID, runId(pkg))
                .setAttribute(Conventions.PACKAGE_NAME, ref.name())
                .setAttribute(Conventions.PACKAGE_ROOT, pkg.root())
                .setAttribute(Conventions.PACKAGE_ATTEMPT, (long) pkg.attempt());
        set(builder, Conventions.PACKAGE_VERSION, ref.version());
        set(builder, Conventions.PACKAGE_HASH, ref.hash());
        set(builder, Conventions.PACKAGE_METHOD, pkg.method() == null ? null : Conventions.word(pkg.method()));
        set(builder, Conventions.STATED_SECONDS, seconds(pkg.stated()));
        link(builder, failed.get(pkg.id()));
        link(builder, pkg.because() == null ? null : failed.get(pkg.because()));
        return builder.startSpan();
    }

    /** To the attempt before, or to the package whose failure is the reason. */
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
        Instant from = Times.notBefore(begin, started);
        SpanBuilder builder = tracer.spanBuilder(phase.name())
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(from)
                .setAttribute(Conventions.TASK_NAME, phase.name())
                .setAttribute(Conventions.TASK_RUN_ID, runId(pkg) + '/' + phase.name());
        set(builder, Conventions.STATED_SECONDS, seconds(phase.stated()));
        set(
                builder,
                Conventions.STEPS_DONE,
                phase.steps() == null ? null : phase.steps().done());
        Span span = builder.startSpan();
        end(span, outcome, outcome == Outcome.FAILED ? diagnosis : null);
        span.end(Times.notBefore(from, phase.finished() == null ? end : phase.finished()));
    }

    private static void end(Span span, Outcome outcome, @Nullable Diagnosis diagnosis) {
        Cause cause = diagnosis == null ? null : diagnosis.cause();
        span.setAttribute(Conventions.TASK_RESULT, Conventions.result(outcome, cause));
        if (outcome != Outcome.FAILED) {
            return;
        }
        span.setAttribute(Conventions.ERROR_TYPE, Conventions.errorType(cause));
        if (diagnosis == null) {
            span.setStatus(StatusCode.ERROR);
        } else {
            span.setStatus(StatusCode.ERROR, diagnosis.message());
            set(span, Conventions.FAILURE_KIND, diagnosis.kind());
            set(span, Conventions.FAILURE_PHASE, diagnosis.phase());
            set(span, Conventions.FAILURE_LOCATION, diagnosis.location());
        }
    }

    private static @Nullable Diagnosis diagnosis(PackageView pkg, RunView run) {
        for (Diagnosis diagnosis : run.failures()) {
            PackageRef of = diagnosis.pkg();
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
        return length == null ? null : length.toNanos() / 1e9;
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
