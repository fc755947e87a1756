package dev.pctl.progress.examples.provision;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints a run as log lines, {@code time LEVEL [step] message}, each line once. */
final class LogLines implements Renderer {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final Set<String> reported = new HashSet<>();
    private Instant now = Instant.EPOCH;
    private String step = "-";

    LogLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void render(RunView view, Instant time) {
        now = time;
        view.stages().forEach(this::stage);
        view.packages().forEach(this::pkg);
        for (Advice a : view.advice().raised()) {
            String remedy = a.remedies().isEmpty() ? "" : ": " + a.remedies().get(0);
            once(a.severity() == Advice.Severity.INFO ? "INFO" : "WARN", a.seen() + remedy);
        }
        view.failures().forEach(this::failure);
    }

    private void stage(StageView stage) {
        step = stage.id();
        once("INFO", stage.title());
        ended(stage.title(), stage.outcome(), stage.elapsed(now));
    }

    private void pkg(PackageView p) {
        for (PhaseView phase : p.phases()) {
            once("DEBUG", p.ref().spec() + " " + phase.name());
        }
        ended(p.ref().spec(), p.outcome(), p.elapsed(now));
    }

    private void ended(String what, @Nullable Outcome outcome, @Nullable Duration took) {
        if (outcome != null) {
            String time = took == null ? "" : String.format(Locale.ROOT, " after %.1f s", took.toMillis() / 1000.0);
            once(
                    outcome == Outcome.FAILED ? "ERROR" : "INFO",
                    what + " " + outcome.name().toLowerCase(Locale.ROOT),
                    time);
        }
    }

    private void failure(Diagnosis failure) {
        once("ERROR", failure.message());
        failure.remedies().forEach(r -> once("ERROR", "To do: " + r));
    }

    private void once(String level, String text) {
        once(level, text, "");
    }

    private void once(String level, String text, String more) {
        if (reported.add(text)) {
            String line = (text + more).replaceAll("\\p{Cntrl}", "?");
            out.printf("%s %-5s [%s] %s%n", CLOCK.format(now), level, step, line);
        }
    }

    @Override
    public void finish(RunView view, Instant time) {
        render(view, time);
        ended(view.title(), view.outcome(), view.elapsed(time));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
