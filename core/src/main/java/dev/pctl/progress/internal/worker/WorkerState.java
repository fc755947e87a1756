package dev.pctl.progress.internal.worker;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.internal.util.SequenceSet;
import dev.pctl.progress.view.MachineView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of one worker of a run: its events, its machine, and how its part of the run ended. Not thread-safe. */
public final class WorkerState {

    /** A worker that reports less often than this is not believed to report at all. */
    private static final Duration LONGEST_RHYTHM = Duration.ofMinutes(10);

    private final SequenceSet folded = new SequenceSet();
    private final MachineReadings readings;
    private @Nullable Instant first;
    private @Nullable Instant heard;
    private Duration rhythm = Duration.ZERO;
    private boolean started;
    private @Nullable Instant finished;
    private @Nullable Outcome outcome;
    private @Nullable String detail;
    private @Nullable MachineView view;

    /** Creates the state of a worker of which nothing is known yet. */
    public WorkerState(String worker) {
        readings = new MachineReadings(worker);
    }

    /** Takes an event; returns false if it was taken before. */
    public boolean add(Event event) {
        if (!folded.add(event.sequence())) {
            return false;
        }
        Instant time = event.time();
        first = Durations.earlier(first, time);
        Instant before = heard;
        if (before == null || time.isAfter(before)) {
            heard = time;
            view = null;
            if (before != null) {
                listen(Duration.between(before, time));
            }
        }
        return true;
    }

    /** The longest pause is the rhythm in which the worker reports, but for pauses in which it was silent. */
    private void listen(Duration pause) {
        if (pause.compareTo(rhythm) > 0 && pause.compareTo(LONGEST_RHYTHM) <= 0) {
            rhythm = pause;
        }
    }

    /** Folds a reading of the machine; one that is older than the newest of its kind is ignored. */
    public void fold(SampleFact fact, Instant time) {
        readings.fold(fact, time);
        view = null;
    }

    /** The worker began its part of the run. */
    public void start() {
        started = true;
    }

    /** The worker ended its part of the run; only the first end counts. */
    public void finish(RunFact.Finished fact, Instant time) {
        if (outcome == null) {
            finished = time;
            outcome = fact.outcome();
            detail = fact.detail();
            view = null;
        }
    }

    /** Returns the time of the worker's first event. */
    public Instant first() {
        return Objects.requireNonNull(first, "the time of the first event");
    }

    /** Whether the worker began a part of the run of which it has not reported the end. */
    public boolean isBusy() {
        return started && outcome == null;
    }

    /** Returns how its part of the run ended, or null. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** Returns when its part of the run ended, or null. */
    public @Nullable Instant finished() {
        return finished;
    }

    /** Returns one line on how its part of the run ended, or null. */
    public @Nullable String detail() {
        return detail;
    }

    /** Returns what is known now. */
    public MachineView view() {
        MachineView current = view;
        if (current == null) {
            current = readings.view(heard, rhythm, finished);
            view = current;
        }
        return current;
    }
}
