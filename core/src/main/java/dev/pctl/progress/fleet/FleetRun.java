package dev.pctl.progress.fleet;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a fleet at one moment. Immutable.
 *
 * @since 0.1
 */
public final class FleetRun {

    private final RunView view;
    private final Instant received;
    private final Instant now;
    private final List<FleetMachine> machines;
    private final Attention attention;

    FleetRun(RunView view, Instant received, Map<String, Duration> ahead, Instant watchersNow) {
        this.view = view;
        this.received = received;
        machines = view.machines().stream()
                .map(m -> machine(m, ahead.getOrDefault(m.worker(), Duration.ZERO), watchersNow))
                .toList();
        now = watchersNow.plus(ahead.getOrDefault(view.machine().worker(), Duration.ZERO));
        attention = assess();
    }

    private FleetMachine machine(MachineView machine, Duration ahead, Instant watchersNow) {
        Instant silent = view.outcome() == null ? machine.silentSince(watchersNow.plus(ahead)) : null;
        return new FleetMachine(view.run(), machine, ahead, silent);
    }

    /** Returns what is known of the run. All its times are by the clocks of its workers. */
    public RunView view() {
        return view;
    }

    /** Returns the present time by the clock of the run's main worker, for the methods of the view that take it. */
    public Instant now() {
        return now;
    }

    /** Returns when the newest event was received, by the watcher's clock. */
    public Instant received() {
        return received;
    }

    /** Returns how much the run needs its user. */
    public Attention attention() {
        return attention;
    }

    /** Returns whether the run has not ended. */
    public boolean active() {
        return view.outcome() == null;
    }

    /** Returns the workers of the run, in the order of their first event. */
    public List<FleetMachine> machines() {
        return machines;
    }

    /** Returns the worker that has been silent for longest, or null. */
    public @Nullable FleetMachine silent() {
        FleetMachine longest = null;
        for (FleetMachine machine : machines) {
            Instant since = machine.silentSince();
            Instant known = longest == null ? null : longest.silentSince();
            if (since != null && (known == null || since.isBefore(known))) {
                longest = machine;
            }
        }
        return longest;
    }

    private Attention assess() {
        Outcome outcome = view.outcome();
        if (outcome == Outcome.FAILED || (outcome == null && hasFailure())) {
            return Attention.FAILED;
        }
        if (outcome != null) {
            return switch (outcome) {
                case CANCELLED -> Attention.CANCELLED;
                case UNFINISHED -> Attention.UNFINISHED;
                default -> Attention.SUCCEEDED;
            };
        }
        if (!view.advice().questions().isEmpty()) {
            return Attention.QUESTION;
        }
        return silent() != null ? Attention.SILENT : assessAdvice();
    }

    private boolean hasFailure() {
        return !view.failures().isEmpty() || view.packages().stream().anyMatch(p -> p.outcome() == Outcome.FAILED);
    }

    private Attention assessAdvice() {
        Advice.Severity worst = view.advice().raised().stream()
                .map(Advice::severity)
                .max(Enum::compareTo)
                .orElse(Advice.Severity.INFO);
        return switch (worst) {
            case CRITICAL -> Attention.CRITICAL;
            case WARNING -> Attention.WARNING;
            case INFO -> isOverdue() ? Attention.OVERDUE : Attention.ACTIVE;
        };
    }

    private boolean isOverdue() {
        Forecast total = view.forecast().outlook().total();
        Duration elapsed = view.elapsed(now);
        return total != null && elapsed != null && elapsed.compareTo(total.p90()) > 0;
    }
}
