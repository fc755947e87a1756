package dev.pctl.progress.remote;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.stream.UnsupportedSchemaException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the batches of workers and delivers their events, those of each worker once and in their order.
 *
 * <p>It does not trust what it gets. Unless the host sets a {@linkplain Builder#policy policy}, the first sender of a worker
 * owns it, and no one else can write it. Batches that are too large, too many or out of turn are refused; damaged lines
 * are counted and reported once for each worker.
 *
 * <p>It keeps nothing on disk: an inbox that starts again gets everything from the spools of the workers. Thread-safe;
 * events are delivered in the threads of the carriers, those of different workers at the same time.
 *
 * @since 0.1
 */
public final class Inbox implements EventInbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final EventListener target;
    private final Clock clock;
    private final @Nullable SenderPolicy policy;
    private final int maxBatchBytes;
    private final int maxWorkers;
    private final double maxEventsPerSecond;
    private final Map<Address, Lane> lanes = new HashMap<>();
    private final Map<String, RateLimit> rates = new HashMap<>();
    private long refused;
    private Duration lag = Duration.ZERO;

    private Inbox(Builder builder) {
        target = builder.target;
        clock = builder.clock;
        policy = builder.policy;
        maxBatchBytes = builder.maxBatchBytes;
        maxWorkers = builder.maxWorkers;
        maxEventsPerSecond = builder.maxEventsPerSecond;
    }

    private record Address(String run, String worker) {}

    /** What is received of one worker of one run. */
    private static final class Lane {
        private final String owner;
        private long confirmed;
        private boolean ended;
        private long events;
        private long repeated;
        private long malformed;

        Lane(String owner) {
            this.owner = owner;
        }

        Receipt receipt() {
            return new Receipt(confirmed, ended);
        }
    }

    /** Creates an inbox with the standard limits, such as {@code Inbox.of(fleet)}. */
    public static Inbox of(EventListener target) {
        return builder(target).build();
    }

    /**
     * Begins an inbox.
     *
     * @param target gets the events, those of one worker one at a time; if it throws, the rest of the batch is not
     *     confirmed and comes again
     */
    public static Builder builder(EventListener target) {
        return new Builder(Objects.requireNonNull(target, "target"));
    }

    @Override
    public Receipt receive(String sender, EventBatch batch) throws IOException {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(batch, "batch");
        Lane lane = admit(sender, batch);
        synchronized (lane) {
            if (batch.first() > lane.confirmed + 1) {
                return lane.receipt();
            }
            if (batch.last() > lane.confirmed || batch.last() < batch.first()) {
                deliver(lane, batch, events(lane, batch));
            } else {
                lane.repeated++;
            }
            return lane.receipt();
        }
    }

    /** Checks who sends and how much, before anything of the batch is read. */
    private synchronized Lane admit(String sender, EventBatch batch) throws IOException {
        if (batch.size() > maxBatchBytes) {
            throw refuse("the batch has " + batch.size() + " bytes, and at most " + maxBatchBytes + " are taken");
        }
        Address address = new Address(batch.run(), batch.worker());
        Lane lane = lanes.get(address);
        boolean allowed = policy == null
                ? lane == null || lane.owner.equals(sender)
                : policy.mayWrite(sender, batch.run(), batch.worker());
        if (!allowed) {
            throw refuse("this sender may not write this worker of this run");
        }
        if (lane == null) {
            if (lanes.size() >= maxWorkers) {
                throw refuse("more than " + maxWorkers + " workers have sent events");
            }
            lane = new Lane(sender);
            lanes.put(address, lane);
        }
        long covered = Math.max(1, Math.min(batch.last() - batch.first() + 1, batch.size()));
        if (!rates.computeIfAbsent(sender, s -> new RateLimit(maxEventsPerSecond))
                .take(covered, clock.instant())) {
            refused++;
            throw new IOException("this sender sends more than " + (long) maxEventsPerSecond + " events a second");
        }
        return lane;
    }

    private RejectedBatchException refuse(String reason) {
        refused++;
        return new RejectedBatchException(reason);
    }

    private List<Event> events(Lane lane, EventBatch batch) throws IOException {
        try {
            return batch.events(warning -> {
                if (lane.malformed++ == 0) {
                    LOG.warn("A sender's event stream has damaged lines. They are counted and skipped. ({})", warning);
                }
            });
        } catch (UnsupportedSchemaException e) {
            synchronized (this) {
                throw refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    private void deliver(Lane lane, EventBatch batch, List<Event> events) throws IOException {
        for (Event event : events) {
            if (event.sequence() <= lane.confirmed) {
                lane.repeated++;
                continue;
            }
            try {
                target.onEvent(event);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("the receiver of events failed: " + e, e);
            }
            lane.confirmed = event.sequence();
            lane.events++;
            lane.ended |= event.fact() instanceof RunFact.Finished;
        }
        lane.confirmed = Math.max(lane.confirmed, batch.last());
        if (!events.isEmpty()) {
            Instant newest = events.get(events.size() - 1).time();
            synchronized (this) {
                lag = Duration.between(newest, clock.instant());
            }
        }
    }

    /** Returns how it is doing. */
    public InboxStatus status() {
        long events = 0;
        long repeated = 0;
        long malformed = 0;
        List<Lane> all;
        synchronized (this) {
            all = List.copyOf(lanes.values());
        }
        for (Lane lane : all) {
            synchronized (lane) {
                events += lane.events;
                repeated += lane.repeated;
                malformed += lane.malformed;
            }
        }
        synchronized (this) {
            return new InboxStatus(all.size(), events, repeated, malformed, refused, lag);
        }
    }

    /** Lets a sender send many events after a pause, but only so many a second in the long run. */
    private static final class RateLimit {

        /** A worker that sends its whole run again is no attacker. */
        private static final double BURST_SECONDS = 30;

        private final double perSecond;
        private double credit;
        private @Nullable Instant updated;

        RateLimit(double perSecond) {
            this.perSecond = perSecond;
            credit = perSecond * BURST_SECONDS;
        }

        boolean take(long events, Instant now) {
            if (updated != null) {
                double passed = Math.max(0, Duration.between(updated, now).toMillis() / 1000.0);
                credit = Math.min(perSecond * BURST_SECONDS, credit + passed * perSecond);
            }
            updated = now;
            if (credit < 0) {
                return false;
            }
            credit -= events;
            return true;
        }
    }

    /** Collects the settings of an inbox. */
    public static final class Builder {

        private final EventListener target;
        private Clock clock = Clock.systemUTC();
        private @Nullable SenderPolicy policy;
        private int maxBatchBytes = 4 << 20;
        private int maxWorkers = 10_000;
        private double maxEventsPerSecond = 10_000;

        private Builder(EventListener target) {
            this.target = target;
        }

        /** Sets who may write what. Default: a worker of a run belongs to its first sender. */
        public Builder policy(SenderPolicy newPolicy) {
            policy = Objects.requireNonNull(newPolicy, "newPolicy");
            return this;
        }

        /** Sets the clock for rates and lag. Default: the system clock. */
        public Builder clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "newClock");
            return this;
        }

        /** Sets the largest batch that is taken, uncompressed. Default: 4 MiB. */
        public Builder maxBatchBytes(int bytes) {
            maxBatchBytes = Arguments.positive(bytes, "bytes");
            return this;
        }

        /** Sets how many workers may send, over all runs. Default: 10,000. */
        public Builder maxWorkers(int number) {
            maxWorkers = Arguments.positive(number, "number");
            return this;
        }

        /** Sets how many events a second one sender may send in the long run. Default: 10,000. */
        public Builder maxEventsPerSecond(double number) {
            maxEventsPerSecond = Arguments.positive(number, "number");
            return this;
        }

        /** Returns the inbox. */
        public Inbox build() {
            return new Inbox(this);
        }
    }
}
