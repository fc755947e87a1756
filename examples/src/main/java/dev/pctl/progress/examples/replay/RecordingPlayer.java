package dev.pctl.progress.examples.replay;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.stream.EventReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays a recording into a run that is driven by the clock of the recording: in real time, faster, or at maximum speed.
 * The run ticks every second of the recording and at each of its chunks.
 */
public final class RecordingPlayer {

    /** The maximum speed. */
    public static final double MAX = Double.POSITIVE_INFINITY;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FRAME = Duration.ofMillis(100);

    private final Progress progress;
    private final SettableClock clock;
    private final double speed;
    private final Instant start;
    private final long realStart = System.nanoTime();
    private Duration tick = TICK;
    private Instant until = Instant.MAX;
    private Instant lastTick;
    private boolean pending;
    private @Nullable BuildLogs buildLogs;

    public RecordingPlayer(Progress progress, SettableClock clock, double speed) {
        this.progress = progress;
        this.clock = clock;
        this.speed = speed;
        this.start = clock.instant();
        this.lastTick = start;
    }

    /** Stops at a time after the start, in the middle of the build. */
    RecordingPlayer until(Duration time) {
        until = start.plus(time);
        return this;
    }

    /** Passes text appended to build logs to these. */
    public RecordingPlayer with(BuildLogs logs) {
        buildLogs = logs;
        return this;
    }

    /** Sets the number of frames per recorded second at maximum speed. */
    RecordingPlayer frames(int perSecond) {
        tick = Duration.ofSeconds(1).dividedBy(perSecond);
        return this;
    }

    public void play(Recording recording) {
        LogFeed feed = progress.feed();
        Deque<Recording.LogPiece> pieces = new ArrayDeque<>(recording.buildLogs());
        for (Recording.Chunk chunk : recording.chunks()) {
            append(pieces, chunk.at());
            if (start.plus(chunk.at()).isAfter(until)) {
                passTo(until);
                tick();
                return;
            }
            passTo(start.plus(chunk.at()));
            byte[] bytes = chunk.text().getBytes(StandardCharsets.UTF_8);
            feed.write(bytes, 0, bytes.length);
            pending = true;
        }
        happened();
        feed.close();
        Integer exit = recording.exit();
        Outcome outcome = feed.outcome();
        if (outcome == null) {
            outcome = exit != null && exit == 0 ? Outcome.SUCCEEDED : Outcome.UNFINISHED;
        }
        progress.finish(outcome, exit == null || exit == 0 ? null : "exit status " + exit);
    }

    /** Build logs are read at the next tick, as in a real build. */
    private void append(Deque<Recording.LogPiece> pieces, Duration end) {
        BuildLogs logs = buildLogs;
        while (logs != null && !pieces.isEmpty() && pieces.element().at().compareTo(end) <= 0) {
            Recording.LogPiece piece = pieces.remove();
            if (start.plus(piece.at()).isAfter(until)) {
                return;
            }
            passTo(start.plus(piece.at()));
            byte[] bytes = piece.text().getBytes(StandardCharsets.UTF_8);
            logs.append(piece.path(), piece.position(), bytes, 0, bytes.length);
        }
    }

    public void play(Event first, EventReader events) throws IOException {
        for (Event event = first; event != null; event = events.next()) {
            if (event.time().isAfter(until)) {
                passTo(until);
                tick();
                return;
            }
            passTo(event.time());
            progress.replay(event);
            pending |= !(event.fact() instanceof RunFact.Heartbeat);
        }
        happened();
    }

    /** Advances the time of the recording and redraws. */
    private void passTo(Instant time) {
        if (clock.instant().isBefore(time)) {
            happened();
        }
        while (clock.instant().isBefore(time)) {
            Instant next = speed == MAX ? lastTick.plus(tick) : reached();
            if (!next.isBefore(time)) {
                clock.set(time);
                return;
            }
            clock.set(next);
            tick();
            if (speed != MAX) {
                LockSupport.parkNanos(FRAME.toNanos());
            }
        }
    }

    private Instant reached() {
        return start.plusNanos((long) ((System.nanoTime() - realStart) * speed));
    }

    private void tick() {
        lastTick = clock.instant();
        progress.tick();
    }

    /** At maximum speed, a chunk is drawn before time advances; otherwise with the next frame. */
    private void happened() {
        if (speed == MAX && pending) {
            tick();
        }
        pending = false;
    }
}
