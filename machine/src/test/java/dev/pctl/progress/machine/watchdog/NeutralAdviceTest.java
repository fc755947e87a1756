package dev.pctl.progress.machine.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.PackageProgress;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.remedy.RunTermination;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host that does not run Spack, with all default watchdogs and remedies, never reads of Spack. */
class NeutralAdviceTest {

    private static final long GB = 1L << 30;
    private static final PackageRef NGINX = PackageRef.of("nginx", "1.25");

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(doubles = {0.85, 0.95})
    void fullDiskIsNeutral(double fullness) {
        run(progress -> {
            long used = (long) (100 * GB * fullness);
            progress.record(new SampleFact.Disk("/", used, 100 * GB, 100 * GB - used));
            progress.tick();
        });
        assertRaisedWithoutSpack("disk-full:/");
    }

    @Test
    void fullInodesAreNeutral() {
        run(progress -> {
            progress.record(new SampleFact.Disk("/", GB, 100 * GB, 99 * GB, 95L, 100L));
            progress.tick();
        });
        assertRaisedWithoutSpack("disk-full:/");
    }

    @Test
    void fillingDiskIsNeutral() {
        run(progress -> {
            for (int i = 0; i < 20; i++) {
                pass(
                        progress,
                        Duration.ofMinutes(1),
                        new SampleFact.Disk("/", (20 + 3L * i) * GB, 100 * GB, (80 - 3L * i) * GB));
            }
        });
        assertRaisedWithoutSpack("disk-full:/");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32})
    void shortMemoryIsNeutral(int cores) {
        run(progress -> {
            if (cores > 0) {
                progress.record(new SampleFact.Cpu(1.0, 32.0, cores));
            }
            pass(progress, Duration.ofMinutes(1), new SampleFact.Memory(99 * GB, 100 * GB, GB, 0L, 0L));
        });
        assertRaisedWithoutSpack("memory-short");
    }

    @Test
    void tooManyJobsAreNeutral() {
        run(progress -> {
            progress.startPackage(NGINX).method(InstallMethod.SOURCE);
            progress.record(new SampleFact.Cpu(1.0, 32.0, 16));
            pass(progress, Duration.ofSeconds(1), new SampleFact.Memory(GB, 4 * GB, 3 * GB, 0L, 0L));
        });
        assertRaisedWithoutSpack("memory-jobs");
    }

    @Test
    void slowStepIsNeutral() {
        run(progress -> {
            progress.startPackage(NGINX).method(InstallMethod.SOURCE);
            progress.record(new ForecastFact.PackageTotal(NGINX, minutes(20, 30, 40)));
            progress.tick();
        });
        assertRaisedWithoutSpack("slow-step:nginx@1.25");
    }

    @Test
    void packageSlowerThanUsualIsNeutral() {
        run(progress -> {
            progress.startPackage(NGINX).method(InstallMethod.SOURCE);
            progress.record(new ForecastFact.PackageTotal(NGINX, minutes(1, 2, 3)));
            for (int i = 0; i < 5; i++) {
                pass(progress, Duration.ofMinutes(1), null);
            }
        });
        assertRaisedWithoutSpack("slower-than-usual:nginx@1.25");
    }

    @ParameterizedTest
    @EnumSource
    void waitingBuildIsNeutral(WaitReason reason) {
        run(progress -> {
            progress.startPackage(NGINX);
            for (int i = 0; i < 5; i++) {
                pass(
                        progress,
                        Duration.ofMinutes(1),
                        new SampleFact.BlockedProcesses(
                                List.of(new SampleFact.BlockedProcess(7, "make", reason, null, null))));
            }
        });
        assertRaisedWithoutSpack("stalled");
        assertThat(texts()).contains(": waiting ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, 1})
    void silentBuildIsNeutral(double utilization) {
        run(progress -> {
            progress.startPackage(NGINX);
            for (int i = 0; i < 15; i++) {
                pass(
                        progress,
                        Duration.ofMinutes(1),
                        utilization < 0 ? null : new SampleFact.Cpu(utilization, utilization, 2));
            }
        });
        assertRaisedWithoutSpack("stalled");
    }

    @ParameterizedTest
    @EnumSource
    void failureIsNeutral(FailureCause cause) {
        run(progress -> {
            progress.record(new SampleFact.Disk("/", 100 * GB, 100 * GB, 0));
            progress.record(new FailureFact.Diagnosed(Diagnosis.builder(cause, "the decisive line")
                    .packageRef(NGINX)
                    .phase("build")
                    .build()));
        });
        assertThat(texts()).contains("the decisive line").doesNotContainIgnoringCase("spack");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 124, 126, 127, 130, 137, 139})
    void unexplainedEndIsNeutral(int status) {
        run(progress -> {
            progress.startPackage(NGINX);
            progress.finish(RunTermination.exited(status));
        });
        assertThat(texts()).contains("exit").doesNotContainIgnoringCase("spack");
    }

    @Test
    void reportedFailureIsNeutral() {
        run(progress -> {
            try (PackageProgress nginx = progress.startPackage(NGINX)) {
                nginx.finish(Outcome.FAILED, "no route to the mirror");
            }
        });
        assertThat(texts()).contains("no route to the mirror").doesNotContainIgnoringCase("spack");
    }

    private void run(Consumer<Progress> host) {
        try (Progress progress = Progress.builder("web server")
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .watchdog(new DiskSpaceWatchdog())
                .watchdog(new MemoryWatchdog())
                .watchdog(new SlowPackageWatchdog())
                .watchdog(new StallWatchdog())
                .listener("record", DeliveryMode.EVERYTHING, events::add)
                .driven()
                .start()) {
            progress.tick();
            host.accept(progress);
            progress.finish(Outcome.FAILED, "exit status 1");
        }
    }

    private void pass(Progress progress, Duration time, @Nullable SampleFact sample) {
        for (int i = 0; i < 6; i++) {
            now = now.plus(time.dividedBy(6));
            if (sample != null) {
                progress.record(sample);
            }
            progress.tick();
        }
    }

    private static Forecast minutes(int p10, int p50, int p90) {
        return new Forecast(
                Duration.ofMinutes(p10), Duration.ofMinutes(p50), Duration.ofMinutes(p90), "based on 3 builds", 3);
    }

    private void assertRaisedWithoutSpack(String id) {
        assertThat(events)
                .extracting(Event::fact)
                .filteredOn(AdviceFact.Raised.class::isInstance)
                .extracting(fact -> ((AdviceFact.Raised) fact).advice().id())
                .contains(id);
        assertThat(texts()).doesNotContainIgnoringCase("spack");
    }

    private String texts() {
        return events.toString();
    }
}
