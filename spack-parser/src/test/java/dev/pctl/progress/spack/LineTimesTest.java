package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The time that stands in front of lines is the events', whatever it leaves open. */
public class LineTimesTest {

    private static final Instant BEGIN = Instant.parse("2026-11-25T23:41:07Z");
    private static final List<String> RECORDINGS =
            List.of("0.21-env", "0.23-verbose", "1.1-two-at-once", "1.3-plain-verbose");

    /** Reads are so far apart. */
    private static final Duration POLL = Duration.ofSeconds(60);

    private final List<Instant> times = new ArrayList<>();

    /** Lines are printed so far apart. */
    private Duration step = Duration.ofSeconds(10);

    // ---- forms of stamps: those of a time, and those of how long after the beginning that is

    private static Function<Instant, String> at(String pattern) {
        return at(pattern, Duration.ZERO);
    }

    private static Function<Instant, String> at(String pattern, Duration offset) {
        DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return time -> form.format(LocalDateTime.ofInstant(time.plus(offset), ZoneOffset.UTC));
    }

    private static Function<Instant, String> after(Function<Duration, String> form) {
        return time -> form.apply(Duration.between(BEGIN, time));
    }

    private static Map<String, Function<Instant, String>> forms() {
        Duration india = Duration.ofMinutes(330);
        Duration secondsOff = Duration.ofSeconds(-7_170);
        Map<String, Function<Instant, String>> all = new LinkedHashMap<>();
        all.put("time of day", at("'['HH:mm:ss'] '"));
        all.put("time of day and milliseconds", at("HH:mm:ss.SSS' '"));
        all.put("time of day with a comma, in India", at("HH:mm:ss,SSS' - '", india));
        all.put("time of day of a clock that is wrong", at("'['HH:mm:ss'] INFO: '", secondsOff));
        all.put("time of day in halves", at("'['hh:mm:ss a'] '"));
        all.put(
                "elapsed",
                after(d -> "[%02d:%02d:%02d] ".formatted(d.toHours(), d.toMinutesPart(), d.toSecondsPart())));
        all.put(
                "Jenkins elapsed",
                after(d -> "%02d:%02d:%02d.%03d  "
                        .formatted(d.toHours() + 13, d.toMinutesPart(), d.toSecondsPart(), d.toMillisPart())));
        all.put(
                "short elapsed",
                after(d -> d.toMinutes() == 0
                        ? "[%ds] ".formatted(d.toSecondsPart())
                        : "[%dm%02ds] ".formatted(d.toMinutes(), d.toSecondsPart())));
        all.put("EC2 console", after(d -> "[%12.6f] cloud-init[812]: ".formatted(31 + d.toMillis() / 1000.0)));
        all.put("BuildKit", after(d -> "#12 %.2f ".formatted(d.toMillis() / 1000.0)));
        all.put("ts -s", after(d -> "%.6f ".formatted(d.toMillis() / 1000.0)));
        all.put("American", at("MM/dd/yyyy HH:mm:ss' '"));
        all.put("American halves", at("M/d/yyyy h:mm:ss a' - '"));
        all.put("Apache", at("'['dd/MMM/yyyy:HH:mm:ss '+0000] '"));
        all.put("RFC 1123", at("EEE, d MMM yyyy HH:mm:ss 'GMT: '"));
        all.put("date", at("EEE MMM d HH:mm:ss 'UTC' yyyy': '"));
        all.put("date in India", at("EEE MMM d HH:mm:ss 'IST' yyyy': '", india));
        all.put("date in halves", at("yyyy-MM-dd hh:mm:ss a': '"));
        all.put("klog", at("'I'MMdd HH:mm:ss'.123456   12345 run.go:17] '"));
        all.put("syslog in India", at("MMM ppd HH:mm:ss' host spack[7]: '", india));
        return all;
    }

    private static final Function<Instant, String> EXACT = at("yyyy-MM-dd'T'HH:mm:ss.SSS'Z '");

    private static Stream<DynamicTest> forEach(BiConsumer<RecordedLog, Function<Instant, String>> check) {
        return RECORDINGS.stream()
                .map(RecordedLog::of)
                .flatMap(recording -> forms().entrySet().stream()
                        .map(form -> DynamicTest.dynamicTest(
                                recording + ", " + form.getKey(), () -> check.accept(recording, form.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> durationsAreRightInASavedLog() {
        return forEach((recording, form) -> {
            RunView exact = saved(recording, EXACT, Integer.MAX_VALUE);
            for (int piece : List.of(Integer.MAX_VALUE, 5_000)) {
                assertThat(durations(saved(recording, form, piece))).isEqualTo(durations(exact));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> timesAreRightInALogThatIsWatched() {
        return forEach((recording, form) -> {
            Map<String, Duration> exact = durations(watched(recording, EXACT, 0));
            for (int already : List.of(0, 40, 90)) {
                times.clear();
                assertThat(durations(watched(recording, form, already))).isEqualTo(exact);
            }
        });
    }

    private Instant printed(int line) {
        return BEGIN.plus(step.multipliedBy(line));
    }

    /** All of it is read at once, an hour and some minutes after it ended. */
    private RunView saved(RecordedLog recording, Function<Instant, String> form, int largestPiece) {
        List<String> lines = behind(recording, form);
        Instant readAt = printed(lines.size()).plusSeconds(3_830);
        RunProjection state = new RunProjection("run");
        LogParser parser = parser(state, readAt, Duration.ofDays(1));
        byte[] log = bytes(lines);
        for (int from = 0; from < log.length; from += Math.min(largestPiece, log.length - from)) {
            parser.accept(log, from, Math.min(largestPiece, log.length - from), readAt);
        }
        parser.finish(readAt);
        return state.view();
    }

    /** So many percent of it were there already when it was read for the first time. */
    private RunView watched(RecordedLog recording, Function<Instant, String> form, int already) {
        return watched(behind(recording, form), already);
    }

    private RunView watched(List<String> lines, int already) {
        RunProjection state = new RunProjection("run");
        Instant[] now = {printed(lines.size() * already / 100)};
        LogParser parser = SpackParsers.standard().create((time, fact) -> {
            assertThat(time).isBefore(now[0].plus(POLL).plusMillis(1));
            times.add(time);
            state.apply(new Event("run", "main", times.size(), time, fact));
        });
        int read = 0;
        while (read < lines.size()) {
            now[0] = now[0].plus(POLL);
            int to = read;
            while (to < lines.size() && !printed(to).isAfter(now[0])) {
                to++;
            }
            byte[] piece = bytes(lines.subList(read, to));
            parser.accept(piece, 0, piece.length, now[0]);
            read = to;
        }
        parser.finish(now[0].plus(POLL));
        return state.view();
    }

    private LogParser parser(RunProjection state, Instant readAt, Duration future) {
        return SpackParsers.standard().create((time, fact) -> {
            assertThat(time).isBefore(readAt.plus(future));
            times.add(time);
            state.apply(new Event("run", "main", times.size(), time, fact));
        });
    }

    @Test
    void twoHostsMayCountInOneLog() {
        RecordedLog recording = RecordedLog.of("0.21-env");
        RunView exact = watched(recording, EXACT, 0);
        RunView view = watched(
                recording,
                after(d -> d.toSeconds() % 3 == 0
                        ? "host1: [%12.6f] ".formatted(5_000 + d.toMillis() / 1000.0)
                        : "host2: [%12.6f] ".formatted(d.toMillis() / 1000.0)),
                0);

        durations(exact)
                .forEach((id, duration) -> assertThat(durations(view).get(id))
                        .isBetween(duration.minusSeconds(20), duration.plusSeconds(20)));
    }

    @Test
    void aRebootTiesTheCountAnewAndNothingGoesBack() {
        Function<Instant, String> form = after(d -> d.toSeconds() < 200
                ? "[%12.6f] cloud-init[812]: ".formatted(5_000 + d.toMillis() / 1000.0)
                : "[%12.6f] cloud-init[712]: ".formatted(d.toMillis() / 1000.0 - 195));
        RecordedLog recording = RecordedLog.of("0.21-env");
        for (int already : List.of(0, 80)) {
            times.clear();
            RunView view = watched(recording, form, already);

            assertThat(times).isSorted();
            assertThat(durations(view)).containsEntry("expat/pwpoih4", Duration.ofSeconds(80));
        }
    }

    @Test
    void daysPassInALogOfTimesOfDay() {
        step = Duration.ofMinutes(100);
        RecordedLog recording = RecordedLog.of("0.21-env");

        assertThat(durations(saved(recording, at("'['HH:mm:ss'] '"), Integer.MAX_VALUE)))
                .isEqualTo(durations(saved(recording, EXACT, Integer.MAX_VALUE)))
                .containsEntry("expat/pwpoih4", Duration.ofMinutes(800));
        assertThat(durations(watched(recording, at("'['HH:mm:ss'] '"), 50)))
                .isEqualTo(durations(watched(recording, EXACT, 50)));
    }

    @Test
    void aDayMayPassBetweenTwoLinesOfALogThatIsWatched() {
        step = Duration.ofHours(35);

        RecordedLog recording = RecordedLog.of("0.21-env");

        assertThat(durations(watched(recording, at("'['HH:mm:ss'] '"), 0)))
                .isEqualTo(durations(watched(recording, EXACT, 0)))
                .containsEntry("fribidi/c3n5rk4", Duration.ofHours(35 * 8));
    }

    @Test
    void aLogThatIsReadInTheMiddleComesBackToNowOnceItIsRead() {
        RecordedLog recording = RecordedLog.of("0.23-verbose");
        List<String> lines = behind(recording, after(d -> "[%12.6f] ".formatted(d.toMillis() / 1000.0)));
        Instant readAt = printed(lines.size() / 2);
        RunProjection state = new RunProjection("run");
        LogParser parser = parser(state, readAt, Duration.ofDays(1));
        for (int i = 0; i < lines.size() / 2; i += 20) {
            byte[] piece = bytes(lines.subList(i, Math.min(lines.size() / 2, i + 20)));
            parser.accept(piece, 0, piece.length, readAt);
        }
        times.clear();
        for (int i = lines.size() / 2; i < lines.size(); i++) {
            byte[] piece = bytes(lines.subList(i, i + 1));
            parser.accept(piece, 0, piece.length, printed(i).plusSeconds(1));
        }

        assertThat(times)
                .isNotEmpty()
                .last()
                .isEqualTo(printed(lines.size() - 1).plusSeconds(1));
    }

    @Test
    void aDateThatIsPartOfANameIsNotTheTimeForLong() {
        List<Instant> seen = new ArrayList<>();
        LogParser parser = SpackParsers.standard().create((time, fact) -> seen.add(time));
        for (int minute : List.of(0, 5, 11, 30)) {
            byte[] line =
                    bytes(List.of("job-2026-11-25T23:00:00Z: ==> Installing zlib%d-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c"
                            .formatted(minute)));
            parser.accept(line, 0, line.length, BEGIN.plusSeconds(60L * minute));
        }

        Instant stated = Instant.parse("2026-11-25T23:00:00Z");
        assertThat(seen.stream().distinct())
                .containsExactly(stated, BEGIN.plusSeconds(11 * 60), BEGIN.plusSeconds(30 * 60));
    }

    private List<String> behind(RecordedLog recording, Function<Instant, String> form) {
        UnaryOperator<String> way = Prefixes.lines((i, l) -> form.apply(printed(i)) + l);
        return new String(Prefixes.apply(way, recording.log()), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static byte[] bytes(List<String> lines) {
        return lines.stream().map(l -> l + '\n').collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    /** To whole seconds, since not all forms say more. */
    public static Map<String, Duration> durations(RunView view) {
        Map<String, Duration> durations = new LinkedHashMap<>();
        for (PackageView p : view.packages()) {
            if (p.started() != null && p.finished() != null) {
                durations.put(
                        p.id(),
                        Duration.ofSeconds(Math.round(
                                Duration.between(p.started(), p.finished()).toMillis() / 1000.0)));
            }
        }
        assertThat(durations).isNotEmpty();
        return durations;
    }
}
