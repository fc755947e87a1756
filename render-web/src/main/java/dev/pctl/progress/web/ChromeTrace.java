package dev.pctl.progress.web;

import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.internal.model.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exports a run as a trace in Chrome's JSON format, which Perfetto opens. Each worker is a process. Packages that are
 * built at the same time are on different lanes, with their phases below them.
 */
public final class ChromeTrace {

    private static final long MICROS = 1_000;

    private record Slice(String name, String category, int process, int lane, Instant from, Instant to) {}

    private final Instant now;
    private final List<Slice> slices = new ArrayList<>();
    private final Map<String, List<Instant>> lanes = new LinkedHashMap<>();

    private ChromeTrace(Instant now) {
        this.now = now;
    }

    /**
     * Returns the trace of a run.
     *
     * @param now the present time, at which what is still active is cut
     */
    public static String of(RunView view, Instant now) {
        ChromeTrace trace = new ChromeTrace(view.finished() == null ? now : view.finished());
        view.packages().stream()
                .filter(p -> p.started() != null)
                .sorted(Comparator.comparing(p -> Objects.requireNonNull(p.started())))
                .forEach(trace::add);
        return trace.json(view);
    }

    private void add(PackageView pkg) {
        Instant from = Objects.requireNonNull(pkg.started());
        Instant to = end(pkg.finished());
        List<Instant> free = lanes.computeIfAbsent(pkg.worker(), w -> new ArrayList<>());
        int process = new ArrayList<>(lanes.keySet()).indexOf(pkg.worker()) + 1;
        int lane = 0;
        while (lane < free.size() && free.get(lane).isAfter(from)) {
            lane++;
        }
        if (lane == free.size()) {
            free.add(to);
        } else {
            free.set(lane, to);
        }
        String outcome = pkg.outcome() == null ? "running" : pkg.outcome().name();
        slices.add(new Slice(pkg.ref().spec(), outcome, process, lane + 1, from, to));
        for (PhaseView phase : pkg.phases()) {
            if (phase.started() != null) {
                slices.add(new Slice(phase.name(), "phase", process, lane + 1, phase.started(), end(phase.finished())));
            }
        }
    }

    private Instant end(@Nullable Instant finished) {
        return finished == null ? now : finished;
    }

    private String json(RunView view) {
        return Json.object(json -> {
            json.field("displayTimeUnit", "ms");
            json.object("otherData", f -> f.field("title", view.title()).field("run", view.run()));
            json.array("traceEvents", slices, (j, s) -> j.value(f -> write(f, s)));
        });
    }

    private static void write(Json json, Slice slice) throws IOException {
        json.field("name", slice.name())
                .field("cat", slice.category())
                .field("ph", "X")
                .field("pid", (Number) slice.process())
                .field("tid", (Number) slice.lane())
                .field("ts", (Number) (slice.from().toEpochMilli() * MICROS))
                .field("dur", (Number)
                        (Math.max(0, slice.to().toEpochMilli() - slice.from().toEpochMilli()) * MICROS));
    }
}
