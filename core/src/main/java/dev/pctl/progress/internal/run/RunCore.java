package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Subscription;
import dev.pctl.progress.internal.bus.EventBus;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one run: makes events of facts, numbers them by worker, folds them into the view and publishes them.
 * Thread-safe.
 */
public final class RunCore {

    /** The worker whose facts name no other: the host itself. */
    public static final String MAIN_WORKER = "main";

    private static final Logger LOG = LoggerFactory.getLogger(RunCore.class);

    private final Object lock = new Object();
    private final String run;
    private final Clock clock;
    private final Remedies remedies;
    private final EventBus bus;
    private final RunProjection state;
    private final Map<String, AtomicLong> sequences = new HashMap<>();
    private Runnable changed = () -> {};
    private boolean closed;
    private boolean warned;

    public RunCore(String run, Clock clock, Remedies remedies, EventBus bus) {
        this.run = run;
        this.clock = clock;
        this.remedies = remedies;
        this.bus = bus;
        state = new RunProjection(run);
    }

    public Instant now() {
        return clock.instant();
    }

    public Clock clock() {
        return clock;
    }

    /** Sets what runs after every event, in the thread that reported it. Called before the first event. */
    void onChange(Runnable action) {
        changed = action;
    }

    // ---- facts

    public void record(Fact fact) {
        record(MAIN_WORKER, now(), fact);
    }

    public void record(String worker, Instant time, Fact fact) {
        synchronized (lock) {
            if (closed) {
                warnIgnored(fact);
                return;
            }
            long sequence = sequence(worker).incrementAndGet();
            publish(new Event(run, worker, sequence, time, withRemedies(fact)));
        }
        changed.run();
    }

    private void warnIgnored(Object fact) {
        if (!warned) {
            warned = true;
            LOG.warn("the run {} is closed: {} and what follows is ignored", run, fact);
        }
    }

    private Fact withRemedies(Fact fact) {
        return fact instanceof FailureFact.Diagnosed reported
                ? new FailureFact.Diagnosed(remedies.applyTo(reported.diagnosis(), state.outline()))
                : fact;
    }

    public void replay(Event event) {
        synchronized (lock) {
            if (closed) {
                warnIgnored(event.fact());
                return;
            }
            sequence(event.worker()).accumulateAndGet(event.sequence(), Math::max);
            publish(event);
        }
        changed.run();
    }

    private AtomicLong sequence(String worker) {
        return sequences.computeIfAbsent(worker, w -> new AtomicLong());
    }

    private void publish(Event event) {
        if (state.apply(event)) {
            bus.publish(event);
        }
    }

    /** Returns a sink for the facts of a worker. */
    public FactSink sink(String worker) {
        return new WorkerSink(this, worker);
    }

    // ---- views and listeners

    public RunView view() {
        synchronized (lock) {
            return state.view();
        }
    }

    public Subscription subscribe(String name, DeliveryMode delivery, EventListener listener) {
        requireOpen();
        return bus.subscribe(name, delivery, listener);
    }

    // ---- the end

    /**
     * Checks that the run may still take something new.
     *
     * @throws IllegalStateException if it is closed
     */
    public void requireOpen() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the run is closed");
            }
        }
    }

    public void finish(Outcome outcome, @Nullable String detail) {
        record(new RunFact.Finished(outcome, detail));
    }

    public void finish(RunTermination termination) {
        synchronized (lock) {
            Diagnosis unexplained = closed || state.view().outcome() != null ? null : termination.explain(state.view());
            if (unexplained != null) {
                record(new FailureFact.Diagnosed(unexplained));
            }
            Outcome outcome = termination.outcome();
            finish(outcome, outcome == Outcome.SUCCEEDED ? null : termination.detail());
        }
    }

    /**
     * Takes no more facts. A run that was not finished before is recorded as unfinished.
     *
     * @return false if it was closed before
     */
    public boolean end() {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (state.view().outcome() == null) {
                finish(Outcome.UNFINISHED, null);
            }
            closed = true;
            return true;
        }
    }

    /** Delivers what waits for the listeners, as far as the limit allows, and ends their threads. */
    public void closeListeners() {
        bus.close();
    }
}
