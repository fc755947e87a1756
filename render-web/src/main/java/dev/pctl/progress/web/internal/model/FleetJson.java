package dev.pctl.progress.web.internal.model;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.fleet.FleetMachine;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetTotals;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.util.List;

/** The runs of a fleet as JSON, a row each. All times of a row are by the clock of its run. */
final class FleetJson {

    /** Packages, labels and workers that a row names; the page of the run has all. */
    private static final int MOST = 4;

    private FleetJson() {}

    static String totals(FleetTotals totals) {
        return Json.object(json -> json.field("runs", totals.runs())
                .field("active", totals.active())
                .field("failed", totals.failed())
                .field("succeeded", totals.succeeded())
                .field("silent", totals.silent())
                .field("packages", totals.packages())
                .field("installed", totals.packagesInstalled()));
    }

    /**
     * Returns the row of a run.
     *
     * @param key names the run in addresses
     */
    static String row(String key, FleetRun run) {
        RunView view = run.view();
        return Json.object(json -> {
            json.field("key", key)
                    .field("run", view.run())
                    .field("title", view.title())
                    .field("attention", run.attention())
                    .field("outcome", view.outcome())
                    .field("detail", view.detail())
                    .field("fraction", view.fraction())
                    .field("started", view.started())
                    .field("finished", view.finished())
                    .field("done", view.count(Outcome.SUCCEEDED))
                    .field("packages", FleetTotals.packages(view));
            json.object("labels", f -> labels(view, f));
            Forecast remaining = view.forecast().remaining();
            if (remaining != null) {
                json.field("p50", remaining.p50())
                        .field("remainingAt", view.forecast().remainingAt());
            }
            List<PackageView> active = view.active();
            json.field("active", active.size());
            json.strings(
                    "activities",
                    active.stream().limit(MOST).map(FleetJson::activity).toList());
            reasons(run, json);
        });
    }

    private static void labels(RunView view, Json json) throws IOException {
        for (String name : view.labels().keySet().stream().sorted().limit(MOST).toList()) {
            json.field(name, view.labels().get(name));
        }
    }

    private static String activity(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        return pkg.ref().name() + (phase == null ? "" : " " + phase.name());
    }

    private static void reasons(FleetRun run, Json json) throws IOException {
        RunView view = run.view();
        List<Diagnosis> failures = view.failures();
        json.field("failures", failures.size());
        if (!failures.isEmpty()) {
            Diagnosis first = failures.get(0);
            json.field(
                    "failed",
                    first.packageRef() == null ? null : first.packageRef().spec());
            json.field("why", first.summary() == null ? first.message() : first.summary());
            json.strings("remedies", first.remedies());
        }
        QuestionView question = view.advice().questions().stream().findFirst().orElse(null);
        json.field("question", question == null ? null : question.question().text());
        Advice worst = view.advice().raised().stream()
                .reduce((one, other) -> other.severity().compareTo(one.severity()) > 0 ? other : one)
                .orElse(null);
        json.field("advice", worst == null ? null : worst.seen());
        FleetMachine silent = run.silent();
        json.field("silent", silent == null ? null : silent.machine().worker());
        json.field("silentSince", silent == null ? null : silent.silentSince());
        json.field("workers", run.machines().size());
        json.strings(
                "clocks",
                run.machines().stream()
                        .filter(m -> !m.clockOffset().isZero())
                        .limit(MOST)
                        .map(m -> m.machine().worker() + ' ' + m.clockOffset().toSeconds() + " s")
                        .toList());
    }
}
