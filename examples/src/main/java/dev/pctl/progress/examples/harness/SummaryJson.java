package dev.pctl.progress.examples.harness;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.remedy.FailureImpact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the result of a run as one JSON object, without packages that were only planned. */
record SummaryJson(RunView view) {

    void writeTo(JsonGenerator json) throws IOException {
        json.writeStartObject();
        text(json, "dialect", view.log().dialect());
        json.writeArrayFieldStart("packages");
        for (PackageView pkg : view.packages()) {
            if (!pkg.planned()) {
                write(json, pkg);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("failures");
        List<String> kept = names(
                view.packages().stream().filter(PackageView::installedHere).toList());
        boolean waiting = view.packages().stream().anyMatch(SummaryJson::mayWait);
        for (Diagnosis failure : view.failures()) {
            write(json, failure, waiting, kept);
        }
        json.writeEndArray();
        text(json, "outcome", name(view.outcome()));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, PackageView pkg) throws IOException {
        json.writeStartObject();
        text(json, "name", pkg.ref().name());
        text(json, "version", pkg.ref().version());
        text(json, "hash", pkg.ref().hash());
        number(json, "index", pkg.index());
        number(json, "total", pkg.total());
        text(json, "method", name(pkg.method()));
        json.writeArrayFieldStart("phases");
        for (PhaseView phase : pkg.phases()) {
            json.writeString(phase.name());
        }
        json.writeEndArray();
        seconds(json, "seconds", pkg.stated());
        text(json, "outcome", name(pkg.outcome()));
        json.writeEndObject();
    }

    private static boolean mayWait(PackageView pkg) {
        return pkg.planned() || pkg.because() != null || pkg.outcome() == Outcome.SKIPPED;
    }

    /** Writes a failure. Its impact on other packages is looked for only if any are waiting. */
    private void write(JsonGenerator json, Diagnosis failure, boolean waiting, List<String> kept) throws IOException {
        json.writeStartObject();
        writeFields(json, failure);
        Instant now = view.updated() == null ? Instant.EPOCH : view.updated();
        texts(
                json,
                "blocked",
                waiting ? names(FailureImpact.of(view, failure, now).blocked()) : List.of());
        texts(json, "kept", kept);
        json.writeEndObject();
    }

    private static List<String> names(List<PackageView> packages) {
        return packages.stream().map(p -> p.ref().spec()).toList();
    }

    static void texts(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void writeFields(JsonGenerator json, Diagnosis failure) throws IOException {
        text(
                json,
                "package",
                failure.packageRef() == null ? null : failure.packageRef().name());
        text(json, "phase", failure.phase());
        text(json, "cause", name(failure.cause()));
        text(json, "log", failure.log());
        number(json, "line", failure.line());
        text(json, "kind", failure.kind());
        text(json, "subject", failure.subject());
        text(json, "summary", failure.summary());
        text(json, "message", failure.message());
        text(json, "retry", name(failure.retry()));
        json.writeObjectFieldStart("details");
        for (Map.Entry<String, String> detail : new TreeMap<>(failure.details()).entrySet()) {
            text(json, detail.getKey(), detail.getValue());
        }
        json.writeEndObject();
    }

    private static @Nullable String name(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        json.writeFieldName(field);
        json.writeString(value);
    }

    private static void number(JsonGenerator json, String field, @Nullable Integer value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    private static void seconds(JsonGenerator json, String field, @Nullable Duration value) throws IOException {
        json.writeFieldName(field);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(BigDecimal.valueOf(value.toMillis(), 3)
                    .setScale(2, RoundingMode.HALF_UP)
                    .stripTrailingZeros());
        }
    }
}
