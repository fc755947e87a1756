package dev.pctl.progress.examples.ami.build;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.ami.machine.InstanceProcess;
import dev.pctl.progress.examples.ami.machine.LocalInstance;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.log.ConsoleSnapshotMerger;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One build of an image, from the launch of its instance to the image. A later process can continue it from three things
 * on disk: the log as it was received, the host's own events, and the instance. Only the log says what Spack did; it is
 * read again from its start, so nothing is counted twice and nothing is lost, whenever the earlier process ended.
 */
public final class ImageBuild implements AutoCloseable {

    /** The worker that reports the build. */
    public static final String INSTANCE = "instance";

    private static final long POLL_MILLIS = 250;

    private final Path folder;
    private final LocalInstance instance;
    private final EventJournal journal;
    private final ReceivedLog log;
    private final Clock clock;
    private ConsoleSnapshotMerger snapshots = ConsoleSnapshotMerger.create();
    private @Nullable LogFeed feed;

    private ImageBuild(Path folder, EventJournal journal, ReceivedLog log, Clock clock) {
        this.folder = folder;
        this.instance = LocalInstance.in(folder.resolve(INSTANCE));
        this.journal = journal;
        this.log = log;
        this.clock = clock;
    }

    /** Opens the build in a directory, or creates it in an empty one. */
    public static ImageBuild open(Path folder, Clock clock) throws IOException {
        return new ImageBuild(
                folder, EventJournal.open(folder.resolve("events.jsonl")), ReceivedLog.open(folder), clock);
    }

    /** Returns whether an earlier process started this build. */
    public boolean begun() {
        return !journal.before().isEmpty();
    }

    /** Returns the journal of this build. */
    public EventJournal journal() {
        return journal;
    }

    public LocalInstance instance() {
        return instance;
    }

    /** Starts the run, or resumes it. */
    public Progress start(ProgressBuilder builder) {
        if (!begun()) {
            Progress progress = builder.start();
            feed = progress.feed(INSTANCE);
            return progress;
        }
        return builder.resume(journal.before().get(0).run(), progress -> {
            try {
                bringBack(progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Replays events and log in the order of their times. */
    private void bringBack(Progress progress) throws IOException {
        LogFeed again = progress.feed(INSTANCE);
        feed = again;
        List<Event> own = journal.before().stream()
                .filter(e -> !e.worker().equals(INSTANCE))
                .toList();
        int next = 0;
        long offset = 0;
        for (ReceivedLog.Piece piece : log.pieces()) {
            while (next < own.size() && !own.get(next).time().isAfter(piece.at())) {
                progress.replay(own.get(next++));
            }
            take(again, log.read(offset, piece.length()), piece.at(), piece.afterGap());
            offset += piece.length();
        }
        own.subList(next, own.size()).forEach(progress::replay);
        snapshots.join(log.end());
    }

    private static void take(LogFeed feed, byte[] bytes, Instant at, boolean afterGap) {
        if (afterGap) {
            feed.gap(at);
        }
        feed.write(bytes, 0, bytes.length, at);
    }

    /**
     * Launches the instance, unless an earlier process did, and watches it until it ends.
     *
     * @param notes receives lines for users that are not events
     * @return the outcome; null if the user interrupted the watcher and the build continues
     */
    @Nullable
    public Outcome watch(Progress progress, InstanceProcess.Job job, Interruption interruption, Consumer<String> notes)
            throws IOException, InterruptedException {
        BuildStage.LAUNCH.reached(progress);
        if (!instance.launched()) {
            instance.launch(job);
        }
        BuildStage.BOOTSTRAP.reached(progress);
        boolean running = true;
        while (running) {
            running = instance.running();
            poll(progress, notes);
            if (running && isStopped(progress)) {
                return stop(progress);
            }
            if (running && interruption.within(POLL_MILLIS)) {
                return null;
            }
        }
        return end(progress, notes);
    }

    /** Returns whether an answered question stops the build. */
    private static boolean isStopped(Progress progress) {
        RunView view = progress.view();
        return view.advice().raised().stream().anyMatch(a -> view.advice().decision(a.id()) == Decision.STOP);
    }

    private Outcome stop(Progress progress) throws IOException {
        instance.terminate();
        progress.finish(Outcome.CANCELLED, "stopped by its user; the instance is terminated");
        return Outcome.CANCELLED;
    }

    private void poll(Progress progress, Consumer<String> notes) throws IOException {
        ConsoleSnapshotMerger.Added added = snapshots.join(instance.console());
        byte[] bytes = added.bytes();
        if (bytes.length > 0) {
            Instant now = clock.instant();
            log.add(now, bytes, added.gap());
            take(feed(), bytes, now, added.gap());
        }
        BuildStage stage = BuildStage.of(progress.view().status());
        if (stage != null) {
            reach(stage, progress, notes);
        }
    }

    private static void reach(BuildStage stage, Progress progress, Consumer<String> notes) {
        if (stage.reached(progress)) {
            stage.disks(progress.view()).forEach(notes);
        }
    }

    private LogFeed feed() {
        LogFeed begun = feed;
        if (begun == null) {
            throw new IllegalStateException("the build was not started");
        }
        return begun;
    }

    private Outcome end(Progress progress, Consumer<String> notes) throws IOException {
        feed().close();
        Integer status = instance.status();
        if (status == null || status != 0) {
            progress.finish(
                    status == null ? RunTermination.vanished("the instance is gone") : RunTermination.exited(status));
            return Outcome.FAILED;
        }
        reach(BuildStage.SNAPSHOT, progress, notes);
        String image = new ImageManifest(folder).make(progress.view(), clock.instant());
        BuildStage.SNAPSHOT.ended(progress, Outcome.SUCCEEDED);
        progress.finish(Outcome.SUCCEEDED, image);
        return Outcome.SUCCEEDED;
    }

    @Override
    public void close() throws IOException {
        try (log;
                journal) {
            feed = null;
        }
    }
}
