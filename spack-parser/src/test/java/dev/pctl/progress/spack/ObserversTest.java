package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events of a run depend on its log, and not on who listens or how often the view is read. */
class ObserversTest {

    private static final int CHUNK = 4096;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    static Stream<RecordedLog> recordings() {
        return RecordedLog.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void readingTheViewDoesNotChangeTheEvents(RecordedLog recording) {
        List<Event> unseen = eventsOf(recording, 0);
        assertThat(eventsOf(recording, 1)).isEqualTo(unseen);
        assertThat(eventsOf(recording, 7)).isEqualTo(unseen);
    }

    /** The recorder is a listener itself, so the run without any is compared by what is left of it: its view. */
    @ParameterizedTest
    @MethodSource("recordings")
    void listeningDoesNotChangeTheRun(RecordedLog recording) {
        RunProjection recorded = new RunProjection("run");
        eventsOf(recording, 3).forEach(recorded::apply);

        assertThat(viewOf(recording)).isEqualTo(recorded.view());
        assertThat(lastSequenceOf(recording)).isEqualTo(eventsOf(recording, 0).size());
    }

    private static List<Event> eventsOf(RecordedLog recording, int chunksBetweenViews) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress = run().listener("recorder", DeliveryMode.EVERYTHING, events::add)
                .listener("slow", DeliveryMode.NEWEST, e -> {})
                .start()) {
            feed(progress, recording, chunksBetweenViews);
        }
        return events;
    }

    private static RunView viewOf(RecordedLog recording) {
        Progress progress = run().start();
        try (progress) {
            feed(progress, recording, 0);
        }
        return progress.view();
    }

    /** Nobody listens while the log is read: the end of the run alone shows how many events there were. */
    private static long lastSequenceOf(RecordedLog recording) {
        List<Event> last = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress = run().start()) {
            feed(progress, recording, 0);
            progress.subscribe("late", DeliveryMode.EVERYTHING, last::add);
        }
        return last.get(last.size() - 1).sequence();
    }

    private static ProgressBuilder run() {
        return Progress.builder("test")
                .run("run")
                .clock(CLOCK)
                .parser(SpackParsers.standard())
                .driven();
    }

    private static void feed(Progress progress, RecordedLog recording, int chunksBetweenViews) {
        byte[] log = recording.log();
        LogFeed feed = progress.feed();
        for (int at = 0; at < log.length; at += CHUNK) {
            feed.write(log, at, Math.min(CHUNK, log.length - at));
            if (chunksBetweenViews > 0 && at / CHUNK % chunksBetweenViews == 0) {
                progress.view();
            }
        }
        feed.close();
    }
}
