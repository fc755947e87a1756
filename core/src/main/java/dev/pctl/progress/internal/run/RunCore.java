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

    /** The host itself, unless it has another name. */
    public static final String MAIN_WORKER = "main";

    private static final Logger LOG = LoggerFactory.getLogger(RunCore.class);

    private final Object lock = new Object();
    private final String run;
    private final String worker;
    private final Clock clock;
    private final Remedies remedies;
    private final EventBus bus;
    private final RunProjection state;
    private final Map<String, AtomicLong> sequences = new HashMap<>();
    private Runnable changed = () -> {};
    private boolean closed;
    private boolean warned;

    /**
     * Creates the state of a run.
     *
     * @param worker the worker of facts that name none: the host itself
     */
    public RunCore(String run, String worker, Clock clock, Remedies remedies, EventBus bus) {
        this.run = run;
        this.worker = worker;
        this.clock = clock;
        this.remedies = remedies;
        this.bus = bus;
        state = new RunProjection(run);
    }

    /** Returns the worker of facts that name none. */
    public String worker() {
        return worker;
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
        record(worker, now(), fact);
    }

    public void record(String reporter, Instant time, Fact fact) {
        synchronized (lock) {
            if (closed) {
                warnIgnored(fact);
                return;
            }
            long sequence = sequence(reporter).incrementAndGet();
            publish(new Event(run, reporter, sequence, time, withRemedies(fact)));
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

    private AtomicLong sequence(String reporter) {
        return sequences.computeIfAbsent(reporter, w -> new AtomicLong());
    }

    private void publish(Event event) {
        if (state.apply(event)) {
            bus.publish(event);
        }
    }

    /** Returns a sink for the facts of a worker. */
    public FactSink sink(String reporter) {
        return new WorkerSink(this, reporter);
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
