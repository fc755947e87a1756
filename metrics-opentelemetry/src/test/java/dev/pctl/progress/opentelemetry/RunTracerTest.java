package dev.pctl.progress.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunTracerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef ZLIB = new PackageRef("zlib", "1.3", "23njwcmmq3rzan6pdlhy4o32izhlht3c");
    private static final PackageRef GCC = PackageRef.of("gcc", "13.2.0");
    private static final PackageRef HDF5 = PackageRef.of("hdf5", "1.14");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final RunTracer tracer = RunTracer.of(telemetry);
    private final List<Event> events = new ArrayList<>();

    @AfterEach
    void close() {
        telemetry.close();
    }

    @Test
    void nestsPhasesInPackagesInStagesInRun() {
        at(0, new RunFact.Started("my image", Map.of("instance", "c6a.4xlarge", "vcs.ref.head.name", "main")));
        at(1, new StageFact.Started("install", "Installing software", 1, 1));
        build(10, ZLIB);
        at(50, new StageFact.Finished("install", Outcome.SUCCEEDED));
        build(60, GCC);
        at(100, new RunFact.Finished(Outcome.SUCCEEDED, null));

        SpanData run = span("BUILD my image");
        assertThat(run.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(run.getParentSpanContext().isValid()).isFalse();
        assertTimes(run, 0, 100);
        assertThat(text(run, "cicd.pipeline.name")).isEqualTo("my image");
        assertThat(text(run, "cicd.pipeline.run.id")).isEqualTo("run");
        assertThat(text(run, "cicd.pipeline.action.name")).isEqualTo("BUILD");
        assertThat(text(run, "cicd.pipeline.result")).isEqualTo("success");
        assertThat(text(run, "pctl.label.instance")).isEqualTo("c6a.4xlarge");
        assertThat(text(run, "vcs.ref.head.name")).isEqualTo("main");

        SpanData stage = span("Installing software");
        assertParent(stage, run);
        assertTimes(stage, 1, 50);

        SpanData zlib = span("zlib");
        assertParent(zlib, stage);
        assertTimes(zlib, 10, 30);
        assertThat(zlib.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(text(zlib, "cicd.pipeline.task.name")).isEqualTo("zlib");
        assertThat(text(zlib, "cicd.pipeline.task.type")).isEqualTo("build");
        assertThat(text(zlib, "cicd.pipeline.task.run.id")).isEqualTo("zlib/23njwcm#1");
        assertThat(text(zlib, "cicd.pipeline.task.run.result")).isEqualTo("success");
        assertThat(text(zlib, "pctl.package.version")).isEqualTo("1.3");
        assertThat(text(zlib, "pctl.package.method")).isEqualTo("source");
        assertParent(span("gcc"), run);

        SpanData configure = child(zlib, "configure");
        assertTimes(configure, 12, 20);
        assertThat(text(configure, "cicd.pipeline.task.run.id")).isEqualTo("zlib/23njwcm#1/configure");
        assertTimes(child(zlib, "build"), 20, 30);
        assertThat(spans()).allMatch(s -> s.getTraceId().equals(run.getTraceId()));
        assertThat(spans()).allMatch(s -> s.getStatus().getStatusCode() == StatusCode.UNSET);
        assertThat(spans()).hasSize(8);
    }

    @Test
    void failureHasDiagnosisAndSkippedPackagesLinkToIt() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.Started(ZLIB, 1, 1, 2));
        at(2, new PhaseFact.Started(ZLIB, 1, "build"));
        at(5, finished(ZLIB, Outcome.FAILED, null));
        at(6, finished(HDF5, Outcome.SKIPPED, ZLIB.id()));
        at(7, diagnosed(ZLIB, 1, FailureCause.COMPILE, "error: no such file"));
        at(9, new RunFact.Finished(Outcome.FAILED, "exit status 1"));

        SpanData zlib = span("zlib");
        assertThat(zlib.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(zlib.getStatus().getDescription()).isEqualTo("error: no such file");
        assertThat(text(zlib, "error.type")).isEqualTo("compile");
        assertThat(text(zlib, "cicd.pipeline.task.run.result")).isEqualTo("failure");
        assertThat(text(zlib, "pctl.failure.location")).isEqualTo("build.log:41");
        assertTimes(zlib, 1, 5);
        assertThat(child(zlib, "build").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);

        SpanData hdf5 = span("hdf5");
        assertThat(text(hdf5, "cicd.pipeline.task.run.result")).isEqualTo("skip");
        assertThat(hdf5.getLinks()).extracting(LinkData::getSpanContext).containsExactly(zlib.getSpanContext());

        SpanData run = span("BUILD my image");
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(text(run, "cicd.pipeline.result")).isEqualTo("failure");
        assertThat(text(run, "error.type")).isEqualTo("compile");
    }

    @Test
    void mapsSystemFaultToErrorAndTimeoutToTimeout() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.Started(ZLIB, 1, null, null));
        at(2, finished(ZLIB, Outcome.FAILED, null));
        at(2, diagnosed(ZLIB, 1, FailureCause.DISK_FULL, "No space left on device"));
        at(3, new PackageFact.Started(GCC, 1, null, null));
        at(4, finished(GCC, Outcome.FAILED, null));
        at(4, diagnosed(GCC, 1, FailureCause.TIMEOUT, "took too long"));
        at(5, new PackageFact.Started(HDF5, 1, null, null));
        at(6, finished(HDF5, Outcome.FAILED, null));
        at(7, new RunFact.Finished(Outcome.CANCELLED, null));
        assertThat(text(span("zlib"), "cicd.pipeline.task.run.result")).isEqualTo("error");
        assertThat(text(span("zlib"), "error.type")).isEqualTo("disk-full");
        assertThat(text(span("gcc"), "cicd.pipeline.task.run.result")).isEqualTo("timeout");
        assertThat(text(span("hdf5"), "error.type")).isEqualTo("_OTHER");
        assertThat(text(span("BUILD my image"), "cicd.pipeline.result")).isEqualTo("cancellation");
        assertThat(text(span("BUILD my image"), "error.type")).isNull();
    }

    @Test
    void newAttemptLinksToPreviousOne() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.Started(ZLIB, 1, null, null));
        at(2, diagnosed(ZLIB, 1, FailureCause.FETCH, "no route"));
        at(3, finished(ZLIB, Outcome.FAILED, null));
        at(4, new PackageFact.Started(ZLIB, 2, null, null));
        at(9, PackageFact.Finished.builder(ZLIB, Outcome.SUCCEEDED).attempt(2).build());
        at(10, new RunFact.Finished(Outcome.SUCCEEDED, null));
        List<SpanData> tries =
                spans().stream().filter(s -> s.getName().equals("zlib")).toList();
        assertThat(tries).hasSize(2);
        assertThat(text(tries.get(0), "error.type")).isEqualTo("fetch");
        assertTimes(tries.get(1), 4, 9);
        assertThat(tries.get(1).getLinks())
                .extracting(LinkData::getSpanContext)
                .containsExactly(tries.get(0).getSpanContext());
    }

    @Test
    void endOfRunEndsOpenSpans() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new StageFact.Started("install", "Installing", 1, 1));
        at(2, new PackageFact.Started(ZLIB, 1, null, null));
        at(3, new PhaseFact.Started(ZLIB, 1, "build"));
        at(10, new RunFact.Finished(Outcome.UNFINISHED, null));
        assertThat(spans()).hasSize(4);
        assertTimes(span("BUILD my image"), 0, 10);
        assertTimes(span("Installing"), 1, 10);
        assertTimes(span("zlib"), 2, 10);
        assertTimes(span("build"), 3, 10);
        assertThat(text(span("zlib"), "cicd.pipeline.task.run.result")).isEqualTo("unfinished");
        assertThat(text(span("BUILD my image"), "cicd.pipeline.result")).isEqualTo("unfinished");
    }

    @Test
    void closeEndsTruncatedRunAtLastEvent() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(2, new PackageFact.Started(ZLIB, 1, null, null));
        at(7, new RunFact.Heartbeat());
        tracer.close();
        tracer.close();
        at(9, new PackageFact.Started(GCC, 1, null, null));
        assertThat(spans()).hasSize(2);
        assertTimes(span("BUILD my image"), 0, 7);
        assertTimes(span("zlib"), 2, 7);
    }

    @Test
    void replayGivesSameTrace() throws IOException {
        nestsPhasesInPackagesInStagesInRun();
        List<String> original = described(spans());
        exporter.reset();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(stream)) {
            for (Event event : events) {
                writer.onEvent(event);
            }
        }
        RunTracer again = RunTracer.of(telemetry);
        try (EventReader reader = new EventReader(new ByteArrayInputStream(stream.toByteArray()), w -> {})) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                again.onEvent(event);
                again.onEvent(event);
            }
        }
        assertThat(described(spans())).isEqualTo(original);
    }

    /** Everything of a span but its random ids. */
    private static List<String> described(List<SpanData> spans) {
        return spans.stream()
                .map(s -> s.getName()
                        + s.getKind()
                        + s.getStartEpochNanos()
                        + s.getEndEpochNanos()
                        + s.getAttributes()
                        + s.getStatus()
                        + name(spans, s.getParentSpanId()))
                .toList();
    }

    private static String name(List<SpanData> spans, String id) {
        return spans.stream()
                .filter(s -> s.getSpanId().equals(id))
                .map(SpanData::getName)
                .findFirst()
                .orElse("none");
    }

    @Test
    void runIsChildOfCurrentSpan() {
        Span host = telemetry.getTracer("host").spanBuilder("provision").startSpan();
        RunTracer within = RunTracer.of(telemetry, Context.root().with(host));
        within.onEvent(new Event("run", "main", 1, START, new RunFact.Started("my image", Map.of())));
        within.close();
        host.end();
        assertParent(span("BUILD my image"), span("provision"));
    }

    @Test
    void runHasAttributesOfCachePeaksAndWarnings() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.BINARY_CACHE));
        at(2, finished(ZLIB, Outcome.SUCCEEDED, null));
        at(2, new PackageFact.MethodKnown(GCC, 1, InstallMethod.EXTERNAL));
        at(2, finished(GCC, Outcome.SUCCEEDED, null));
        at(3, new SampleFact.Disk("/", 80, 100, 20));
        at(4, new SampleFact.Disk("/", 60, 100, 40));
        at(4, new SampleFact.Memory(7, 16));
        at(5, new AdviceFact.Raised(new Advice("disk-low", Advice.Severity.WARNING, "80% full", null, List.of())));
        at(6, new RunFact.Finished(Outcome.SUCCEEDED, null));
        SpanData run = span("BUILD my image");
        assertThat(run.getAttributes().get(SemanticConventions.CACHE_HITS)).isEqualTo(1);
        assertThat(run.getAttributes().get(SemanticConventions.REUSED)).isEqualTo(1);
        assertThat(run.getAttributes().get(SemanticConventions.DISK_FULLEST)).isEqualTo(0.8);
        assertThat(run.getAttributes().get(SemanticConventions.MEMORY_PEAK)).isEqualTo(7);
        assertThat(run.getEvents()).singleElement().satisfies(e -> {
            assertThat(e.getName()).isEqualTo("advice");
            assertThat(e.getAttributes().get(SemanticConventions.ADVICE_ID)).isEqualTo("disk-low");
        });
        assertThat(spans()).extracting(SpanData::getName).doesNotContain("gcc");
    }

    @Test
    void spansNeverEndBeforeTheyStart() {
        at(100, new RunFact.Started("my image", Map.of()));
        at(90, new PackageFact.Started(ZLIB, 1, null, null));
        at(95, new PhaseFact.Started(ZLIB, 1, "build"));
        at(80, finished(ZLIB, Outcome.SUCCEEDED, null));
        at(50, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(spans()).hasSize(3).allMatch(s -> s.getEndEpochNanos() >= s.getStartEpochNanos());
    }

    @Test
    void leavesNoSpanOpenAfterManyPackages() {
        at(0, new RunFact.Started("my image", Map.of()));
        for (int i = 0; i < 500; i++) {
            build(i, PackageRef.of("p" + i, "1"));
        }
        at(1000, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(spans()).hasSize(1 + 3 * 500);
    }

    private void build(long second, PackageRef pkg) {
        at(second, new PackageFact.Started(pkg, 1, null, null));
        at(second, new PackageFact.MethodKnown(pkg, 1, InstallMethod.SOURCE));
        at(second + 2, new PhaseFact.Started(pkg, 1, "configure"));
        at(second + 10, new PhaseFact.Started(pkg, 1, "build"));
        at(second + 20, finished(pkg, Outcome.SUCCEEDED, null));
    }

    private static Fact finished(PackageRef pkg, Outcome outcome, String because) {
        return PackageFact.Finished.builder(pkg, outcome).because(because).build();
    }

    private static Fact diagnosed(PackageRef pkg, int attempt, FailureCause cause, String message) {
        return new FailureFact.Diagnosed(Diagnosis.builder(cause, message)
                .packageRef(pkg)
                .attempt(attempt)
                .phase("build")
                .log("build.log")
                .line(41)
                .build());
    }

    private void at(long second, Fact fact) {
        Event event = new Event("run", "main", events.size() + 1L, START.plusSeconds(second), fact);
        events.add(event);
        tracer.onEvent(event);
    }

    private List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    private SpanData span(String name) {
        List<SpanData> found =
                spans().stream().filter(s -> s.getName().equals(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private SpanData child(SpanData parent, String name) {
        return spans().stream()
                .filter(s -> s.getName().equals(name) && s.getParentSpanId().equals(parent.getSpanId()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(stringKey(key));
    }

    private static void assertParent(SpanData child, SpanData parent) {
        assertThat(child.getParentSpanContext()).isEqualTo(parent.getSpanContext());
    }

    private static void assertTimes(SpanData span, long from, long to) {
        assertThat(span.getStartEpochNanos()).isEqualTo(nanos(from));
        assertThat(span.getEndEpochNanos()).isEqualTo(nanos(to));
    }

    private static long nanos(long second) {
        return TimeUnit.SECONDS.toNanos(START.plusSeconds(second).getEpochSecond());
    }
}
