package dev.pctl.progress.opentelemetry;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The spans of the stages of a run. */
final class StageSpans {

    private final Tracer tracer;
    private final Span run;
    private final Map<String, Span> spans = new HashMap<>();
    private final Map<String, Instant> starts = new HashMap<>();
    private final Set<String> ended = new HashSet<>();

    StageSpans(Tracer tracer, Span run) {
        this.tracer = tracer;
        this.run = run;
    }

    void start(StageFact.Started fact, Instant time) {
        if (spans.containsKey(fact.stage())) {
            return;
        }
        starts.put(fact.stage(), time);
        spans.put(
                fact.stage(),
                tracer.spanBuilder(fact.title())
                        .setParent(runContext())
                        .setSpanKind(SpanKind.INTERNAL)
                        .setStartTimestamp(time)
                        .setAttribute(SemanticConventions.TASK_NAME, fact.title())
                        .setAttribute(SemanticConventions.TASK_RUN_ID, "stage/" + fact.stage())
                        .startSpan());
    }

    void finish(String stage, Outcome outcome, Instant time) {
        Span span = spans.get(stage);
        if (span == null || !ended.add(stage)) {
            return;
        }
        span.setAttribute(SemanticConventions.TASK_RESULT, SemanticConventions.result(outcome, null));
        if (outcome == Outcome.FAILED) {
            span.setAttribute(SemanticConventions.ERROR_TYPE, SemanticConventions.OTHER_ERROR);
            span.setStatus(StatusCode.ERROR);
        }
        span.end(SpanTimes.notBefore(starts.get(stage), time));
    }

    /** Ends the open spans with the outcomes of the finished run. */
    void finishAll(RunView view) {
        for (StageView stage : view.stages()) {
            finish(stage.id(), Objects.requireNonNull(stage.outcome()), Objects.requireNonNull(stage.finished()));
        }
    }

    /** Returns the span of the newest stage that was active at a time, or that of the run. */
    Context contextAt(RunView view, Instant time) {
        Span parent = run;
        for (StageView stage : view.stages()) {
            Span span = spans.get(stage.id());
            if (span != null && goesOn(stage, time)) {
                parent = span;
            }
        }
        return Context.root().with(parent);
    }

    private static boolean goesOn(StageView stage, Instant time) {
        Instant started = stage.started();
        @Nullable Instant finished = stage.finished();
        return started != null && !time.isBefore(started) && (finished == null || !time.isAfter(finished));
    }

    private Context runContext() {
        return Context.root().with(run);
    }
}
