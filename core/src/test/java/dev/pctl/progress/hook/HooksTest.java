package dev.pctl.progress.hook;

import static dev.pctl.progress.hook.HookFilters.outcome;
import static dev.pctl.progress.hook.HookFilters.packages;
import static dev.pctl.progress.hook.HookFilters.roots;
import static dev.pctl.progress.hook.HookFilters.severity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.PackageProgress;
import dev.pctl.progress.PhaseProgress;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HooksTest {

    private static final PackageRef GCC = new PackageRef("gcc", "13.2.0", "23njwcmmq3rzan6pdlhy4o32izhlht3c");
    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    private final List<String> called = Collections.synchronizedList(new ArrayList<>());

    @Test
    void aHookIsCalledForFactsOfItsTypeOrGroupInOrder() {
        run(
                Hooks.on(PhaseFact.class, m -> called.add(m.fact().phase()))
                        .and(
                                RunFact.Finished.class,
                                m -> called.add("end " + m.fact().outcome())),
                progress -> {
                    try (PackageProgress pkg = progress.startPackage(ZLIB)) {
                        PhaseProgress build = pkg.startPhase("build");
                        build.steps(1, 2L, "a.c");
                        build.succeed();
                    }
                });
        assertThat(called.subList(0, 2)).containsExactly("build", "build");
        assertThat(called).last().isEqualTo("end SUCCEEDED");
    }

    @Test
    void aHookSeesThePackageAndTheRunAsTheyAreKnownAtThatMoment() {
        List<PackageView> seen = Collections.synchronizedList(new ArrayList<>());
        run(
                Hooks.on(PackageFact.Finished.class, m -> {
                    seen.add(m.packageView());
                    called.add(m.run().title() + ' ' + m.event().worker());
                }),
                progress -> {
                    progress.record(Instant.parse("2026-01-01T00:00:00Z"), new PackageFact.Started(ZLIB, 1, 1, 1));
                    progress.record(Instant.parse("2026-01-01T00:01:00Z"), finished(ZLIB, Outcome.SUCCEEDED));
                });
        assertThat(seen).singleElement().satisfies(p -> {
            assertThat(p.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(p.elapsed(Instant.MAX)).hasMinutes(1);
        });
        assertThat(called).containsExactly("hooks main");
    }

    @Test
    void filtersChooseByPackageRootOutcomeAndSeverity() {
        run(
                Hooks.on(PackageFact.Finished.class, packages("gcc", "llvm"), m -> called.add("gcc"))
                        .and(PackageFact.Finished.class, roots(), m -> called.add("root " + ref(m)))
                        .and(Fact.class, outcome(Outcome.FAILED), m -> called.add("failed " + ref(m)))
                        .and(
                                Fact.class,
                                roots().and(outcome(Outcome.FAILED)).negate().and(packages("zlib")),
                                m -> called.add("zlib"))
                        .and(
                                AdviceFact.Raised.class,
                                severity(Advice.Severity.WARNING),
                                m -> called.add(m.fact().advice().id())),
                progress -> {
                    progress.record(new PlanFact.Planned(List.of(
                            new PlanFact.Node(GCC, true, null, List.of(ZLIB.id())),
                            new PlanFact.Node(ZLIB, false, null, List.of()))));
                    progress.record(finished(ZLIB, Outcome.SUCCEEDED));
                    progress.record(finished(GCC, Outcome.FAILED));
                    progress.record(raised("a hint", Advice.Severity.INFO));
                    progress.record(raised("disk", Advice.Severity.WARNING));
                    progress.record(raised("stalled", Advice.Severity.CRITICAL));
                });
        assertThat(called).containsExactly("zlib", "gcc", "root gcc", "failed gcc", "disk", "stalled");
    }

    @Test
    void rootsThatTheHostAnnouncedPassTheFilterForRoots() {
        run(
                Hooks.on(
                        RootFact.Started.class,
                        roots(),
                        m -> called.add(m.fact().spec())),
                progress -> progress.record(new RootFact.Started("hdf5@1.14", 1, 1)));
        assertThat(called).containsExactly("hdf5@1.14");
    }

    @Test
    void aHookThatThrowsDisturbsNeitherTheOthersNorTheRunAndIsCalledOn() {
        AtomicInteger bad = new AtomicInteger();
        run(
                Hooks.on(PackageFact.Started.class, m -> {
                            bad.incrementAndGet();
                            throw new AssertionError("on purpose");
                        })
                        .and(
                                PackageFact.Started.class,
                                m -> called.add(m.fact().packageRef().name())),
                progress -> {
                    progress.record(new PackageFact.Started(GCC, 1, 1, 2));
                    progress.record(new PackageFact.Started(ZLIB, 1, 2, 2));
                });
        assertThat(bad).hasValue(2);
        assertThat(called).containsExactly("gcc", "zlib");
    }

    @Test
    void whatIsDeliveredAgainCallsNoHookAgain() throws Exception {
        var listener =
                Hooks.on(PackageFact.Started.class, m -> called.add("started")).listener();
        Event event = new Event("run", "main", 1, Instant.EPOCH, new PackageFact.Started(GCC, 1, null, null));
        listener.onEvent(event);
        listener.onEvent(event);
        assertThat(called).hasSize(1);
    }

    @Test
    void aSlowHookNeverHoldsUpTheRunAndLosesNoLifeCycleFact() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        Hooks hooks = Hooks.on(RunFact.Started.class, m -> go.await())
                .and(
                        PackageFact.Started.class,
                        m -> called.add(m.fact().packageRef().name()))
                .and(SampleFact.Disk.class, m -> called.add("disk " + m.fact().usedBytes()));
        try (Progress progress = Progress.builder("hooks").hooks(hooks).driven().start()) {
            for (int i = 1; i <= 1000; i++) {
                progress.record(new SampleFact.Disk("/", i, 1000, 1000 - i));
            }
            progress.record(new PackageFact.Started(GCC, 1, null, null));
            go.countDown();
        }
        assertThat(called).containsExactly("disk 1000", "gcc");
    }

    private static String ref(HookContext<?> context) {
        PackageView pkg = context.packageView();
        return pkg == null ? "none" : pkg.ref().name();
    }

    private static Fact finished(PackageRef pkg, Outcome outcome) {
        return PackageFact.finished(pkg, outcome);
    }

    private static Fact raised(String id, Advice.Severity severity) {
        return new AdviceFact.Raised(new Advice(id, severity, "seen", null, List.of()));
    }

    private static void run(Hooks hooks, Consumer<Progress> host) {
        try (Progress progress = Progress.builder("hooks").hooks(hooks).driven().start()) {
            host.accept(progress);
            progress.finish(Outcome.SUCCEEDED);
        }
    }
}
