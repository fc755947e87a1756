package dev.pctl.progress;

import dev.pctl.progress.event.Price;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Hooks;
import dev.pctl.progress.internal.bus.EventBus;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.run.AdvicePoller;
import dev.pctl.progress.internal.run.CloseLimits;
import dev.pctl.progress.internal.run.FactSourcePoller;
import dev.pctl.progress.internal.run.PendingDecisions;
import dev.pctl.progress.internal.run.RendererGroup;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.internal.run.RunLoop;
import dev.pctl.progress.internal.run.RunThreads;
import dev.pctl.progress.internal.run.SamplerScheduler;
import dev.pctl.progress.internal.util.RandomIds;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.spi.Watchdog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a run before it starts: {@link Progress#builder}. Starts one run; a second call of {@link #start}, {@link
 * #forReplay} or {@link #resume} throws. Not thread-safe.
 */
public final class ProgressBuilder {

    private final String title;

    private final Map<String, String> labels = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Renderer> renderers = new ArrayList<>();
    private final List<Sampler> samplers = new ArrayList<>();
    private final List<Watchdog> watchdogs = new ArrayList<>();
    private final List<Alongside> sources = new ArrayList<>();
    private String run = RandomIds.next();
    private String ownWorker = RunCore.MAIN_WORKER;
    private Clock clock = Clock.systemUTC();
    private LogParser.@Nullable Factory parser;
    private @Nullable Forecaster forecaster;
    private @Nullable Price price;
    private Remedies remedies = Remedies.standard();
    private @Nullable Decider decider;
    private Duration sampleInterval = Duration.ofSeconds(10);
    private Duration drainLimit = Duration.ofSeconds(5);
    private CloseLimits closeLimits = CloseLimits.STANDARD;
    private boolean driven;
    private boolean started;

    private record Alongside(@Nullable String worker, FactSource source) {}

    private record Listener(String name, DeliveryMode delivery, EventListener listener) {}

    ProgressBuilder(String title) {
        this.title = title;
    }

    /** Sets the run's id. Default: a random one. */
    public ProgressBuilder run(String id) {
        run = Arguments.notBlank(id, "id");
        return this;
    }

    /**
     * Sets the name under which this host reports: that of its machine, where several report one run under one id. It
     * also names the machine of this host's samplers. Default: {@code main}.
     */
    public ProgressBuilder worker(String name) {
        ownWorker = Arguments.notBlank(name, "name");
        return this;
    }

    /** Adds a property of the run, such as template, instance type or cores. */
    public ProgressBuilder label(String name, String value) {
        labels.put(Arguments.notBlank(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets what the machine costs, so that displays show the cost of the run. Default: no price, and no cost is shown.
     *
     * <p>The price of another worker's machine is recorded by its host, as {@link RunFact.Priced} with that worker.
     */
    public ProgressBuilder price(Price newPrice) {
        price = Objects.requireNonNull(newPrice, "newPrice");
        return this;
    }

    /** Sets where the time comes from. Default: the system clock. */
    public ProgressBuilder clock(Clock newClock) {
        clock = Objects.requireNonNull(newClock, "newClock");
        return this;
    }

    /** Sets the parser of the logs that are followed. */
    public ProgressBuilder parser(LogParser.Factory factory) {
        parser = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /** Sets who forecasts how long things take. It is closed with the run. */
    public ProgressBuilder forecaster(Forecaster newForecaster) {
        forecaster = Objects.requireNonNull(newForecaster, "newForecaster");
        return this;
    }

    /** Adds a display. It is closed with the run. */
    public ProgressBuilder renderer(Renderer renderer) {
        renderers.add(Objects.requireNonNull(renderer, "renderer"));
        return this;
    }

    /** Adds a sampler. It is closed with the run. */
    public ProgressBuilder sampler(Sampler sampler) {
        samplers.add(Objects.requireNonNull(sampler, "sampler"));
        return this;
    }

    /** Sets how often samples are taken. Default: every ten seconds. */
    public ProgressBuilder sampleEvery(Duration interval) {
        sampleInterval = Arguments.positive(interval, "interval");
        return this;
    }

    /**
     * Adds a source of facts next to the log that is followed, such as the logs of single packages. It is closed with
     * the run.
     */
    public ProgressBuilder alongside(FactSource source) {
        sources.add(new Alongside(null, Objects.requireNonNull(source, "source")));
        return this;
    }

    /** Adds a source of facts of a worker next to its log. It is closed with the run. */
    public ProgressBuilder alongside(String worker, FactSource source) {
        Arguments.notBlank(worker, "worker");
        sources.add(new Alongside(worker, Objects.requireNonNull(source, "source")));
        return this;
    }

    /** Adds a watchdog. */
    public ProgressBuilder watchdog(Watchdog watchdog) {
        watchdogs.add(Objects.requireNonNull(watchdog, "watchdog"));
        return this;
    }

    /** Sets who answers the questions of advice. Default: no one is asked. */
    public ProgressBuilder decider(Decider newDecider) {
        decider = Objects.requireNonNull(newDecider, "newDecider");
        return this;
    }

    /**
     * Adds a listener, which gets every event from the run's beginning on.
     *
     * @param name for the listener's thread and for messages
     */
    public ProgressBuilder listener(String name, DeliveryMode delivery, EventListener listener) {
        Arguments.notBlank(name, "name");
        Objects.requireNonNull(delivery, "delivery");
        listeners.add(new Listener(name, delivery, Objects.requireNonNull(listener, "listener")));
        return this;
    }

    /** Sets what to do about failures, in the host's words. Default: {@link Remedies#standard}. */
    public ProgressBuilder remedies(Remedies newRemedies) {
        remedies = Objects.requireNonNull(newRemedies, "newRemedies");
        return this;
    }

    /** Adds hooks, which are called from the run's beginning on, in a thread of their own. */
    public ProgressBuilder hooks(Hooks hooks) {
        Objects.requireNonNull(hooks, "hooks");
        return listener("hooks", DeliveryMode.NEWEST, hooks.listener());
    }

    /** Sets how long closing waits for slow listeners, in all. Default: five seconds. */
    public ProgressBuilder drainLimit(Duration limit) {
        drainLimit = Arguments.notNegative(limit, "limit");
        return this;
    }

    /** Starts no thread for displays, samplers and forecasts: the host calls {@link Progress#tick} itself. */
    public ProgressBuilder driven() {
        driven = true;
        return this;
    }

    /**
     * Starts the run.
     *
     * @throws IllegalStateException if this builder has already started a run
     */
    public Progress start() {
        return start(progress -> {
            progress.record(new RunFact.Started(title, labels));
            statePrice(progress);
        });
    }

    /**
     * Starts a run that gets its events, its beginning included, from {@link Progress#replay}.
     *
     * @param recordedRun the id of the run that was recorded
     * @throws IllegalStateException if this builder has already started a run
     */
    public Progress forReplay(String recordedRun) {
        run = Arguments.notBlank(recordedRun, "recordedRun");
        return start(progress -> {});
    }

    /**
     * Continues a run that an earlier process watched. What was known of it, its beginning included, is restored first:
     * with {@link Progress#replay} from recorded events, or with a feed that takes the log once more from its
     * beginning. Displays, samplers and forecasts begin only after that.
     *
     * <p>A host that keeps the log feeds it under a worker of its own and replays only what the others reported: the
     * same bytes read at the same times give the same events again.
     *
     * @param earlierRun the run's id
     * @param past restores what was known; called once, in this thread
     * @throws IllegalStateException if this builder has already started a run
     */
    public Progress resume(String earlierRun, Consumer<Progress> past) {
        run = Arguments.notBlank(earlierRun, "earlierRun");
        Objects.requireNonNull(past, "past");
        return start(progress -> {
            past.accept(progress);
            statePrice(progress);
        });
    }

    /** Records the price, unless an earlier process did. */
    private void statePrice(Progress progress) {
        Price stated = price;
        if (stated != null
                && progress.view().prices().stream().noneMatch(p -> p.price().equals(stated))) {
            progress.record(new RunFact.Priced(stated));
        }
    }

    /** Sets how long closing waits for extensions that hang. For tests. */
    ProgressBuilder closeLimits(CloseLimits limits) {
        closeLimits = limits;
        return this;
    }

    private List<FactSourcePoller.Companion> companions() {
        return sources.stream()
                .map(a -> new FactSourcePoller.Companion(a.worker == null ? ownWorker : a.worker, a.source))
                .toList();
    }

    private Progress start(Consumer<Progress> beginning) {
        if (started) {
            throw new IllegalStateException("this builder has already started a run: use one builder for each run");
        }
        started = true;
        EventBus bus = new EventBus(drainLimit);
        listeners.forEach(l -> bus.subscribe(l.name, l.delivery, l.listener));
        RunCore core = new RunCore(run, ownWorker, clock, remedies, bus);
        RunLoop loop = new RunLoop(
                core,
                new AdvicePoller(forecaster, watchdogs),
                new PendingDecisions(decider, core::record),
                new RendererGroup(renderers),
                new SamplerScheduler(samplers, sampleInterval),
                new FactSourcePoller(companions(), core::sink));
        RunThreads threads = driven ? null : new RunThreads(loop, closeLimits);
        Progress progress = new Progress(core, loop, threads, parser);
        beginning.accept(progress);
        if (threads != null) {
            threads.start();
        }
        return progress;
    }
}
