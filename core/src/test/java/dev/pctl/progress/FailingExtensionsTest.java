package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.internal.run.CloseLimits;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run with two extensions of each kind, of which the first fails or hangs. */
class FailingExtensionsTest {

    private static final CloseLimits SHORT = new CloseLimits(
            Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(200), Duration.ofMillis(200));

    enum Kind {
        WATCHDOG,
        FORECASTER,
        SOURCE,
        SAMPLER,
        RENDERER,
        LISTENER,
        DECIDER
    }

    /** What the first extension of a kind does when it is called. */
    interface Fault {
        void happen();
    }

    /** Extensions that count their calls. */
    private static final class Extensions {
        private final Map<Kind, AtomicInteger> calls = new ConcurrentHashMap<>();
        private final AtomicInteger cleanedUp = new AtomicInteger();
        private final AtomicInteger learned = new AtomicInteger();
        private final CountDownLatch faults = new CountDownLatch(2);

        int calls(Kind kind) {
            return calls.getOrDefault(kind, new AtomicInteger()).get();
        }

        private void called(Kind kind) {
            calls.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
        }

        ProgressBuilder builder(Kind faulty, Fault fault) {
            Fault counted = () -> {
                faults.countDown();
                fault.happen();
            };
            return new ProgressBuilder("image")
                    .closeLimits(SHORT)
                    .drainLimit(Duration.ofMillis(200))
                    .sampleEvery(Duration.ofMillis(5))
                    .watchdog((view, now) -> advice(faulty == Kind.WATCHDOG, counted))
                    .watchdog((view, now) -> counted(Kind.WATCHDOG))
                    .forecaster(forecaster(faulty, counted))
                    .alongside(source(Kind.SOURCE == faulty ? counted : () -> {}))
                    .alongside(source(() -> called(Kind.SOURCE)))
                    .sampler(view -> advice(faulty == Kind.SAMPLER, counted))
                    .sampler(sampler())
                    .renderer(renderer(faulty == Kind.RENDERER ? counted : () -> {}))
                    .renderer(renderer(() -> called(Kind.RENDERER)))
                    .listener("faulty", DeliveryMode.EVERYTHING, e -> advice(faulty == Kind.LISTENER, counted))
                    .listener("good", DeliveryMode.EVERYTHING, e -> called(Kind.LISTENER))
                    .decider((advice, view) -> {
                        advice(faulty == Kind.DECIDER, counted);
                        called(Kind.DECIDER);
                        return java.util.concurrent.CompletableFuture.completedFuture(Decision.CONTINUE);
                    });
        }

        private <T extends Fact> List<T> counted(Kind kind) {
            called(kind);
            return List.of();
        }

        private static <T extends Fact> List<T> advice(boolean isFaulty, Fault fault) {
            if (isFaulty) {
                fault.happen();
            }
            return List.of();
        }

        private Forecaster forecaster(Kind faulty, Fault fault) {
            return new Forecaster() {
                @Override
                public List<ForecastFact> forecast(RunView view, Instant now) {
                    called(Kind.FORECASTER);
                    return advice(faulty == Kind.FORECASTER, fault);
                }

                @Override
                public void learn(RunView view) {
                    learned.incrementAndGet();
                    advice(faulty == Kind.FORECASTER, fault);
                }
            };
        }

        private FactSource source(Fault fault) {
            return new FactSource() {
                @Override
                public void poll(RunView view, String worker, Instant now, FactSink sink) {
                    fault.happen();
                }

                @Override
                public void close() {
                    cleanedUp.incrementAndGet();
                }
            };
        }

        private Sampler sampler() {
            return view -> counted(Kind.SAMPLER);
        }

        private Renderer renderer(Fault fault) {
            return new Renderer() {
                @Override
                public void render(RunView view, Instant now) {
                    fault.happen();
                }

                @Override
                public void finish(RunView view, Instant now) {
                    called(Kind.RENDERER);
                }

                @Override
                public void close() {
                    cleanedUp.incrementAndGet();
                }
            };
        }
    }

    static Stream<Arguments> failures() {
        List<Supplier<Throwable>> failures = List.of(
                () -> new IllegalStateException("on purpose"),
                () -> new NoSuchMethodError("on purpose"),
                () -> new StackOverflowError("on purpose"),
                () -> new OutOfMemoryError("on purpose"),
                () -> new AssertionError("on purpose"));
        return Stream.of(Kind.values())
                .flatMap(kind ->
                        failures.stream().map(f -> Arguments.of(kind, f.get().getClass(), f)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("failures")
    void othersAreCalledOnAfterOneThrows(Kind kind, Class<?> type, Supplier<Throwable> failure) {
        Extensions extensions = new Extensions();
        Progress progress = extensions
                .builder(kind, () -> FailingExtensionsTest.<RuntimeException>sneak(failure.get()))
                .driven()
                .start();
        try (progress) {
            progress.record(question());
            for (int i = 0; i < 3; i++) {
                progress.tick();
            }
            progress.finish(Outcome.SUCCEEDED);
        }
        for (Kind other : List.of(Kind.WATCHDOG, Kind.FORECASTER, Kind.SOURCE, Kind.RENDERER)) {
            assertThat(extensions.calls(other)).as(other.toString()).isGreaterThanOrEqualTo(3);
        }
        assertThat(extensions.calls(Kind.SAMPLER)).isPositive();
        assertThat(extensions.calls(Kind.LISTENER)).isPositive();
        assertThat(extensions.cleanedUp)
                .as("renderers and sources that were closed")
                .hasValue(4);
        assertThat(extensions.learned).hasValue(1);
        assertThat(progress.view().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @ParameterizedTest
    @EnumSource
    void finishAndCloseLeaveOneBehindThatHangs(Kind kind) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Extensions extensions = new Extensions();
        Progress progress = extensions.builder(kind, () -> await(never)).start();
        progress.record(question());
        if (kind != Kind.FORECASTER) {
            progress.record(new RunFact.StatusReported(0.5, "half"));
        }
        Thread host = new Thread(() -> {
            progress.finish(Outcome.SUCCEEDED);
            progress.close();
        });
        host.start();
        host.join(TimeUnit.SECONDS.toMillis(60));
        boolean returned = !host.isAlive();
        never.countDown();

        assertThat(returned).isTrue();
        assertThat(progress.view().outcome()).isEqualTo(Outcome.SUCCEEDED);
        if (kind != Kind.FORECASTER) {
            assertThat(extensions.learned).hasValue(1);
        }
    }

    /** A renderer that can be interrupted cleans up, although it hung. */
    @Test
    void rendererThatHungFinishesAndClosesWhenInterrupted() throws Exception {
        Extensions extensions = new Extensions();
        CountDownLatch drawing = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Progress progress = extensions
                .builder(Kind.LISTENER, () -> {})
                .renderer(new Renderer() {
                    @Override
                    public void render(RunView view, Instant now) {
                        drawing.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void finish(RunView view, Instant now) {}

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                })
                .start();
        drawing.await();
        progress.close();

        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private static AdviceFact.Raised question() {
        return new AdviceFact.Raised(new Advice("disk", Advice.Severity.WARNING, "full", "full", List.of())
                .asking(new dev.pctl.progress.event.Question(
                        "Continue?", List.of(Decision.values()), Decision.CONTINUE, Duration.ofMinutes(1))));
    }

    /** Waits without reacting to interrupts, as code that hangs does. */
    private static void await(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // on purpose
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
