package dev.pctl.progress.examples.ami;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.watch.Interruption;
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
 * One build of an image, from the launch of its instance to the image; also one that an earlier process began. What is
 * known of it comes from three things on disk: the log as it was received, the events that are the host's own, and the
 * instance. The log is the only source of what Spack did: it is read again from its beginning, so that nothing is
 * counted twice and nothing is lost, wherever the earlier process was when it ended.
 */
final class ImageBuild implements AutoCloseable {

    private static final String INSTANCE = "instance";
    private static final long POLL_MILLIS = 250;

    private final Path folder;
    private final AmiInstance instance;
    private final EventJournal journal;
    private final ReceivedLog log;
    private final Clock clock;
    private ConsoleSnapshotMerger snapshots = ConsoleSnapshotMerger.create();
    private @Nullable LogFeed feed;

    private ImageBuild(Path folder, EventJournal journal, ReceivedLog log, Clock clock) {
        this.folder = folder;
        this.instance = AmiInstance.in(folder.resolve(INSTANCE));
        this.journal = journal;
        this.log = log;
        this.clock = clock;
    }

    /** Opens the build that keeps its files in that folder: a new one if it is empty. */
    static ImageBuild open(Path folder, Clock clock) throws IOException {
        return new ImageBuild(
                folder, EventJournal.open(folder.resolve("events.jsonl")), ReceivedLog.open(folder), clock);
    }

    /** Whether an earlier process began it. */
    boolean begun() {
        return !journal.before().isEmpty();
    }

    /** Where it records what happens. */
    EventJournal journal() {
        return journal;
    }

    AmiInstance instance() {
        return instance;
    }

    /** Starts the run, or goes on with it. */
    Progress start(Progress.Builder builder) {
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

    /** Brings back events and log in the order of their times. */
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
     * Launches the instance unless that was done, and watches it to its end.
     *
     * @param notes gets lines for people that are no events
     * @return how the build ended; null if the watching was interrupted and the build goes on
     */
    @Nullable
    Outcome watch(Progress progress, AmiMachine.Job job, Interruption interruption, Consumer<String> notes)
            throws IOException, InterruptedException {
        AmiStage.LAUNCH.reached(progress);
        if (!instance.launched()) {
            instance.launch(job);
        }
        AmiStage.BOOTSTRAP.reached(progress);
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

    /** Whether somebody who was asked decided against going on. */
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
        AmiStage stage = AmiStage.of(progress.view().status());
        if (stage != null) {
            reach(stage, progress, notes);
        }
    }

    private static void reach(AmiStage stage, Progress progress, Consumer<String> notes) {
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
        reach(AmiStage.SNAPSHOT, progress, notes);
        String image = new AmiImage(folder).make(progress.view(), clock.instant());
        AmiStage.SNAPSHOT.ended(progress, Outcome.SUCCEEDED);
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
