package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.bus.Delivery;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A real build's console, looked at now and then. */
class SnapshotsTest {

    private static final byte[] LOG = console();

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static byte[] console() {
        StringBuilder console = new StringBuilder();
        int i = 0;
        for (String line : new String(Recording.of("0.23-pctl").log(), StandardCharsets.UTF_8).split("\n")) {
            console.append("[%12.6f] cloud-init[812]: %s\r\n".formatted(100 + i++ / 7.0, line));
        }
        return console.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 20)
    void windowsThatOverlapGiveWhatTheWholeGives(@ForAll long seed) {
        Random random = new Random(seed);
        RunView whole = read(new int[] {LOG.length}, LOG.length);
        List<String> wholeLines = List.copyOf(lines);
        int window = 2_000 + random.nextInt(30_000);
        int[] ends = random.ints(200, 0, window / 2).toArray();
        Arrays.parallelPrefix(ends, Integer::sum);
        int[] polls = Arrays.stream(ends).map(e -> Math.min(e, LOG.length)).toArray();
        polls[polls.length - 1] = LOG.length;
        for (int i = 1; i < polls.length; i++) {
            polls[i] = Math.min(polls[i], polls[i - 1] + window / 2);
        }
        if (polls[polls.length - 1] < LOG.length) {
            return;
        }
        RunView joined = read(polls, window);
        assertThat(joined.gaps()).isZero();
        assertThat(lines).isEqualTo(wholeLines);
        assertThat(joined.packages()).isEqualTo(whole.packages());
        assertThat(joined.roots()).isEqualTo(whole.roots());
    }

    @Property(tries = 10)
    void whatIsLostIsAGapAndEverythingElseIsUnderstood(@ForAll long seed) {
        int lostFrom = LOG.length / 3 + new Random(seed).nextInt(500);
        RunView view = read(new int[] {lostFrom, LOG.length}, LOG.length - lostFrom - 300);
        assertThat(view.gaps()).isEqualTo(1);
        assertThat(view.packages()).extracting(PackageView::id).doesNotHaveDuplicates();
    }

    private RunView read(int[] ends, int window) {
        lines.clear();
        try (Progress progress = Progress.builder("test")
                .clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .parser(SpackParser.factory())
                .listener("lines", Delivery.EVERYTHING, e -> {
                    if (e.fact() instanceof LogFact.Output o) {
                        lines.add(o.text());
                    }
                })
                .driven()
                .start()) {
            LogFeed feed = progress.feed();
            for (int end : ends) {
                feed.snapshot(Arrays.copyOfRange(LOG, Math.max(0, end - window), end));
            }
            feed.close();
            RunView view = progress.view();
            progress.close();
            return view;
        }
    }
}
