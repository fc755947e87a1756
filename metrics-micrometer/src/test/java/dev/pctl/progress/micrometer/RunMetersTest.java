package dev.pctl.progress.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.hook.DeliveryMode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunMetersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef ZLIB = new PackageRef("zlib", "1.3", "23njwcmmq3rzan6pdlhy4o32izhlht3c");
    private static final PackageRef GCC = PackageRef.of("gcc", "13.2.0");
    private static final PackageRef HDF5 = PackageRef.of("hdf5", "1.14");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMeters meters = RunMeters.of(registry, Tags.of("host", "test"));
    private long sequence;

    @Test
    void prefersDurationsStatedByLog() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new StageFact.Started("install", "Installing", 1, 1));
        built(10, ZLIB, InstallMethod.SOURCE, null);
        built(100, GCC, InstallMethod.BINARY_CACHE, Duration.ofSeconds(7));
        at(200, new StageFact.Finished("install", Outcome.SUCCEEDED));
        at(210, new RunFact.Finished(Outcome.SUCCEEDED, null));

        assertThat(seconds("pctl.run", "outcome", "succeeded", "pipeline", "my image", "host", "test"))
                .isEqualTo(210);
        assertThat(seconds("pctl.stage", "stage", "install")).isEqualTo(199);
        assertThat(seconds("pctl.package", "package", "zlib", "method", "source"))
                .isEqualTo(30);
        assertThat(seconds("pctl.package", "package", "gcc", "method", "binary-cache"))
                .isEqualTo(7);
        assertThat(seconds("pctl.phase", "phase", "build")).isEqualTo(40);
        assertThat(count("pctl.cache.requests", "result", "hit")).isEqualTo(1);
        assertThat(count("pctl.cache.requests", "result", "miss")).isEqualTo(1);
        assertThat(registry.find("pctl.failures").counters()).isEmpty();
    }

    @Test
    void countsFailureOnceByLastDiagnosis() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.Started(ZLIB, 1, 1, 3));
        at(2, finished(ZLIB, Outcome.FAILED));
        at(3, diagnosed(ZLIB, FailureCause.UNKNOWN));
        at(4, diagnosed(ZLIB, FailureCause.DISK_FULL));
        at(5, new PackageFact.Started(GCC, 1, 2, 3));
        at(6, finished(GCC, Outcome.FAILED));
        at(7, finished(HDF5, Outcome.SKIPPED));
        at(8, new RunFact.Finished(Outcome.FAILED, null));

        assertThat(count("pctl.failures", "cause", "disk-full", "fault", "system"))
                .isEqualTo(1);
        assertThat(count("pctl.failures", "cause", "unknown", "fault", "build")).isEqualTo(1);
        assertThat(registry.get("pctl.package").tags("outcome", "failed").timers())
                .hasSize(2);
    }

    @Test
    void countsRepeatedEventsOnce() {
        at(0, new RunFact.Started("my image", Map.of()));
        built(10, ZLIB, InstallMethod.SOURCE, null);
        at(60, finished(ZLIB, Outcome.SUCCEEDED));
        Event last = at(70, new RunFact.Finished(Outcome.SUCCEEDED, null));
        meters.onEvent(last);
        at(80, new RunFact.Finished(Outcome.FAILED, null));
        assertThat(registry.get("pctl.package").timer().count()).isEqualTo(1);
        assertThat(registry.get("pctl.run").timer().count()).isEqualTo(1);
    }

    @Test
    void doesNotTimeInstalledPackages() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.EXTERNAL));
        at(1, finished(ZLIB, Outcome.SUCCEEDED));
        at(2, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(registry.find("pctl.package").timers()).isEmpty();
        assertThat(registry.find("pctl.cache.requests").counters()).isEmpty();
    }

    @Test
    void gaugesShowNewestReadingsAndAreRemovedAtEnd() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new RunFact.StatusReported(0.25, "quarter"));
        at(1, new SampleFact.Disk("/opt", 10, 100, 85));
        at(1, new SampleFact.Disk("/tmp", 1, 50, 49));
        at(1, new SampleFact.Memory(4, 16, 12L, null, null));
        at(2, new SampleFact.Disk("/opt", 20, 100, 75));

        assertThat(gauge("pctl.disk.used", "path", "/opt")).isEqualTo(20);
        assertThat(gauge("pctl.disk.free", "path", "/opt")).isEqualTo(75);
        assertThat(gauge("pctl.disk.total", "path", "/tmp")).isEqualTo(50);
        assertThat(gauge("pctl.memory.used")).isEqualTo(4);
        assertThat(gauge("pctl.memory.available")).isEqualTo(12);
        assertThat(gauge("pctl.run.done")).isCloseTo(0.25, within(1e-9));
        assertThat(registry.get("pctl.disk.used").gauges())
                .allMatch(g -> "bytes".equals(g.getId().getBaseUnit()));
        assertThat(registry.get("pctl.run.active").longTaskTimer().activeTasks())
                .isEqualTo(1);

        at(3, new RunFact.Finished(Outcome.CANCELLED, null));
        assertThat(registry.getMeters()).noneMatch(m -> m.getId().getType() == Meter.Type.GAUGE);
        assertThat(registry.get("pctl.run.active").longTaskTimer().activeTasks())
                .isZero();
    }

    @Test
    void closeRemovesMetersOfUnfinishedRun() {
        at(0, new RunFact.Started("my image", Map.of()));
        at(1, new SampleFact.Disk("/", 10, 100, 85));
        meters.close();
        at(2, new SampleFact.Disk("/", 10, 100, 85));
        assertThat(registry.getMeters()).noneMatch(m -> m.getId().getType() == Meter.Type.GAUGE);
        assertThat(registry.get("pctl.run.active").longTaskTimer().activeTasks())
                .isZero();
    }

    @Test
    void timesClosedRunAndItsOpenPartsAsUnfinished() {
        try (Progress progress = Progress.builder("my image")
                .listener("meters", DeliveryMode.NEWEST, RunMeters.of(registry))
                .driven()
                .start()) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.record(new PhaseFact.Started(ZLIB, 1, "build"));
        }
        assertThat(registry.get("pctl.run")
                        .tags("outcome", "unfinished")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("pctl.package")
                        .tags("outcome", "unfinished")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("pctl.phase")
                        .tags("outcome", "unfinished")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private void built(long second, PackageRef pkg, InstallMethod method, Duration stated) {
        at(second, new PackageFact.Started(pkg, 1, null, null));
        at(second, new PackageFact.MethodKnown(pkg, 1, method));
        at(second + 10, new PhaseFact.Started(pkg, 1, "build"));
        at(
                second + 30,
                PackageFact.Finished.builder(pkg, Outcome.SUCCEEDED)
                        .stated(stated)
                        .build());
    }

    private static Fact finished(PackageRef pkg, Outcome outcome) {
        return PackageFact.finished(pkg, outcome);
    }

    private static Fact diagnosed(PackageRef pkg, FailureCause cause) {
        return new FailureFact.Diagnosed(Diagnosis.builder(cause, "it broke")
                .packageRef(pkg)
                .phase("build")
                .build());
    }

    private Event at(long second, Fact fact) {
        Event event = new Event("run", "main", ++sequence, START.plusSeconds(second), fact);
        meters.onEvent(event);
        return event;
    }

    private double seconds(String name, String... tags) {
        Timer timer = registry.get(name).tags(tags).timer();
        return timer.totalTime(TimeUnit.SECONDS);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
