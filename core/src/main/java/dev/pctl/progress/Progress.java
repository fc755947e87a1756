package dev.pctl.progress;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Hooks;
import dev.pctl.progress.hook.Subscription;
import dev.pctl.progress.internal.bus.EventBus;
import dev.pctl.progress.internal.run.AdvicePoller;
import dev.pctl.progress.internal.run.FactSourcePoller;
import dev.pctl.progress.internal.run.PendingDecisions;
import dev.pctl.progress.internal.run.RendererGroup;
import dev.pctl.progress.internal.run.RunThreads;
import dev.pctl.progress.internal.run.SamplerScheduler;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one run: takes what is known of it from logs and from the host, keeps its state, and shows it.
 *
 * <pre>{@code
 * try (Progress progress = Progress.builder("gromacs image")
 *         .parser(SpackParsers.standard())
 *         .forecaster(HistoryForecaster.of(history))
 *         .renderer(Renderers.forTerminal(Detail.PACKAGES, System.out))
 *         .start()) {
 *     Process build = new ProcessBuilder("spack", "install", "gromacs").redirectErrorStream(true).start();
 *     progress.follow(build.getInputStream());
 *     progress.finish(build.waitFor() == 0 ? Outcome.SUCCEEDED : Outcome.FAILED);
 * }
 * }</pre>
 *
 * <p>Closing ends every thread that it started, gives listeners a moment to take what waits for them, and leaves the
 * terminal clean. Thread-safe; {@link #tick} is for one thread at a time.
 */
public final class Progress implements AutoCloseable {

    private final Object lock = new Object();
    private final String run;
    private final Clock clock;
    private final LogParser.@Nullable Factory parser;
    private final EventBus bus;
    private final AdvicePoller consultants;
    private final PendingDecisions decisions;
    private final RendererGroup display;
    private final SamplerScheduler sampling;
    private final FactSourcePoller companions;
    private final @Nullable RunThreads engine;
    private final RunProjection state;
    private final Remedies remedies;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Set<LogFeed> feeds = new CopyOnWriteArraySet<>();
    private boolean closed;

    private Progress(Builder builder) {
        run = builder.run;
        clock = builder.clock;
        parser = builder.parser;
        state = new RunProjection(run);
        remedies = builder.remedies;
        bus = new EventBus(builder.drainLimit);
        builder.listeners.forEach(l -> bus.subscribe(l.name, l.delivery, l.listener));
        consultants = new AdvicePoller(builder.forecaster, builder.watchdogs);
        decisions = new PendingDecisions(builder.decider, this::record);
        display = new RendererGroup(builder.renderers);
        sampling = new SamplerScheduler(builder.samplers, builder.sampleInterval);
        companions = new FactSourcePoller(builder.companions, WorkerSink::new);
        engine = builder.driven ? null : new RunThreads(this, display, sampling, builder.closeLimit);
    }

    /**
     * Begins the description of a run.
     *
     * @param title what is built, for people
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    // ---- what comes in

    /** Records a fact, as of now. */
    public void record(Fact fact) {
        record(clock.instant(), fact);
    }

    /** Records a fact that became true at the given time. */
    public void record(Instant time, Fact fact) {
        record("main", time, fact);
    }

    /**
     * Records a fact that a worker reported.
     *
     * @param worker the machine or process that reported it
     */
    public void record(String worker, Instant time, Fact fact) {
        synchronized (lock) {
            if (!closed) {
                long sequence = sequences.merge(worker, 1L, Long::sum);
                publish(new Event(run, worker, sequence, time, inTheHostsWords(fact)));
            }
        }
        display.changed();
    }

    private Fact inTheHostsWords(Fact fact) {
        return fact instanceof FailureFact.Diagnosed told
                ? new FailureFact.Diagnosed(remedies.applyTo(told.diagnosis(), state.view()))
                : fact;
    }

    /**
     * Replays a recorded event: it is folded and published as it is. Events of other runs and events that were
     * replayed before change nothing.
     */
    public void replay(Event event) {
        synchronized (lock) {
            if (!closed) {
                sequences.merge(event.worker(), event.sequence(), Math::max);
                publish(event);
            }
        }
        display.changed();
    }

    private void publish(Event event) {
        if (state.apply(event)) {
            bus.publish(event);
        }
    }

    /**
     * Reads a log to its end, in the calling thread.
     *
     * @return how the run ended as far as the log itself tells, or null
     * @throws IOException if it cannot be read; what was read before is kept
     * @throws IllegalStateException if no parser was given
     */
    public @Nullable Outcome follow(InputStream log) throws IOException {
        return follow(LogSources.of(log));
    }

    /**
     * Reads a log to its end, in the calling thread, and closes it.
     *
     * @return how the run ended as far as the log itself tells, or null
     * @throws IOException if it cannot be read; what was read before is kept
     * @throws IllegalStateException if no parser was given
     */
    public @Nullable Outcome follow(LogSource log) throws IOException {
        LogFeed feed = feed();
        try (log;
                feed) {
            byte[] buffer = new byte[1 << 16];
            for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
                feed.write(buffer, 0, n);
            }
        }
        return feed.outcome();
    }

    /**
     * A feed for a log whose bytes the host pushes as it gets them.
     *
     * @throws IllegalStateException if no parser was given
     */
    public LogFeed feed() {
        return feed("main");
    }

    /**
     * A feed for the log of a worker.
     *
     * @throws IllegalStateException if no parser was given
     */
    public LogFeed feed(String worker) {
        if (parser == null) {
            throw new IllegalStateException("a log can be followed only with a parser: Progress.builder(…).parser(…)");
        }
        LogFeed feed = new LogFeed(parser.create(new WorkerSink(worker)), clock, feeds::remove);
        feeds.add(feed);
        return feed;
    }

    /** Takes what is found out in the log of a worker. */
    private final class WorkerSink implements FactSink {
        private final String worker;

        WorkerSink(String worker) {
            this.worker = worker;
        }

        @Override
        public void accept(Instant time, Fact fact) {
            record(worker, time, fact);
        }

        @Override
        public boolean everyLine() {
            return bus.everythingWanted();
        }
    }

    /**
     * Begins a stage of the host's own; closing it ends it.
     *
     * @param id unique within the run
     * @param title for people
     */
    public StageProgress stage(String id, String title) {
        return new StageProgress(this, id, title);
    }

    /** Begins a package, for hosts that know without a log what they build. */
    public PackageProgress pkg(PackageRef ref) {
        return new PackageProgress(this, ref, null, null);
    }

    /** Begins the package that is number {@code index} of {@code total}. */
    public PackageProgress pkg(PackageRef ref, int index, int total) {
        return new PackageProgress(this, ref, index, total);
    }

    // ---- what goes out

    /** What is known now. */
    public RunView view() {
        feeds.forEach(LogFeed::flush);
        synchronized (lock) {
            return state.view();
        }
    }

    /** Adds a listener, which gets the events from now on. */
    public Subscription subscribe(String name, DeliveryMode delivery, EventListener listener) {
        return bus.subscribe(name, delivery, listener);
    }

    /**
     * Takes samples that are due, asks sources next to the log, forecaster and watchdogs, and draws. Called by the library itself about once a
     * second, unless the run is {@linkplain Builder#driven driven} by its host.
     */
    public void tick() {
        sampling.sampleIfDue(this::view, clock.instant(), this::record);
        poll();
        consult();
        draw();
    }

    public void poll() {
        if (companions.needed()) {
            RunView now = view();
            if (now.outcome() == null) {
                companions.poll(now, clock.instant());
            }
        }
    }

    public void consult() {
        consultants.consult(view(), clock.instant()).forEach(this::record);
        decisions.update(view(), clock.instant());
    }

    public void sample() {
        sampling.sample(view(), this::record);
    }

    void draw() {
        display.draw(view(), clock.instant());
    }

    // ---- how it ends

    /** Ends the run. The first end counts. */
    public void finish(Outcome outcome) {
        finish(outcome, null);
    }

    /**
     * Ends the run. The first end counts.
     *
     * @param detail one line for people, such as the exit status, or null
     */
    public void finish(Outcome outcome, @Nullable String detail) {
        poll();
        end(outcome, detail);
    }

    private void end(Outcome outcome, @Nullable String detail) {
        record(new RunFact.Finished(outcome, detail));
    }

    /**
     * Ends the run as its host saw it end. If the log has not told why it failed, a diagnosis says what was going on and
     * what was said last. The first end counts.
     */
    public void finish(RunTermination ending) {
        poll();
        synchronized (lock) {
            Diagnosis unexplained = state.view().outcome() == null ? ending.explain(state.view()) : null;
            if (unexplained != null) {
                record(new FailureFact.Diagnosed(unexplained));
            }
            end(ending.outcome(), ending.outcome() == Outcome.SUCCEEDED ? null : ending.detail());
        }
    }

    /**
     * Ends everything that was started for this run. A run that was not finished before is recorded as unfinished: its
     * end was not seen.
     */
    @Override
    public void close() {
        feeds.forEach(LogFeed::flush);
        poll();
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (state.view().outcome() == null) {
                end(Outcome.UNFINISHED, null);
            }
            closed = true;
        }
        decisions.close();
        if (engine != null) {
            engine.close();
        } else {
            display.finish(view(), clock.instant());
        }
        consultants.learn(view());
        sampling.close();
        companions.close();
        bus.close();
    }

    public Clock clock() {
        return clock;
    }

    private record Named(String name, DeliveryMode delivery, EventListener listener) {}

    /** Describes a run before it starts. */
    public static final class Builder {

        private final String title;
        private final Map<String, String> labels = new HashMap<>();
        private final List<Named> listeners = new ArrayList<>();
        private final List<Renderer> renderers = new ArrayList<>();
        private final List<Sampler> samplers = new ArrayList<>();
        private final List<Watchdog> watchdogs = new ArrayList<>();
        private final List<FactSourcePoller.Companion> companions = new ArrayList<>();
        private String run = UUID.randomUUID().toString();
        private Clock clock = Clock.systemUTC();
        private LogParser.@Nullable Factory parser;
        private @Nullable Forecaster forecaster;
        private Remedies remedies = Remedies.standard();
        private @Nullable Decider decider;
        private Duration sampleInterval = Duration.ofSeconds(10);
        private Duration drainLimit = Duration.ofSeconds(5);
        private Duration closeLimit = Duration.ofSeconds(5);
        private boolean driven;

        private Builder(String title) {
            this.title = title;
        }

        /** The run's id; a random one unless given. */
        public Builder run(String id) {
            run = id;
            return this;
        }

        /** A property of the run, such as template, instance type or cores. */
        public Builder label(String name, String value) {
            labels.put(name, value);
            return this;
        }

        /** Where the time comes from; the system clock unless given. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** What understands the logs that are followed. */
        public Builder parser(LogParser.Factory factory) {
            parser = factory;
            return this;
        }

        /** Who says how long it takes. */
        public Builder forecaster(Forecaster newForecaster) {
            forecaster = newForecaster;
            return this;
        }

        /** Adds a display. It is closed with the run. */
        public Builder renderer(Renderer renderer) {
            renderers.add(renderer);
            return this;
        }

        /** Adds a sampler. It is closed with the run. */
        public Builder sampler(Sampler sampler) {
            samplers.add(sampler);
            return this;
        }

        /** How often samples are taken; every ten seconds unless given. */
        public Builder sampleEvery(Duration interval) {
            sampleInterval = interval;
            return this;
        }

        /**
         * Adds a source of facts next to the log that is followed, such as the logs of single packages. It is closed with
         * the run.
         */
        public Builder alongside(FactSource source) {
            return alongside("main", source);
        }

        /** Adds a source of facts of a worker next to its log. It is closed with the run. */
        public Builder alongside(String worker, FactSource source) {
            companions.add(new FactSourcePoller.Companion(worker, source));
            return this;
        }

        /** Adds a watchdog. */
        public Builder watchdog(Watchdog watchdog) {
            watchdogs.add(watchdog);
            return this;
        }

        /** Who decides when an advice asks; unless given nobody is asked. */
        public Builder decider(Decider newDecider) {
            decider = newDecider;
            return this;
        }

        /** Adds a listener, which gets every event from the run's beginning on. */
        public Builder listener(String name, DeliveryMode delivery, EventListener listener) {
            listeners.add(new Named(name, delivery, listener));
            return this;
        }

        /** What to do about failures, in the host's words; what comes with the library unless given. */
        public Builder remedies(Remedies newRemedies) {
            remedies = newRemedies;
            return this;
        }

        /** Adds hooks, which are called from the run's beginning on, in a thread of their own. */
        public Builder hooks(Hooks hooks) {
            return listener("hooks", DeliveryMode.NEWEST, hooks.listener());
        }

        /** How long closing waits for slow listeners, in all; five seconds unless given. */
        public Builder drainLimit(Duration limit) {
            drainLimit = limit;
            return this;
        }

        /** Starts no thread for displays, samplers and forecasts: the host calls {@link Progress#tick} itself. */
        public Builder driven() {
            driven = true;
            return this;
        }

        /** Starts the run. */
        public Progress start() {
            Progress progress = new Progress(this);
            progress.record(new RunFact.Started(title, labels));
            if (progress.engine != null) {
                progress.engine.start();
            }
            return progress;
        }

        /**
         * Makes a run that gets its events, its beginning included, from {@link Progress#replay}. The run's id is that
         * of the recording.
         */
        public Progress forReplay(String recordedRun) {
            return resume(recordedRun, progress -> {});
        }

        /**
         * Goes on with a run that an earlier process watched. What was known of it, its beginning included, is brought
         * back first: with {@link Progress#replay} from recorded events, or with a feed that takes the log once more
         * from its beginning. Only then do displays, samplers and forecasts begin.
         *
         * <p>A host that keeps the log feeds it under a worker of its own and replays only what the others reported:
         * the same bytes read at the same times give the same events again.
         *
         * @param earlierRun the run's id
         * @param past brings back what was known; called once, in this thread
         */
        public Progress resume(String earlierRun, Consumer<Progress> past) {
            run = earlierRun;
            Progress progress = new Progress(this);
            past.accept(progress);
            if (progress.engine != null) {
                progress.engine.start();
            }
            return progress;
        }
    }
}
