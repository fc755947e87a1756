package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.examples.replay.Recording;
import dev.pctl.progress.examples.replay.RecordingPlayer;
import dev.pctl.progress.examples.replay.SettableClock;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.machine.watchdog.StallWatchdog;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.Sampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real builds, as they were recorded, raise no alarm at any point. */
class NoFalseStallTest {

    private static final List<Path> PLACES =
            List.of(Path.of("src/main/resources/recordings"), Path.of("../spack-parser/src/test/resources/recordings"));

    static List<Path> recordings() throws IOException {
        List<Path> all = new CopyOnWriteArrayList<>();
        for (Path place : PLACES) {
            try (Stream<Path> folders = Files.list(place)) {
                folders.filter(f ->
                                Files.exists(f.resolve("stdout.timed")) || Files.exists(f.resolve("stdout.timed.gz")))
                        .forEach(all::add);
            }
        }
        assertThat(all).hasSizeGreaterThan(5);
        return all;
    }

    /** However idle the machine seems: as when its processes cannot be seen. */
    @ParameterizedTest
    @MethodSource("recordings")
    void raisesNoAlarmOnIdleMachine(Path recording) throws IOException {
        assertThat(alarms(Recording.ofFolder(recording), 0.0, 1)).isEmpty();
    }

    /** On a machine that takes twenty times as long, so that what took half a minute takes ten. */
    @ParameterizedTest
    @MethodSource("recordings")
    void raisesNoAlarmOnSlowMachine(Path recording) throws IOException {
        assertThat(alarms(Recording.ofFolder(recording), 0.9, 20)).isEmpty();
    }

    private static List<Advice> alarms(Recording recording, double used, int slower) {
        List<Advice> alarms = new CopyOnWriteArrayList<>();
        SettableClock clock = new SettableClock(recording.start());
        Sampler machine = view -> List.of(new SampleFact.Cpu(used, 2 * used, 2), new SampleFact.DiskIo(0, 0));
        try (Progress progress = Progress.builder(recording.title())
                .clock(clock)
                .parser(SpackParsers.standard())
                .sampler(machine)
                .watchdog(new StallWatchdog())
                .listener("alarms", DeliveryMode.EVERYTHING, event -> keep(event, alarms))
                .driven()
                .start()) {
            new RecordingPlayer(progress, clock, RecordingPlayer.MAX).play(slower(recording, slower));
        }
        return alarms;
    }

    private static Recording slower(Recording recording, int times) {
        return new Recording(
                recording.title(),
                recording.start(),
                recording.chunks().stream()
                        .map(c -> new Recording.Chunk(c.at().multipliedBy(times), c.text()))
                        .toList(),
                recording.buildLogs().stream()
                        .map(l -> new Recording.LogPiece(l.at().multipliedBy(times), l.path(), l.position(), l.text()))
                        .toList(),
                recording.exit(),
                recording.command());
    }

    private static void keep(Event event, List<Advice> alarms) {
        if (event.fact() instanceof AdviceFact.Raised raised
                && raised.advice().id().equals("stalled")
                && raised.advice().severity() != Advice.Severity.INFO) {
            alarms.add(raised.advice());
        }
    }
}
