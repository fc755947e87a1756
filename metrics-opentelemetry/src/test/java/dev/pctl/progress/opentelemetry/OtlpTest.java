package dev.pctl.progress.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.hook.DeliveryMode;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run's trace as it arrives at a receiver: over HTTP, in the OpenTelemetry protocol. */
@Timeout(60)
class OtlpTest {

    private final Queue<Span> received = new ConcurrentLinkedQueue<>();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/v1/traces", this::take);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
                    .flatMap(r -> r.getScopeSpansList().stream())
                    .flatMap(s -> s.getSpansList().stream())
                    .forEach(received::add);
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void receiverGetsWholeTrace() {
        String address = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces";
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(address).build();
        try (OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                        .build())
                .build()) {
            try (Progress progress = Progress.builder("my image")
                    .listener("traces", DeliveryMode.NEWEST, RunTracer.of(telemetry))
                    .driven()
                    .start()) {
                build(progress, "zlib", Outcome.SUCCEEDED);
                build(progress, "gcc", Outcome.FAILED);
                progress.finish(Outcome.FAILED, "exit status 1");
            }
        }

        Span run = span("BUILD my image");
        assertThat(run.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(run.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attribute(run, "cicd.pipeline.result")).isEqualTo("failure");
        for (String name : List.of("zlib", "gcc")) {
            Span pkg = span(name);
            assertThat(pkg.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(received)
                    .filteredOn(s -> s.getParentSpanId().equals(pkg.getSpanId()))
                    .singleElement()
                    .satisfies(phase -> assertThat(phase.getName()).isEqualTo("build"));
        }
        assertThat(attribute(span("gcc"), "cicd.pipeline.task.run.result")).isEqualTo("failure");
        assertThat(received).hasSize(5).allMatch(s -> s.getTraceId().equals(run.getTraceId()));
    }

    private static void build(Progress progress, String name, Outcome outcome) {
        var pkg = progress.startPackage(PackageRef.of(name, "1.0"));
        pkg.startPhase("build").finish(outcome);
        pkg.finish(outcome);
    }

    private Span span(String name) {
        return received.stream()
                .filter(s -> s.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String attribute(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(a -> a.getKey().equals(key))
                .map(a -> a.getValue().getStringValue())
                .findFirst()
                .orElse("none");
    }
}
