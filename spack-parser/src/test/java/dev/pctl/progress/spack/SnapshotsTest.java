package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real builds' consoles, looked at now and then. */
class SnapshotsTest {

    private static final List<RecordedLog> RECORDINGS = RecordedLog.all().toList();
    private static final List<UnaryOperator<String>> WAYS =
            List.copyOf(Prefixes.all().values());

    private static final Instant BOOTED = Instant.parse("2026-11-25T10:00:00Z");

    /** A clock that stands until it is set. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SetClock clock = new SetClock();
    private final List<Instant> readAt = new ArrayList<>();

    private static byte[] console(RecordedLog recording, Random random) {
        UnaryOperator<String> way = recording.onTerminal() ? t -> t : WAYS.get(random.nextInt(WAYS.size()));
        return Prefixes.apply(way, recording.log());
    }

    /** A look at the console: its bytes from there to there. */
    private record Look(int from, int to) {}

    @Property(tries = 60)
    void windowsThatOverlapGiveWhatTheWholeGives(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] log = console(RECORDINGS.get(random.nextInt(RECORDINGS.size())), random);
        RunView whole = read(log, List.of(new Look(0, log.length)));
        List<String> wholeLines = List.copyOf(lines);

        RunView joined = read(log, looks(log.length, random));

        assertThat(joined.log().gaps()).isZero();
        assertThat(lines).isEqualTo(wholeLines);
        assertThat(joined.packages())
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Instant.class)
                .isEqualTo(whole.packages());
        assertThat(joined.failures()).isEqualTo(whole.failures());
        assertThat(joined.roots())
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Instant.class)
                .isEqualTo(whole.roots());
    }

    /** Windows of any size, each of which reaches far into the one before it; some are looked at twice. */
    private static List<Look> looks(int length, Random random) {
        int overlap = 2_000 + random.nextInt(10_000);
        int step = 1 + random.nextInt(20_000);
        List<Look> looks = new ArrayList<>();
        for (int end = 0, seen = 0; seen < length; seen = end) {
            end = Math.min(length, seen + random.nextInt(step));
            Look look = new Look(Math.max(0, seen - overlap - random.nextInt(overlap)), end);
            looks.add(look);
            if (random.nextInt(4) == 0) {
                looks.add(look);
            }
        }
        return looks;
    }

    @Property(tries = 10)
    void whatIsLostIsAGapAndEverythingElseIsUnderstood(@ForAll long seed) {
        byte[] log = console(RecordedLog.of("0.23-pctl"), new Random(seed));
        int lostFrom = log.length / 3 + new Random(seed).nextInt(500);
        RunView view = read(log, List.of(new Look(0, lostFrom), new Look(lostFrom + 300, log.length)));
        assertThat(view.log().gaps()).isEqualTo(1);
        assertThat(view.packages()).extracting(PackageView::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 30, 80})
    void readsDurationsFromTimesSinceBoot(int percentBefore) {
        byte[] log = RecordedLog.of("0.23-verbose").log();
        int second = 7;
        byte[] console = console(log, i -> "[%12.6f] cloud-init[812]: ".formatted(41.5 + i * second));
        byte[] exact = console(log, i -> BOOTED.plusSeconds(41 + (long) i * second) + " ");

        RunView read = read(console, everyMinute(console, second, percentBefore));
        RunView wanted = read(exact, everyMinute(exact, second, percentBefore));

        assertThat(LineTimesTest.durations(read)).isEqualTo(LineTimesTest.durations(wanted));
        PackageView last = read.packages().get(read.packages().size() - 1);
        PackageView exactLast = wanted.packages().get(wanted.packages().size() - 1);
        assertThat(Duration.between(exactLast.finished(), last.finished()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    private static byte[] console(byte[] log, IntFunction<String> prefix) {
        return Prefixes.apply(Prefixes.lines((i, l) -> prefix.apply(i) + l), log);
    }

    /** The newest 64 KB of it, each minute, from when so much of it was there. */
    private List<Look> everyMinute(byte[] console, int secondsOfLine, int percentBefore) {
        List<Look> looks = new ArrayList<>();
        int lines = 0;
        Instant next = BOOTED;
        for (int i = 0; i < console.length; i++) {
            lines += console[i] == '\n' ? 1 : 0;
            Instant printed = BOOTED.plusSeconds(41 + (long) lines * secondsOfLine);
            boolean old = i < console.length * (long) percentBefore / 100;
            if (console[i] == '\n' && !old && printed.isAfter(next)) {
                looks.add(new Look(Math.max(0, i + 1 - (1 << 16)), i + 1));
                readAt.add(printed);
                next = printed.plusSeconds(60);
            }
        }
        looks.add(new Look(Math.max(0, console.length - (1 << 16)), console.length));
        readAt.add(next);
        return looks;
    }

    private RunView read(byte[] log, List<Look> looks) {
        lines.clear();
        try (Progress progress = Progress.builder("test")
                .clock(clock)
                .parser(SpackParsers.standard())
                .listener("lines", DeliveryMode.EVERYTHING, e -> {
                    if (e.fact() instanceof LogFact.Output o) {
                        lines.addAll(o.lines());
                    }
                })
                .driven()
                .start()) {
            LogFeed feed = progress.feed();
            for (Look look : looks) {
                clock.now = readAt.isEmpty() ? clock.now : readAt.remove(0);
                feed.snapshot(Arrays.copyOfRange(log, look.from(), look.to()));
            }
            feed.close();
            RunView view = progress.view();
            progress.close();
            return view;
        }
    }
}
