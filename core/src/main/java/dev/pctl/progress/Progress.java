package dev.pctl.progress;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.Subscription;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.internal.run.RunLoop;
import dev.pctl.progress.internal.run.RunThreads;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Watches one run: takes facts from logs and from the host, keeps the state of the run, and shows it.
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
 * <p>Closing ends every thread that the run started, gives listeners a moment to take the events that wait for them,
 * and leaves the terminal clean. After that the run takes no more facts: reporting one does nothing but log a warning,
 * once, and whatever starts something new ({@link #startStage}, {@link #startPackage}, {@link #feed}, {@link #follow},
 * {@link #subscribe}) throws {@link IllegalStateException}.
 *
 * <p>Thread-safe, except {@link #tick}, which is for one thread at a time.
 */
public final class Progress implements AutoCloseable {

    private final RunCore core;
    private final RunLoop loop;
    private final @Nullable RunThreads threads;
    private final LogFeeds feeds;

    Progress(RunCore core, RunLoop loop, @Nullable RunThreads threads, LogParser.@Nullable Factory parser) {
        this.core = core;
        this.loop = loop;
        this.threads = threads;
        this.feeds = new LogFeeds(core, parser);
    }

    /**
     * Begins the description of a run.
     *
     * @param title what is built, for people; may be empty
     */
    public static ProgressBuilder builder(String title) {
        return new ProgressBuilder(Objects.requireNonNull(title, "title"));
    }

    // ---- what comes in

    /** Records a fact, as of now. */
    public void record(Fact fact) {
        core.record(Objects.requireNonNull(fact, "fact"));
    }

    /** Records a fact that became true at the given time. */
    public void record(Instant time, Fact fact) {
        record(core.worker(), time, fact);
    }

    /**
     * Records a fact that a worker reported.
     *
     * @param worker the machine or process that reported it
     */
    public void record(String worker, Instant time, Fact fact) {
        Arguments.notBlank(worker, "worker");
        Objects.requireNonNull(time, "time");
        core.record(worker, time, Objects.requireNonNull(fact, "fact"));
    }

    /**
     * Replays a recorded event: folds and publishes it unchanged. Events of other runs and events that were replayed
     * before change nothing.
     */
    public void replay(Event event) {
        core.replay(Objects.requireNonNull(event, "event"));
    }

    /**
     * Reads a log to its end, in the calling thread.
     *
     * @return how the run ended as far as the log itself says, or null
     * @throws IOException if it cannot be read; what was read before is kept
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public @Nullable Outcome follow(InputStream log) throws IOException {
        return follow(LogSources.of(log));
    }

    /**
     * Reads a log to its end, in the calling thread, and closes it. It is as hard to interrupt as the source: of a
     * command, for instance, not at all. To stop earlier, close the source from another thread.
     *
     * @return how the run ended as far as the log itself says, or null
     * @throws IOException if it cannot be read; what was read before is kept
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public @Nullable Outcome follow(LogSource log) throws IOException {
        return LogFeeds.follow(feed(), Objects.requireNonNull(log, "log"));
    }

    /**
     * Opens a feed for a log whose bytes the host pushes as it gets them.
     *
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public LogFeed feed() {
        return feed(core.worker());
    }

    /**
     * Opens a feed for the log of a worker.
     *
     * @throws IllegalStateException if no parser was given or the run is closed
     */
    public LogFeed feed(String worker) {
        Arguments.notBlank(worker, "worker");
        return feeds.open(worker);
    }

    /**
     * Starts a stage of the host's own. A stage whose id has already ended is another stage: its id gets a number.
     *
     * @param id of the stage within the run
     * @param title for people
     * @throws IllegalStateException if the run is closed
     */
    public StageProgress startStage(String id, String title) {
        Arguments.notBlank(id, "id");
        Objects.requireNonNull(title, "title");
        return StageProgress.start(core, id, title);
    }

    /**
     * Starts a package, for hosts that know without a log what they build. Starting a package again that has ended is a
     * new attempt.
     *
     * @throws IllegalStateException if the run is closed
     */
    public PackageProgress startPackage(PackageRef ref) {
        return PackageProgress.start(core, feeds, checked(ref), null, null);
    }

    /**
     * Starts the package that is number {@code index} of {@code total}; see {@link #startPackage(PackageRef)}.
     *
     * @param index from 1 to {@code total}
     * @throws IllegalStateException if the run is closed
     */
    public PackageProgress startPackage(PackageRef ref, int index, int total) {
        Arguments.positive(total, "total");
        if (index < 1 || index > total) {
            throw new IllegalArgumentException("index must be from 1 to total, which is " + total + ": " + index);
        }
        return PackageProgress.start(core, feeds, checked(ref), index, total);
    }

    private static PackageRef checked(PackageRef ref) {
        Objects.requireNonNull(ref, "ref");
        Arguments.notBlank(ref.name(), "ref.name");
        return ref;
    }

    // ---- what goes out

    /** Returns what is known now. */
    public RunView view() {
        return core.view();
    }

    /**
     * Adds a listener, which gets the events from now on.
     *
     * @param name for the listener's thread and for messages
     * @throws IllegalStateException if the run is closed
     */
    public Subscription subscribe(String name, DeliveryMode delivery, EventListener listener) {
        Arguments.notBlank(name, "name");
        Objects.requireNonNull(delivery, "delivery");
        return core.subscribe(name, delivery, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Takes the samples that are due, polls fact sources, asks forecaster and watchdogs, and draws. The library's own
     * threads do this about once a second, unless the run is {@linkplain ProgressBuilder#driven driven} by its host.
     */
    public void tick() {
        loop.tick();
    }

    // ---- how it ends

    /**
     * Ends the run. Only the first call counts. The run still has to be closed: until then its display stays on the
     * terminal, and it is not in the history.
     */
    public void finish(Outcome outcome) {
        finish(outcome, null);
    }

    /**
     * Ends the run. Only the first call counts. Waits at most 10 seconds for fact sources that hang.
     *
     * @param detail one line for people, such as the exit status, or null
     */
    public void finish(Outcome outcome, @Nullable String detail) {
        Objects.requireNonNull(outcome, "outcome");
        poll();
        core.finish(outcome, detail);
    }

    /**
     * Ends the run as its host saw it end. If the log does not say why it failed, a diagnosis says what was being built
     * and quotes the last lines. Only the first call counts.
     */
    public void finish(RunTermination termination) {
        Objects.requireNonNull(termination, "termination");
        poll();
        core.finish(termination);
    }

    private void poll() {
        if (threads != null) {
            threads.poll();
        } else {
            loop.poll();
        }
    }

    /**
     * Ends everything that was started for this run. A run that was not finished before is recorded as unfinished.
     * Later calls do nothing.
     *
     * <p>Extensions that hang are left behind: closing waits at most 10 seconds for fact sources, 5 for renderers,
     * samplers and watchdogs, 15 for the forecaster to learn, 5 for samplers and sources to close, and the {@linkplain
     * ProgressBuilder#drainLimit drain limit} for listeners. A {@linkplain ProgressBuilder#driven driven} run calls its
     * extensions in the host's thread, so that they can hold it up.
     */
    @Override
    public void close() {
        poll();
        if (!core.end()) {
            return;
        }
        loop.closeDecisions();
        if (threads != null) {
            threads.close();
        } else {
            loop.drawLast();
            loop.close();
        }
        core.closeListeners();
    }
}
