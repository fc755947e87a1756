package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    /** However much happens, frames are a tenth of a second apart; a loaded machine only makes them rarer. */
    @Test
    void atMostTenFramesAreDrawnInASecond() {
        List<Long> frames = new CopyOnWriteArrayList<>();
        Renderer renderer = new Renderer() {
            @Override
            public void render(RunView view, Instant now) {
                frames.add(System.nanoTime());
            }

            @Override
            public void finish(RunView view, Instant now) {}

            @Override
            public void close() {}
        };
        try (Progress progress =
                Progress.builder("image").clock(CLOCK).renderer(renderer).start()) {
            for (int i = 0; frames.size() < 4; i++) {
                progress.record(new RunFact.StatusReported(null, "step " + i));
                Thread.onSpinWait();
            }
        }
        for (int i = 1; i < frames.size(); i++) {
            assertThat(frames.get(i) - frames.get(i - 1)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(95));
        }
    }

    @Test
    void aHostWithoutSpackReportsStagesPackagesPhasesAndSteps() {
        Progress progress = Progress.builder("image").clock(CLOCK).driven().start();
        try (progress;
                StageProgress stage = progress.startStage("install", "Installing software")) {
            try (PackageProgress pkg = progress.startPackage(PackageRef.of("nginx", "1.25"), 1, 2)
                            .method(InstallMethod.SOURCE);
                    PhaseProgress phase = pkg.startPhase("build")) {
                phase.steps(3, 10L, "http.c");
                assertThat(progress.view().active()).hasSize(1);
                assertThat(progress.view().currentStage().title()).isEqualTo("Installing software");
                pkg.succeed();
            }
            stage.succeed();
            progress.finish(Outcome.SUCCEEDED);
        }
        RunView view = progress.view();
        assertThat(view.title()).isEqualTo("image");
        assertThat(view.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(view.packages()).singleElement().satisfies(p -> {
            assertThat(p.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(p.phases())
                    .singleElement()
                    .satisfies(f -> assertThat(f.steps().done()).isEqualTo(3));
        });
    }

    @Test
    void followsLogThroughParserOfHost() throws IOException {
        Progress progress = Progress.builder("image")
                .clock(CLOCK)
                .parser(Echo::new)
                .driven()
                .start();
        try (progress) {
            assertThat(progress.follow(new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(Outcome.SUCCEEDED);
        }
        assertThat(progress.view().log().output()).containsExactly("abc");
        assertThat(progress.view().outcome()).isEqualTo(Outcome.UNFINISHED);
    }

    @Test
    void withoutAParserThereIsAClearMessage() {
        try (Progress progress = Progress.builder("image").driven().start()) {
            assertThatThrownBy(progress::feed)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("parser");
        }
    }

    @Test
    void callsOthersOnWhenSomeThrow() {
        Recorded good = new Recorded();
        Progress progress = Progress.builder("image")
                .clock(CLOCK)
                .renderer(new Recorded() {
                    @Override
                    public void render(RunView view, Instant now) throws IOException {
                        throw new IOException("the terminal is gone");
                    }
                })
                .renderer(good)
                .watchdog((view, now) -> {
                    throw new IllegalStateException("on purpose");
                })
                .sampler(view -> {
                    throw new IOException("on purpose");
                })
                .sampler(view -> List.of(new SampleFact.Memory(1, 2)))
                .forecaster((Forecasts) (view, now) -> List.of(new ForecastFact.RunRemaining(
                        new Forecast(Duration.ZERO, Duration.ZERO, Duration.ZERO, "none", 0))))
                .driven()
                .start();
        try (progress) {
            progress.tick();
            progress.tick();
            progress.finish(Outcome.SUCCEEDED);
        }
        assertThat(good.views).hasSize(3);
        assertThat(good.closed).isTrue();
        assertThat(progress.view().machine().memory()).isEqualTo(new SampleFact.Memory(1, 2));
    }

    @Test
    void problemOfForecasterIsShownOnce() {
        Forecasts unreadable = (view, now) -> {
            throw new UncheckedIOException(new IOException("the history is of a newer version"));
        };
        assertThat(problems(unreadable)).containsExactly("There are no forecasts: the history is of a newer version");
        assertThat(problems(new Forecaster() {
                    @Override
                    public List<ForecastFact> forecast(RunView view, Instant now) {
                        return List.of();
                    }

                    @Override
                    public String problem() {
                        return "The history cannot be written";
                    }
                }))
                .containsExactly("The history cannot be written");
    }

    private static List<String> problems(Forecaster forecaster) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress = Progress.builder("image")
                .clock(CLOCK)
                .forecaster(forecaster)
                .listener("events", DeliveryMode.EVERYTHING, events::add)
                .driven()
                .start()) {
            progress.tick();
            progress.tick();
        }
        return events.stream()
                .filter(e -> e.fact() instanceof AdviceFact.Raised)
                .map(e -> ((AdviceFact.Raised) e.fact()).advice().seen())
                .toList();
    }

    @Test
    void factsOfLogsWithImpossibleTimesCountAsOfNow() throws IOException {
        LogParser.Factory parser = sink -> new LogParser() {
            @Override
            public void accept(byte[] bytes, int offset, int length, Instant arrival) {
                sink.accept(Instant.MAX, new RunFact.StatusReported(0.5, "half"));
            }

            @Override
            public void finish(Instant arrival) {}
        };
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress = Progress.builder("image")
                .clock(CLOCK)
                .parser(parser)
                .listener("events", DeliveryMode.EVERYTHING, events::add)
                .driven()
                .start()) {
            progress.follow(new ByteArrayInputStream(new byte[1]));
            assertThatThrownBy(() -> progress.record(Instant.MAX, new RunFact.StatusReported(0.6, "more")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("time");
        }
        assertThat(events.get(0).time()).isEqualTo(CLOCK.instant());
    }

    @Test
    void threadsDrawAndEndWithTheRun() throws InterruptedException {
        CountDownLatch drawn = new CountDownLatch(2);
        Recorded renderer = new Recorded() {
            @Override
            public void render(RunView view, Instant now) throws IOException {
                super.render(view, now);
                drawn.countDown();
            }
        };
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        try (Progress progress = Progress.builder("image")
                .renderer(renderer)
                .sampler(view -> List.of(new SampleFact.Memory(1, 2)))
                .listener("record", DeliveryMode.EVERYTHING, events::add)
                .start()) {
            progress.record(new RunFact.StatusReported(0.5, "half"));
            assertThat(drawn.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(renderer.closed).isTrue();
        assertThat(renderer.last().outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(events).extracting(Event::sequence).startsWith(1L, 2L);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("pctl-progress-render") && t.isAlive());
    }

    @Test
    void continuesRunOfEarlierProcess() throws Exception {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Progress first = Progress.builder("image")
                .clock(CLOCK)
                .parser(Echo::new)
                .driven()
                .listener("record", DeliveryMode.EVERYTHING, events::add)
                .start();
        try (first) {
            first.startStage("install", "Installing software");
            first.feed("instance").write("one".getBytes(StandardCharsets.UTF_8), 0, 3);
        }
        List<Event> hosts = events.stream()
                .filter(e -> e.worker().equals("main") && !(e.fact() instanceof RunFact.Finished))
                .toList();
        List<RunView> asked = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch consulted = new CountDownLatch(1);
        List<Event> further = Collections.synchronizedList(new ArrayList<>());
        Progress second = Progress.builder("")
                .clock(CLOCK)
                .parser(Echo::new)
                .listener("record", DeliveryMode.EVERYTHING, further::add)
                .watchdog((view, now) -> {
                    asked.add(view);
                    consulted.countDown();
                    return List.of();
                })
                .resume(first.view().run(), run -> {
                    hosts.forEach(run::replay);
                    run.feed("instance").write("one".getBytes(StandardCharsets.UTF_8), 0, 3);
                });
        try (second) {
            assertThat(consulted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(asked.get(0).log().output()).containsExactly("one");
            assertThat(asked.get(0).title()).isEqualTo("image");
            second.finish(Outcome.SUCCEEDED);
        }
        assertThat(second.view().stages()).hasSize(1);
        assertThat(further.stream().map(Event::id)).doesNotHaveDuplicates();
        assertThat(further.subList(0, further.size() - 1))
                .containsExactlyInAnyOrderElementsOf(events.subList(0, events.size() - 1));
    }

    @Test
    void replayedEventsGiveTheSameView() {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        Progress original = Progress.builder("image")
                .clock(CLOCK)
                .listener("record", DeliveryMode.EVERYTHING, events::add)
                .driven()
                .start();
        try (original) {
            original.startPackage(PackageRef.of("a", "1")).succeed();
            original.finish(Outcome.SUCCEEDED);
        }
        Progress replayed = Progress.builder("")
                .clock(CLOCK)
                .driven()
                .forReplay(events.get(0).run());
        try (replayed) {
            events.forEach(replayed::replay);
            events.forEach(replayed::replay);
        }
        assertThat(replayed.view()).isEqualTo(original.view());
    }

    private interface Forecasts extends Forecaster {}

    private static class Recorded implements Renderer {
        final List<RunView> views = Collections.synchronizedList(new ArrayList<>());
        volatile boolean closed;

        @Override
        public void render(RunView view, Instant now) throws IOException {
            views.add(view);
        }

        @Override
        public void finish(RunView view, Instant now) {
            views.add(view);
        }

        @Override
        public void close() {
            closed = true;
        }

        RunView last() {
            return views.get(views.size() - 1);
        }
    }

    private record Echo(FactSink sink) implements LogParser {
        @Override
        public void accept(byte[] bytes, int offset, int length, Instant readAt) {
            sink.accept(readAt, new LogFact.Output(1, null, new String(bytes, offset, length, StandardCharsets.UTF_8)));
        }

        @Override
        public void finish(Instant at) {}

        @Override
        public Outcome outcome() {
            return Outcome.SUCCEEDED;
        }
    }
}
