package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.internal.run.CloseLimits;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.spi.Forecaster;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Runs whose extensions fail at random: they throw, throw errors, are slow or hang. The normal build makes a few runs.
 * {@code -Dchaos.minutes=15} makes runs for 15 minutes, {@code -Dchaos.seed=N} begins with another seed.
 */
class ChaosTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final CloseLimits SHORT = new CloseLimits(
            Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(100));
    private static final int RUNS = 8;
    private static final int PACKAGES = 20;

    /** Far more than all limits together, so that a loaded machine does not fail the test. */
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void runIsReportedAsAQuietOneWhateverItsExtensionsDo() throws Exception {
        long seed = Long.getLong("chaos.seed", 1);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("chaos.minutes", 0));
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        try {
            for (int i = 0; i < RUNS || System.nanoTime() < end; i++) {
                check(seed + i);
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).as("what ended a thread of the run").isEmpty();
    }

    private static void check(long seed) throws InterruptedException {
        Faults faults = new Faults(seed);
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch allHeard = new CountDownLatch(PACKAGES);
        Progress progress = faults.addTo(builder())
                .listener("good", DeliveryMode.EVERYTHING, e -> hear(e, heard, allHeard))
                .start();
        CountDownLatch returned = new CountDownLatch(1);
        Thread host = new Thread(() -> {
            build(progress, seed);
            await(allHeard);
            progress.finish(Outcome.SUCCEEDED);
            progress.close();
            returned.countDown();
        });
        host.start();
        boolean hasReturned = returned.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        faults.release();

        Progress quiet = builder().driven().start();
        build(quiet, seed);
        quiet.finish(Outcome.SUCCEEDED);
        quiet.close();
        assertThat(hasReturned).as("host returned, seed %d", seed).isTrue();
        assertThat(heard).as("seed %d", seed).hasSize(PACKAGES).isSorted();
        assertThat(progress.view().packages())
                .as("seed %d", seed)
                .isEqualTo(quiet.view().packages());
        assertThat(progress.view().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    private static ProgressBuilder builder() {
        return new ProgressBuilder("image")
                .clock(CLOCK)
                .closeLimits(SHORT)
                .drainLimit(Duration.ofMillis(100))
                .sampleEvery(Duration.ofMillis(5));
    }

    private static void hear(Event event, List<String> heard, CountDownLatch allHeard) {
        if (event.fact() instanceof RunFact.StatusReported status) {
            heard.add(status.toString().replaceAll("(?s).*<(\\d+)>.*", "$1"));
            allHeard.countDown();
        }
    }

    /** Reports packages and texts of any characters. Some packages are still being built at the end. */
    private static void build(Progress progress, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < PACKAGES; i++) {
            PackageProgress pkg = progress.startPackage(PackageRef.of("p" + i, "1"), i + 1, PACKAGES)
                    .method(InstallMethod.SOURCE);
            pkg.startPhase("build").steps(random.nextInt(100), 100L, text(random));
            progress.record(new RunFact.StatusReported(random.nextDouble(), "<" + (100 + i) + "> " + text(random)));
            if (random.nextInt(4) > 0) {
                pkg.succeed();
            }
        }
    }

    private static String text(Random random) {
        return random.ints(20, 1, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void await(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // code that hangs does not react to interrupts
            }
        }
    }

    /** One extension of each kind, each with a probability of its own to fail when it is called. */
    private static final class Faults {
        private final CountDownLatch released = new CountDownLatch(1);
        private final Random random;

        Faults(long seed) {
            random = new Random(seed);
        }

        void release() {
            released.countDown();
        }

        ProgressBuilder addTo(ProgressBuilder builder) {
            return builder.watchdog((view, now) -> happen())
                    .forecaster(forecaster())
                    .alongside(source())
                    .sampler(view -> happen())
                    .renderer(renderer())
                    .listener("faulty", DeliveryMode.EVERYTHING, e -> happen());
        }

        private <T extends Fact> List<T> happen() {
            int fault;
            synchronized (random) {
                fault = random.nextInt(40);
            }
            switch (fault) {
                case 0 -> throw new IllegalStateException("on purpose");
                case 1 -> throw new NoSuchMethodError("on purpose");
                case 2 -> throw new StackOverflowError("on purpose");
                case 3 -> throw new OutOfMemoryError("on purpose");
                case 4 -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                case 5 -> await(released);
                default -> {}
            }
            return List.of();
        }

        private Forecaster forecaster() {
            return new Forecaster() {
                @Override
                public List<ForecastFact> forecast(RunView view, Instant now) {
                    return happen();
                }

                @Override
                public void learn(RunView view) {
                    happen();
                }
            };
        }

        private FactSource source() {
            return new FactSource() {
                @Override
                public void poll(RunView view, String worker, Instant now, FactSink sink) {
                    happen();
                }

                @Override
                public void close() {
                    happen();
                }
            };
        }

        private Renderer renderer() {
            return new Renderer() {
                @Override
                public void render(RunView view, Instant now) {
                    happen();
                }

                @Override
                public void finish(RunView view, Instant now) {
                    happen();
                }

                @Override
                public void close() {
                    happen();
                }
            };
        }
    }
}
