package dev.pctl.progress.examples.provision;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lays out the status page: a function of the view and the time. */
final class PageLayout {

    private static final int OUTPUT_LINES = 12;
    private static final double GB = 1L << 30;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String STYLE = style();

    private final RunView view;
    private final Instant now;
    private final Html html = new Html();

    PageLayout(RunView view, Instant now) {
        this.view = view;
        this.now = now;
    }

    private static String style() {
        try (InputStream in = PageLayout.class.getResourceAsStream("/provision/status.css")) {
            return new String(Objects.requireNonNull(in, "status.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String page() {
        String state = StatusPage.word(view.outcome());
        html.markup("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .markup("<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .markup(view.outcome() == null ? "<meta http-equiv=\"refresh\" content=\"2\">" : "")
                .element("title", "", percent(view.fraction()) + " " + view.title())
                .markup("<style>" + STYLE + "</style></head>")
                .open("body", state)
                .open("main", "");
        head(state);
        advice();
        view.failures().forEach(this::failure);
        stages();
        packages();
        disks();
        output();
        html.markup("<footer>").text("As of " + CLOCK.format(now)).markup("</footer></main></body></html>\n");
        return html.toString();
    }

    private void head(String state) {
        html.open("header", "")
                .open("div", "title")
                .element("h1", "", view.title())
                .element("span", "badge", state)
                .close("div")
                .bar("whole", view.fraction())
                .open("div", "figures")
                .element("strong", "", percent(view.fraction()))
                .element("span", "", elapsed());
        String detail = view.detail();
        if (detail != null) {
            html.element("span", "", detail);
        }
        html.close("div").close("header");
    }

    private String elapsed() {
        Duration elapsed = view.elapsed(now);
        Forecast remaining = view.forecast().remaining(now);
        String text = elapsed == null ? "" : length(elapsed) + (view.outcome() == null ? " elapsed" : "");
        return remaining == null
                ? text
                : text + ", " + length(remaining.p10()) + " to " + length(remaining.p90()) + " remaining";
    }

    private void advice() {
        for (Advice a : view.advice().raised()) {
            html.open("section", "advice " + a.severity().name().toLowerCase(Locale.ROOT))
                    .element("h2", "", a.seen());
            String why = a.why();
            if (why != null) {
                html.element("p", "", why);
            }
            list(a.remedies());
            html.close("section");
        }
    }

    private void failure(Diagnosis failure) {
        String what =
                failure.packageRef() == null ? "A step" : failure.packageRef().spec();
        String phase = failure.phase() == null ? "" : " in phase " + failure.phase();
        html.open("section", "failure").element("h2", "", what + " failed" + phase);
        String summary = failure.summary();
        if (summary != null) {
            html.element("p", "", summary);
        }
        html.element("pre", "", failure.excerpt().isEmpty() ? failure.message() : String.join("\n", failure.excerpt()));
        list(failure.remedies());
        html.close("section");
    }

    private void list(List<String> items) {
        if (!items.isEmpty()) {
            html.open("ol", "");
            items.forEach(i -> html.element("li", "", i));
            html.close("ol");
        }
    }

    private void stages() {
        if (view.stages().isEmpty()) {
            return;
        }
        html.open("section", "").element("h2", "", "Steps").open("ol", "steps");
        for (StageView stage : view.stages()) {
            Duration took = stage.elapsed(now);
            html.open("li", StatusPage.word(stage.outcome()))
                    .element("b", "", stage.title())
                    .element("span", "", took == null ? "" : length(took))
                    .close("li");
        }
        html.close("ol").close("section");
    }

    private void packages() {
        if (view.packages().isEmpty()) {
            return;
        }
        html.open("section", "").element("h2", "", "Software").open("table", "");
        for (PackageView p : view.packages()) {
            String state = p.planned() ? "planned" : StatusPage.word(p.outcome());
            html.open("tr", state)
                    .element("td", "mark", mark(state))
                    .element("td", "", p.ref().name())
                    .element("td", "faint", Objects.requireNonNullElse(p.ref().version(), ""))
                    .element("td", "faint", p.method() == InstallMethod.SOURCE ? "built here" : "")
                    .open("td", "doing");
            doing(p);
            html.close("td").element("td", "time", took(p)).close("tr");
        }
        html.close("table").close("section");
    }

    private void doing(PackageView p) {
        PhaseView phase = p.currentPhase();
        if (phase == null) {
            html.text(p.active() && p.activity() != null ? p.activity().name().toLowerCase(Locale.ROOT) : "");
            return;
        }
        html.text(phase.name());
        PhaseView.Steps steps = phase.steps();
        Double share = steps == null ? null : steps.fraction();
        if (steps != null && share != null) {
            html.bar("small", share).element("span", "faint", steps.done() + " of " + steps.total());
        }
    }

    private String took(PackageView p) {
        Duration took = p.elapsed(now);
        return took == null || p.planned() ? "" : length(took);
    }

    private static String mark(String state) {
        return switch (state) {
            case "succeeded" -> "✓";
            case "failed" -> "✗";
            case "running" -> "●";
            default -> "○";
        };
    }

    private void disks() {
        if (view.machine().disks().isEmpty()) {
            return;
        }
        html.open("section", "").element("h2", "", "Disk");
        for (SampleFact.Disk disk : view.machine().disks()) {
            html.open("div", "disk")
                    .element("code", "", disk.path())
                    .bar(disk.fullness() > 0.9 ? "full" : "", disk.fullness())
                    .element(
                            "span",
                            "faint",
                            String.format(
                                    Locale.ROOT, "%.1f of %.0f GB used", disk.usedBytes() / GB, disk.totalBytes() / GB))
                    .close("div");
        }
        html.close("section");
    }

    private void output() {
        List<String> lines = view.log().output();
        if (!lines.isEmpty()) {
            html.open("section", "")
                    .element("h2", "", "Output")
                    .element(
                            "pre",
                            "output",
                            String.join("\n", lines.subList(Math.max(0, lines.size() - OUTPUT_LINES), lines.size())))
                    .close("section");
        }
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String length(@Nullable Duration length) {
        if (length == null) {
            return "";
        }
        long seconds = length.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
        }
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
}
