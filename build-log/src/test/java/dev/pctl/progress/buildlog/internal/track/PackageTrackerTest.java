package dev.pctl.progress.buildlog.internal.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackageTrackerTest {

    private static final String HASH = "23njwcmmq3rzan6pdlhy4o32izhlht3c";

    private final List<Fact> facts = new ArrayList<>();
    private final PackageTracker tracker = new PackageTracker((time, fact) -> facts.add(fact));

    @Test
    void prefersActivePackageToNewerEndedOneWithSameName() {
        Tracked older = tracker.start(PackageRef.of("zlib", "1.2"), null, null);
        Tracked newer = tracker.start(PackageRef.of("zlib", "1.3"), null, null);
        assertThat(tracker.byName("zlib")).isSameAs(newer);
        tracker.finish(newer, Outcome.SUCCEEDED, null, null);
        assertThat(tracker.byName("zlib")).isSameAs(older);
        tracker.finish(older, Outcome.SUCCEEDED, null, null);
        assertThat(tracker.byName("zlib")).isSameAs(newer);
        assertThat(tracker.byName("zli")).isNull();
    }

    @Test
    void lastNamedPackageIsCurrent() {
        Tracked zlib = tracker.start(PackageRef.of("zlib", "1.3"), null, null);
        Tracked cmake = tracker.start(PackageRef.of("cmake", "3"), null, null);
        tracker.phase(zlib, "build");
        assertThat(tracker.allActive()).containsExactly(cmake, zlib);
        tracker.finish(zlib, Outcome.FAILED, null, null);
        assertThat(tracker.current()).isSameAs(cmake);
        assertThat(tracker.anyFailed()).isTrue();
    }

    @Test
    void secondAttemptClearsFailure() {
        Tracked zlib = tracker.start(PackageRef.of("zlib", "1.3"), null, null);
        tracker.finish(zlib, Outcome.FAILED, null, null);
        tracker.start(zlib.ref(), null, null);
        assertThat(tracker.anyFailed()).isFalse();
        assertThat(zlib.attempt()).isEqualTo(2);
    }

    @Test
    void identifiedPackageKeepsItsPlaceAndIsFoundByItsNewName() {
        PackageRef full = new PackageRef("zlib", "1.3", HASH);
        Tracked named = tracker.start(PackageRef.of("zlib", "1.3"), null, null);
        Tracked cmake = tracker.start(PackageRef.of("cmake", "3"), null, null);
        assertThat(tracker.unidentified("zlib")).isSameAs(named);
        tracker.identify(named, full);
        assertThat(tracker.known(full)).isSameAs(named);
        assertThat(tracker.known(PackageRef.of("zlib", "1.3"))).isNull();
        assertThat(tracker.unidentified("zlib")).isNull();
        assertThat(tracker.named("zlib")).isEqualTo(full);
        assertThat(tracker.current()).isSameAs(cmake);
        assertThat(facts).last().isInstanceOf(PackageFact.Identified.class);
    }

    /** With linear look-ups, the last 10,000 packages would take seven times as long as the second 10,000. */
    @Test
    void timeIsProportionalToNumberOfPackages() {
        start(0, 10_000);
        long few = nanosOf(() -> start(10_000, 20_000));
        start(20_000, 100_000);
        long many = nanosOf(() -> start(100_000, 110_000));
        assertThat(tracker.allActive()).hasSize(110_000);
        assertThat(Duration.ofNanos(many)).isLessThan(Duration.ofNanos(5 * few).plusMillis(500));
    }

    private void start(int from, int to) {
        for (int i = from; i < to; i++) {
            String name = i % 2 == 0 ? "same" : "p" + i;
            Tracked pkg = tracker.start(PackageRef.of(name, "1." + i), null, null);
            tracker.byName(name);
            tracker.named("p" + i / 2);
            tracker.unidentified(name);
            tracker.phase(pkg, "build");
            assertThat(tracker.anyFailed()).isFalse();
        }
    }

    private static long nanosOf(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return System.nanoTime() - begun;
    }
}
