package dev.pctl.progress.fleet;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of many runs. It takes them in any order and any number of times, as long as those of one worker of
 * one run keep theirs. Runs that ended leave after a while. Events beyond the limits are counted and otherwise ignored.
 *
 * <p>Thread-safe. It starts no thread: whoever shows the fleet asks for a {@link #view}.
 *
 * @since 0.1
 */
public final class Fleet implements EventListener {

    private final Clock clock;
    private final int maxRuns;
    private final int maxPackages;
    private final int maxWorkers;
    private final Duration keepEnded;
    private final Map<String, Entry> runs = new LinkedHashMap<>();
    private final Set<String> left;
    private long refused;

    private Fleet(Builder builder) {
        clock = builder.clock;
        maxRuns = builder.maxRuns;
        maxPackages = builder.maxPackages;
        maxWorkers = builder.maxWorkers;
        keepEnded = builder.keepEnded;
        left = Collections.newSetFromMap(new BoundedMap<>(maxRuns));
    }

    /** Creates a fleet with the standard limits. */
    public static Fleet create() {
        return builder().build();
    }

    /** Begins a fleet with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Folds an event, which was received now.
     *
     * @return false if it was folded before, belongs to a run that has left, or exceeds a limit
     */
    public boolean accept(Event event) {
        Objects.requireNonNull(event, "event");
        Instant now = clock.instant();
        Entry entry = entry(event.run(), now);
        return entry != null && entry.fold(event, now);
    }

    @Override
    public void onEvent(Event event) {
        accept(event);
    }

    /** Returns all runs as they are now. */
    public FleetView view() {
        Instant now = clock.instant();
        List<Entry> all;
        long refusals;
        synchronized (this) {
            dropEnded(now);
            all = List.copyOf(runs.values());
            refusals = refused;
        }
        List<FleetRun> views = new ArrayList<>(all.size());
        for (Entry entry : all) {
            views.add(entry.view(now));
            refusals += entry.refused();
        }
        return new FleetView(now, views, refusals);
    }

    /** Returns the run of that id as it is now, or null. */
    public @Nullable FleetRun run(String id) {
        Objects.requireNonNull(id, "id");
        Entry entry;
        synchronized (this) {
            entry = runs.get(id);
        }
        return entry == null ? null : entry.view(clock.instant());
    }

    private synchronized @Nullable Entry entry(String run, Instant now) {
        Entry known = runs.get(run);
        if (known != null || left.contains(run)) {
            return known;
        }
        if (runs.size() >= maxRuns) {
            dropEnded(now);
        }
        if (runs.size() >= maxRuns && !dropOldestEnded()) {
            refused++;
            return null;
        }
        Entry added = new Entry(run);
        runs.put(run, added);
        return added;
    }

    private void dropEnded(Instant now) {
        for (Iterator<Entry> all = runs.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.endedBefore(now.minus(keepEnded))) {
                left.add(entry.run);
                all.remove();
            }
        }
    }

    private boolean dropOldestEnded() {
        for (Iterator<Entry> all = runs.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.endedBefore(Instant.MAX)) {
                left.add(entry.run);
                all.remove();
                return true;
            }
        }
        return false;
    }

    /** A run and what was measured while its events were received. */
    private final class Entry {

        private final String run;
        private final RunProjection state;
        private final Map<String, ClockComparison> clocks = new HashMap<>();
        private Instant received = Instant.MIN;
        private long refusedHere;

        Entry(String run) {
            this.run = run;
            state = new RunProjection(run);
        }

        synchronized boolean fold(Event event, Instant now) {
            if (exceedsLimits(event)) {
                refusedHere++;
                return false;
            }
            if (!state.apply(event)) {
                return false;
            }
            received = now;
            clocks.computeIfAbsent(event.worker(), w -> new ClockComparison()).receive(event.time(), now);
            return true;
        }

        private boolean exceedsLimits(Event event) {
            return (state.packageCount() >= maxPackages && addsPackage(event.worker(), event.fact()))
                    || (clocks.size() >= maxWorkers && !clocks.containsKey(event.worker()));
        }

        private boolean addsPackage(String worker, Fact fact) {
            return fact instanceof PlanFact
                    || (fact instanceof PackageFact f && !state.knows(worker, f.packageRef()))
                    || (fact instanceof PhaseFact p && !state.knows(worker, p.packageRef()));
        }

        synchronized FleetRun view(Instant now) {
            Map<String, Duration> ahead = new HashMap<>();
            clocks.forEach((worker, comparison) -> ahead.put(worker, comparison.ahead()));
            RunView view = state.view();
            return new FleetRun(view, received, ahead, now);
        }

        synchronized boolean endedBefore(Instant time) {
            return state.hasEnded() && received.isBefore(time);
        }

        synchronized long refused() {
            return refusedHere;
        }
    }

    /** Forgets its oldest entries. */
    private static final class BoundedMap<V> extends LinkedHashMap<String, V> {

        private static final long serialVersionUID = 1;

        private final int most;

        BoundedMap(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > most;
        }
    }

    /** Collects the settings of a fleet. */
    public static final class Builder {

        private Clock clock = Clock.systemUTC();
        private int maxRuns = 10_000;
        private int maxPackages = 100_000;
        private int maxWorkers = 1_000;
        private Duration keepEnded = Duration.ofHours(1);

        private Builder() {}

        /** Sets the clock by which events are received. Default: the system clock. */
        public Builder clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "newClock");
            return this;
        }

        /**
         * Sets how many runs are kept. Beyond that, those that ended first leave, and new ones are refused if none has
         * ended. Default: 10,000.
         *
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxRuns(int number) {
            maxRuns = Arguments.positive(number, "number");
            return this;
        }

        /**
         * Sets how many packages a run may have. Default: 100,000.
         *
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxPackages(int number) {
            maxPackages = Arguments.positive(number, "number");
            return this;
        }

        /**
         * Sets how many workers a run may have. Default: 1,000.
         *
         * @throws IllegalArgumentException if the number is not positive
         */
        public Builder maxWorkers(int number) {
            maxWorkers = Arguments.positive(number, "number");
            return this;
        }

        /**
         * Sets after which time without events a run that ended leaves. Default: one hour.
         *
         * @throws IllegalArgumentException if the time is negative
         */
        public Builder keepEnded(Duration time) {
            keepEnded = Arguments.notNegative(time, "time");
            return this;
        }

        /** Returns the fleet. */
        public Fleet build() {
            return new Fleet(this);
        }
    }
}
