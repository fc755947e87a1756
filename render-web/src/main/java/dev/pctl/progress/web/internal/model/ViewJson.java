package dev.pctl.progress.web.internal.model;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.remedy.FailureImpact;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RunReview;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns a view into the JSON sections of the page. The only class of the page that reads a view of a run. */
public final class ViewJson {

    /** The longest line of a log that is sent with a section. Command lines of linkers reach 100 kB. */
    private static final int LONGEST_LINE = 2_000;

    /** Lines of output that a section carries. The page asks for the others. */
    private static final int NEWEST_LINES = 40;

    /** Packages that a failure names. Of the others, it gives the number. */
    private static final int MOST_NAMES = 200;

    private ViewJson() {}

    /** Returns what identifies a package on the page. */
    public static String key(PackageView pkg) {
        return pkg.worker() + '|' + pkg.id();
    }

    /** Returns the packages of a run. */
    public static List<PackageView> packages(RunView view) {
        return view.packages();
    }

    /** Returns the files that the run named as logs. */
    public static Set<String> logs(RunView view) {
        Set<String> logs = new LinkedHashSet<>();
        view.packages().stream().map(PackageView::log).filter(Objects::nonNull).forEach(logs::add);
        view.failures().stream().map(Diagnosis::log).filter(Objects::nonNull).forEach(logs::add);
        return logs;
    }

    /** Returns the newest output of the run. */
    public static List<String> output(RunView view) {
        return view.log().output();
    }

    /** Returns the package with that key, or null. */
    public static @Nullable PackageView find(RunView view, String key) {
        return view.packages().stream()
                .filter(p -> key(p).equals(key))
                .findFirst()
                .orElse(null);
    }

    /** Returns the advice with that id if it has a question, or null. */
    public static @Nullable Question question(RunView view, String id) {
        Advice advice = view.advice().raised(id);
        return advice == null ? null : advice.question();
    }

    /** Returns the newest reading of each curve, by the curve's name. */
    static Map<String, Reading> readings(RunView view) {
        Map<String, Reading> readings = new LinkedHashMap<>();
        for (MachineView machine : view.machines()) {
            for (SampleFact.Disk disk : machine.disks()) {
                add(readings, machine, "disk|" + disk.path(), disk, (double) disk.usedBytes());
            }
            SampleFact.Memory memory = machine.memory();
            if (memory != null) {
                add(readings, machine, "memory", memory, (double) memory.usedBytes());
            }
            SampleFact.Cpu cpu = machine.cpu();
            if (cpu != null && cpu.utilization() != null) {
                add(readings, machine, "cpu", cpu, cpu.utilization());
            }
            SampleFact.Network network = machine.network();
            if (network != null) {
                add(readings, machine, "received", network, network.receivedPerSecond());
                add(readings, machine, "sent", network, network.sentPerSecond());
            }
        }
        return readings;
    }

    private static void add(
            Map<String, Reading> readings, MachineView machine, String name, SampleFact sample, double value) {
        Instant time = machine.sampledAt(sample);
        if (time != null) {
            readings.put(machine.worker() + '|' + name, new Reading(time.toEpochMilli(), value));
        }
    }

    /** A reading of a curve. */
    record Reading(long time, double value) {}

    /** Returns the sections that are cheap to make, by name. */
    static Map<String, String> sections(RunView view, Predicate<String> answerable) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("run", Json.object(json -> run(json, view)));
        sections.put(
                "stages",
                list(json -> json.array(
                        "items",
                        view.stages(),
                        (j, s) -> j.value(f -> f.field("id", s.id())
                                .field("title", s.title())
                                .field("index", s.index())
                                .field("total", s.total())
                                .field("started", s.started())
                                .field("finished", s.finished())
                                .field("outcome", s.outcome())))));
        sections.put(
                "roots",
                list(json -> json.array(
                        "items",
                        view.roots(),
                        (j, r) -> j.value(f -> f.field("spec", r.spec())
                                .field("index", r.index())
                                .field("total", r.total())
                                .field("started", r.started())
                                .field("finished", r.finished())
                                .field("outcome", r.outcome())))));
        sections.put("machines", list(json -> json.array("items", view.machines(), (j, m) -> machine(j, view, m))));
        sections.put("outlook", Json.object(json -> outlook(json, view)));
        sections.put(
                "advice",
                list(json -> json.array(
                        "items", view.advice().raised(), (j, a) -> advice(j, view, a, answerable.test(a.id())))));
        sections.put(
                "output", list(json -> json.strings("items", newest(view.log().output()))));
        return sections;
    }

    /** Returns the sections that read all packages. They change only when a package or a failure does. */
    static Map<String, String> derived(RunView view, Instant now) {
        return Map.of(
                "failures", list(json -> json.array("items", view.failures(), (j, f) -> failure(j, view, f, now))),
                "review", Json.object(json -> review(json, RunReview.of(view, now), view)));
    }

    /** Returns whether the sections that read all packages need to be made again. */
    static boolean sameFailures(RunView one, RunView other) {
        return one.failures().equals(other.failures()) && Objects.equals(one.outcome(), other.outcome());
    }

    private static String list(Json.Value value) {
        return Json.object(value);
    }

    private static void run(Json json, RunView view) throws IOException {
        json.field("id", view.run())
                .field("title", view.title())
                .field("started", view.started())
                .field("updated", view.updated())
                .field("finished", view.finished())
                .field("outcome", view.outcome())
                .field("detail", view.detail())
                .field("fraction", (Number) view.fraction())
                .field("known", isShareKnown(view))
                .field("stated", view.status())
                .field("statedFraction", view.statusFraction())
                .field("dialect", view.log().dialect())
                .field("gaps", view.log().gaps());
        Forecast remaining = view.forecast().remaining();
        if (remaining != null) {
            json.object("remaining", f -> {
                forecast(f, remaining);
                f.field("at", view.forecast().remainingAt());
            });
        }
        json.array(
                "prices",
                view.prices(),
                (j, p) -> j.value(f -> f.field("worker", p.worker())
                        .field("perHour", p.price().perHour())
                        .field("currency", p.price().currency())
                        .field("since", p.since())));
        json.object("labels", f -> {
            for (Map.Entry<String, String> label : new java.util.TreeMap<>(view.labels()).entrySet()) {
                f.field(label.getKey(), label.getValue());
            }
        });
    }

    /** A percentage is shown only if something says how much there is to do. */
    private static boolean isShareKnown(RunView view) {
        return view.fraction() > 0
                || view.forecast().remaining() != null
                || view.statusFraction() != null
                || view.roots().stream().anyMatch(r -> r.total() != null)
                || view.packages().stream().anyMatch(p -> p.total() != null);
    }

    private static void forecast(Json json, Forecast forecast) throws IOException {
        json.field("p10", forecast.p10())
                .field("p50", forecast.p50())
                .field("p90", forecast.p90())
                .field("basis", forecast.basis())
                .field("samples", (Number) forecast.samples());
    }

    private static void forecast(Json json, String name, @Nullable Forecast forecast) throws IOException {
        if (forecast != null) {
            json.object(name, f -> forecast(f, forecast));
        }
    }

    private static void bytes(Json json, String name, @Nullable ByteInterval bytes) throws IOException {
        if (bytes != null) {
            json.object(
                    name,
                    f -> f.field("low", (Number) bytes.low())
                            .field("likely", (Number) bytes.likely())
                            .field("high", (Number) bytes.high()));
        }
    }

    // ---- packages

    /** Returns a package as JSON. */
    static String pkg(PackageView pkg, String key, int place) {
        return Json.object(json -> {
            json.field("key", key)
                    .field("place", (Number) place)
                    .field("id", pkg.id())
                    .field("worker", pkg.worker())
                    .field("name", pkg.ref().name())
                    .field("version", pkg.ref().version())
                    .field("hash", pkg.ref().hash())
                    .field("root", pkg.root())
                    .field("attempt", (Number) pkg.attempt())
                    .field("index", pkg.index())
                    .field("total", pkg.total())
                    .field("method", pkg.method());
            progress(json, pkg);
            forecasts(json, pkg);
            json.field("log", pkg.log()).field("because", pkg.because()).strings("needs", pkg.dependencies());
            if (!pkg.output().isEmpty()) {
                json.field("line", shortened(pkg.output().get(pkg.output().size() - 1)));
            }
        });
    }

    private static void progress(Json json, PackageView pkg) throws IOException {
        json.field("started", pkg.started())
                .field("finished", pkg.finished())
                .field("outcome", pkg.outcome())
                .field("stated", pkg.stated())
                .field("activity", pkg.activity())
                .field("activityDetail", pkg.activityDetail())
                .array("phases", pkg.phases(), (j, p) -> j.value(f -> phase(f, p)));
        PackageView.Pace pace = pkg.pace();
        if (pace != null) {
            json.object(
                    "pace",
                    f -> f.field("reached", (Number) pace.reached())
                            .field("since", pace.since())
                            .field("end", pace.expectedEnd()));
        }
    }

    private static void phase(Json json, PhaseView phase) throws IOException {
        json.field("name", phase.name())
                .field("started", phase.started())
                .field("finished", phase.finished())
                .field("outcome", phase.outcome())
                .field("stated", phase.stated());
        PhaseView.Steps steps = phase.steps();
        if (steps != null) {
            json.object(
                    "steps",
                    f -> f.field("done", (Number) steps.done())
                            .field("total", steps.total())
                            .field("sure", steps.totalStated())
                            .field("item", steps.item()));
        }
    }

    private static void forecasts(Json json, PackageView pkg) throws IOException {
        forecast(json, "forecast", pkg.forecast());
        if (pkg.expected() != null && !pkg.expected().equals(pkg.forecast())) {
            forecast(json, "usual", pkg.expected());
        }
        ForecastFact.AlternativeMethod otherwise = pkg.alternative();
        if (otherwise != null) {
            json.object("otherwise", f -> {
                f.field("method", otherwise.method());
                forecast(f, otherwise.total());
            });
        }
    }

    // ---- the run as a whole

    private static void machine(Json json, RunView view, MachineView machine) throws IOException {
        json.value(f -> {
            f.field("worker", machine.worker());
            f.array("disks", machine.disks(), (j, d) -> j.value(g -> disk(g, view, machine, d)));
            memory(f, machine);
            cpu(f, machine);
            SampleFact.Network network = machine.network();
            if (network != null) {
                f.object(
                        "network",
                        g -> g.field("received", (Number) network.receivedPerSecond())
                                .field("sent", (Number) network.sentPerSecond()));
            }
            processes(f, machine);
        });
    }

    private static void memory(Json json, MachineView machine) throws IOException {
        SampleFact.Memory memory = machine.memory();
        if (memory != null) {
            json.object(
                    "memory",
                    g -> g.field("used", (Number) memory.usedBytes())
                            .field("total", (Number) memory.totalBytes())
                            .field("swap", memory.swapUsedBytes())
                            .field("at", machine.sampledAt(memory)));
        }
    }

    private static void cpu(Json json, MachineView machine) throws IOException {
        SampleFact.Cpu cpu = machine.cpu();
        if (cpu != null) {
            json.object(
                    "cpu",
                    g -> g.field("share", cpu.utilization())
                            .field("load", cpu.load())
                            .field("cores", (Number) cpu.cores())
                            .field("at", machine.sampledAt(cpu)));
        }
    }

    private static void processes(Json json, MachineView machine) throws IOException {
        SampleFact.Processes processes = machine.processes();
        if (processes != null) {
            json.object(
                    "processes",
                    g -> g.field("count", (Number) processes.count())
                            .field("cpu", processes.cpuShare())
                            .field("resident", processes.residentBytes()));
        }
        SampleFact.BlockedProcesses waits = machine.blockedProcesses();
        if (waits != null) {
            json.array(
                    "waits",
                    waits.blocked(),
                    (j, w) -> j.value(g -> g.field("command", w.command())
                            .field("reason", w.reason())
                            .field("target", w.target())
                            .field("holder", w.holder())));
        }
    }

    private static void disk(Json json, RunView view, MachineView machine, SampleFact.Disk disk) throws IOException {
        SampleFact.Disk peak = machine.diskPeaks().get(disk.path());
        json.field("path", disk.path())
                .field("used", (Number) disk.usedBytes())
                .field("total", (Number) disk.totalBytes())
                .field("free", (Number) disk.freeBytes())
                .field("full", (Number) disk.fullness())
                .field("inodes", disk.inodeFullness())
                .field("peak", peak == null ? null : (Number) peak.usedBytes())
                .field("at", machine.sampledAt(disk));
        ForecastFact.DiskOutlook outlook = view.forecast().diskOutlook(disk.path());
        if (outlook != null) {
            json.field("speed", outlook.bytesPerSecond()).field("verdict", outlook.verdict());
            forecast(json, "untilFull", outlook.untilFull());
            bytes(json, "expectedPeak", outlook.expectedPeak());
        }
    }

    private static void outlook(Json json, RunView view) throws IOException {
        forecast(json, "total", view.forecast().outlook().total());
        json.strings("criticalPath", view.forecast().outlook().criticalPath());
        json.array("earlier", view.forecast().outlook().earlier(), ViewJson::previous);
        json.array("similar", view.forecast().outlook().similar(), ViewJson::previous);
        json.field("mean", view.forecast().outlook().earlierMean())
                .field("deviation", view.forecast().outlook().earlierDeviation());
        ForecastFact.TrackRecord record = view.forecast().outlook().trackRecord();
        if (record != null) {
            json.object(
                    "accuracy",
                    f -> f.field("forecasts", (Number) record.forecasts())
                            .field("error", (Number) record.medianError())
                            .field("held", (Number) record.held())
                            .field("atLeast", record.atLeast()));
        }
    }

    private static void previous(Json json, PreviousRun run) throws IOException {
        json.value(
                f -> f.field("title", run.title()).field("ended", run.ended()).field("took", run.took()));
    }

    private static void advice(Json json, RunView view, Advice advice, boolean answerable) throws IOException {
        QuestionView asked = view.advice().questions().stream()
                .filter(q -> q.advice().equals(advice.id()))
                .findFirst()
                .orElse(null);
        json.value(f -> {
            f.field("id", advice.id())
                    .field("severity", advice.severity())
                    .field("seen", advice.seen())
                    .field("why", advice.why())
                    .strings("remedies", advice.remedies())
                    .field("decision", view.advice().decision(advice.id()));
            Question question = advice.question();
            if (question != null) {
                f.object(
                        "question",
                        g -> g.field("text", question.text())
                                .strings(
                                        "choices",
                                        question.choices().stream()
                                                .map(Json::name)
                                                .toList())
                                .field("otherwise", question.byDefault())
                                .field("until", asked == null ? null : asked.until())
                                .field("answerable", asked != null && answerable));
            }
        });
    }

    // ---- what reads all packages

    private static void failure(Json json, RunView view, Diagnosis failure, Instant now) throws IOException {
        FailureImpact impact = FailureImpact.of(view, failure, now);
        int decisive = failure.decisive();
        json.value(f -> {
            f.field(
                            "pkg",
                            failure.packageRef() == null
                                    ? null
                                    : failure.packageRef().id())
                    .field(
                            "subject",
                            failure.packageRef() == null
                                    ? "the run"
                                    : failure.packageRef().spec())
                    .field("attempt", (Number) failure.attempt())
                    .field("phase", failure.phase())
                    .field("cause", failure.cause())
                    .field("kind", failure.kind())
                    .field("why", why(failure))
                    .field("message", shortened(failure.message()))
                    .field("log", failure.log())
                    .field("location", failure.location())
                    .field("line", failure.line())
                    .strings(
                            "excerpt",
                            failure.excerpt().stream().map(ViewJson::shortened).toList())
                    .field("excerptLine", failure.excerptLine())
                    .field("decisive", decisive < 0 ? null : decisive)
                    .strings("blocked", names(impact.blocked()))
                    .field("blockedCount", (Number) impact.blocked().size())
                    .field("kept", (Number) impact.kept().size())
                    .field("lost", impact.lost())
                    .strings("remedies", failure.remedies())
                    .field("retry", failure.retry());
        });
    }

    private static String why(Diagnosis failure) {
        if (failure.summary() != null) {
            return shortened(failure.summary());
        }
        boolean meaningful = failure.cause() != FailureCause.UNKNOWN
                && failure.message().strip().indexOf(' ') > 0;
        return meaningful ? shortened(failure.message()) : "The log gives no reason";
    }

    private static List<String> names(List<PackageView> packages) {
        return packages.stream().limit(MOST_NAMES).map(p -> p.ref().spec()).toList();
    }

    private static void review(Json json, RunReview review, RunView view) throws IOException {
        json.field("installed", (Number) review.installed().size())
                .field("cacheHits", (Number) review.cacheHits())
                .field("saved", review.saved())
                .field("wouldHaveSaved", review.wouldHaveSaved())
                .field("found", (Number)
                        view.packages().stream().filter(ViewJson::found).count())
                .field("missed", (Number) view.packages().stream()
                        .filter(p -> p.installedHere() && p.method() == InstallMethod.SOURCE)
                        .count())
                .field("failed", (Number) view.count(Outcome.FAILED))
                .field("skipped", (Number) view.count(Outcome.SKIPPED))
                .array("slower", review.slower(), ViewJson::timed);
    }

    private static void timed(Json json, RunReview.Timed timed) throws IOException {
        json.value(f -> {
            f.field("spec", timed.view().ref().spec())
                    .field("key", key(timed.view()))
                    .field("took", timed.took());
            forecast(f, "usual", timed.usual());
        });
    }

    private static boolean found(PackageView pkg) {
        return pkg.method() == InstallMethod.EXTERNAL || pkg.method() == InstallMethod.ALREADY_INSTALLED;
    }

    // ---- lines

    private static List<String> newest(List<String> lines) {
        List<String> newest = new ArrayList<>();
        for (String line : lines.subList(Math.max(0, lines.size() - NEWEST_LINES), lines.size())) {
            newest.add(shortened(line));
        }
        return newest;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + '…';
    }
}
