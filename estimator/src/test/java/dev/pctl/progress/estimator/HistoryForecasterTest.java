package dev.pctl.progress.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunReview;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryForecasterTest {

    private static final List<String> NAMES = List.of("alpha", "beta", "gamma", "delta");
    private static final int EACH = 100;
    private static final long GIGA = 1_000_000_000L;

    private final BuildHistory history = BuildHistory.inMemory();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Progress begin() {
        return Progress.builder("image")
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .forecaster(HistoryForecaster.of(history))
                .driven()
                .start();
    }

    /** Builds four roots of a hundred seconds each, and looks every second. */
    private List<Double> run(double slowness, List<Double> errors) {
        List<Double> fractions = new ArrayList<>();
        Instant end = now.plusMillis((long) (NAMES.size() * EACH * slowness * 1000));
        Instant start = now;
        try (Progress progress = begin()) {
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(i);
                PackageRef ref = new PackageRef(name, "1.0", "abcdefg" + i);
                progress.record(new RootFact.Started(name, i + 1, NAMES.size()));
                progress.record(new PackageFact.Started(ref, 1, 1, 1));
                progress.record(new PackageFact.MethodKnown(ref, 1, InstallMethod.SOURCE));
                for (int s = 0; s < EACH * slowness; s++) {
                    progress.tick();
                    Forecast rest = progress.view().forecast().remaining(now);
                    double truth = Duration.between(now, end).toMillis() / 1000.0;
                    if (rest != null
                            && Duration.between(start, now)
                                            .compareTo(
                                                    Duration.between(start, end).dividedBy(3))
                                    > 0) {
                        errors.add(Math.abs(rest.p50().toMillis() / 1000.0 - truth) / truth);
                    }
                    fractions.add(progress.view().fraction());
                    now = now.plusSeconds(1);
                }
                progress.record(PackageFact.succeeded(ref));
                progress.record(new RootFact.Finished(name, Outcome.SUCCEEDED));
            }
            progress.finish(Outcome.SUCCEEDED);
        }
        return fractions;
    }

    @Test
    void recordsRunsRootsAndPackages() {
        run(1, new ArrayList<>());

        assertThat(history.all())
                .extracting(BuildRecord::unit)
                .containsOnly(BuildRecord.Unit.PACKAGE, BuildRecord.Unit.ROOT, BuildRecord.Unit.RUN);
        assertThat(history.of("image")).singleElement().satisfies(r -> {
            assertThat(r.seconds()).isEqualTo(400);
            assertThat(r.outcome()).isEqualTo(Outcome.SUCCEEDED);
        });
        assertThat(history.of("beta")).hasSize(2);
    }

    @Test
    void knowsTheRemainingTimeOfARepeatedBuild() {
        run(1, new ArrayList<>());
        run(1, new ArrayList<>());
        List<Double> errors = new ArrayList<>();
        run(1, errors);

        errors.sort(null);
        assertThat(errors).isNotEmpty();
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.1);
    }

    @Test
    void noticesThatTheMachineIsSlowerToday() {
        run(1, new ArrayList<>());
        run(1, new ArrayList<>());
        List<Double> errors = new ArrayList<>();
        run(1.5, errors);

        errors.sort(null);
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.3);
    }

    @Test
    void theShareOfTheWorkNeverGoesBack() {
        run(1, new ArrayList<>());
        List<Double> fractions = run(2.5, new ArrayList<>());

        assertThat(fractions).isSorted();
    }

    @Test
    void tellsBeforehandHowLongItTakesAndHowLongItTookBefore() {
        run(1, new ArrayList<>());
        run(1, new ArrayList<>());
        run(1.25, new ArrayList<>());
        try (Progress progress = begin()) {
            progress.tick();

            RunOutlook outlook = progress.view().forecast().outlook();
            assertThat(outlook.total()).isNotNull();
            assertThat(outlook.total().p50()).isBetween(seconds(340), seconds(550));
            assertThat(outlook.earlier())
                    .extracting(PreviousRun::took)
                    .containsExactly(seconds(500), seconds(400), seconds(400));
            assertThat(outlook.earlierMean()).isEqualTo(seconds(1300).dividedBy(3));
            assertThat(outlook.trackRecord()).isNotNull();
            assertThat(outlook.trackRecord().forecasts()).isEqualTo(2 * NAMES.size());
            assertThat(outlook.trackRecord().inWords())
                    .matches("Last 8 forecasts of 30s or more: median error \\d+%, interval held in \\d+%");
        }
    }

    /** Four forecasts of a hundred seconds are too few, after many of ten seconds, which say nothing. */
    @Test
    void isNotJudgedByFewOrTinyForecasts() {
        for (int i = 0; i < 4; i++) {
            run(0.1, new ArrayList<>());
        }
        run(1, new ArrayList<>());
        try (Progress progress = begin()) {
            progress.tick();
            assertThat(progress.view().forecast().outlook().trackRecord()).isNull();
        }
    }

    @Test
    void findsRunsOfOtherTitlesThatBuiltTheSamePackages() {
        run(1, new ArrayList<>());
        BuildHistory other = BuildHistory.inMemory();
        history.all().forEach(r -> other.append(renamed(r)));
        other.append(BuildRecord.builder("unlike", now, Duration.ofSeconds(9))
                .session("s")
                .unit(BuildRecord.Unit.RUN)
                .build());
        try (Progress progress = Progress.builder("image")
                .clock(((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .forecaster(HistoryForecaster.of(other))
                .driven()
                .start()) {
            progress.record(plan("alpha"));
            progress.record(plan("beta", "alpha"));
            progress.record(plan("gamma", "beta"));
            progress.tick();

            assertThat(progress.view().forecast().outlook().similar())
                    .extracting(PreviousRun::title)
                    .containsExactly("foundation-v1");
            assertThat(progress.view().forecast().outlook().earlier()).isEmpty();
        }
    }

    private static BuildRecord renamed(BuildRecord r) {
        String name = r.unit() == BuildRecord.Unit.RUN ? "foundation-v1" : r.name();
        return BuildRecord.builder(name, r.started(), r.duration())
                .unit(r.unit())
                .session(r.session())
                .build();
    }

    @Test
    void showsTheChainOfPackagesThatDecidesWhenTheRunEnds() {
        run(1, new ArrayList<>());
        try (Progress progress = begin()) {
            progress.record(plan("alpha"));
            progress.record(plan("beta", "alpha"));
            progress.record(plan("gamma"));
            progress.record(plan("delta", "beta"));
            progress.tick();

            assertThat(progress.view().forecast().outlook().criticalPath())
                    .containsExactly(
                            ref("alpha").id(), ref("beta").id(), ref("delta").id());
        }
    }

    @Test
    void severalWorkersShareTheWork() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        for (int i = 0; i < 3; i++) {
            for (String name : names) {
                history.append(BuildRecord.builder(name, now, Duration.ofSeconds(100))
                        .version("1")
                        .method(InstallMethod.SOURCE)
                        .session("s" + i)
                        .build());
            }
        }
        assertThat(remainingWith(names, List.of("one"))).isBetween(seconds(450), seconds(700));
        assertThat(remainingWith(names, List.of("one", "two", "three"))).isBetween(seconds(150), seconds(300));
    }

    /** Returns what remains when each worker has just begun a package of the plan. */
    private Duration remainingWith(List<String> names, List<String> workers) {
        try (Progress progress = begin()) {
            progress.record(new PlanFact.Planned(names.stream()
                    .map(n -> new PlanFact.Node(ref(n), true, InstallMethod.SOURCE, List.of()))
                    .toList()));
            for (int i = 0; i < workers.size(); i++) {
                progress.record(workers.get(i), now, PackageFact.started(ref(names.get(i))));
            }
            for (int i = 0; i < 3; i++) {
                progress.tick();
                now = now.plusSeconds(10);
            }
            Duration rest = remaining(progress);
            progress.finish(Outcome.CANCELLED);
            return rest;
        }
    }

    private static PackageRef ref(String name) {
        return new PackageRef(name, "1.0", "abcdefg" + NAMES.indexOf(name));
    }

    private static PlanFact plan(String name, String... needs) {
        List<String> ids = Stream.of(needs).map(n -> ref(n).id()).toList();
        return new PlanFact.Planned(List.of(new PlanFact.Node(ref(name), false, null, ids)));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void knowsFromTheLastBuildHowManyFilesThereAre() {
        try (Progress progress = begin()) {
            compile(progress, 40, null);
            progress.record(PackageFact.succeeded(ref("alpha")));
            progress.finish(Outcome.SUCCEEDED);
        }
        try (Progress progress = begin()) {
            compile(progress, 10, null);
            progress.tick();

            assertThat(steps(progress).total()).isEqualTo(40);
            assertThat(steps(progress).totalStated()).isFalse();
        }
    }

    private void compile(Progress progress, int files, Long total) {
        progress.record(new PackageFact.Started(ref("alpha"), 1, 1, 1));
        progress.record(new PackageFact.MethodKnown(ref("alpha"), 1, InstallMethod.SOURCE));
        progress.record(new PhaseFact.Started(ref("alpha"), 1, "build"));
        progress.record(new PhaseFact.Steps(ref("alpha"), 1, "build", files, total, total != null, null));
        now = now.plusSeconds(60);
    }

    private static PhaseView.Steps steps(Progress progress) {
        return progress.view().packages().get(0).phases().get(0).steps();
    }

    @Test
    void knowsHowLongPhasesTakeAndTellsAfterwardsWhatWasSlow() {
        for (int run = 0; run < 3; run++) {
            build(60);
        }
        RunReview review = build(180);

        assertThat(review.slower()).singleElement().satisfies(t -> {
            assertThat(t.view().ref()).isEqualTo(ref("alpha"));
            assertThat(t.took()).isEqualTo(seconds(180));
            assertThat(t.timesUsual()).isBetween(2.8, 3.2);
            assertThat(t.view().phaseForecasts().get("build").p50()).isBetween(seconds(50), seconds(70));
        });
        assertThat(review.installed()).isEqualTo(review.slower());
        assertThat(review.cacheHits()).isZero();
        assertThat(review.wouldHaveSaved()).isZero();
    }

    /** A run of one package of one phase, and what there is to say of it. */
    private RunReview build(int lasting) {
        try (Progress progress = begin()) {
            compile(progress, 10, null);
            progress.tick();
            now = now.plusSeconds(lasting - 60);
            progress.record(new PhaseFact.Finished(ref("alpha"), 1, "build", Outcome.SUCCEEDED));
            progress.record(PackageFact.succeeded(ref("alpha")));
            progress.finish(Outcome.SUCCEEDED);
            return RunReview.of(progress.view(), now);
        }
    }

    @Test
    void knowsTheTimeInWhichNothingIsInstalled() {
        concretizeBuildAndTidy();
        try (Progress progress = begin()) {
            progress.tick();
            assertThat(remaining(progress)).isBetween(seconds(105), seconds(116));
            now = now.plusSeconds(30);
            progress.tick();
            assertThat(remaining(progress)).isBetween(seconds(75), seconds(86));
            compile(progress, 10, null);
            progress.record(PackageFact.succeeded(ref("alpha")));
            for (int i = 0; i < 10; i++) {
                progress.tick();
                now = now.plusSeconds(1);
            }
            assertThat(remaining(progress)).isBetween(seconds(7), seconds(13));
            assertThat(progress.view().forecast().remaining(now).basis()).isEqualTo("based on 1 previous build");
            assertThat(progress.view().forecast().remaining(now).samples()).isEqualTo(1);
        }
    }

    /** Nine of ten files in nine seconds, the last one in ninety. */
    private List<Duration> buildOneLongFile() {
        List<Duration> forecasts = new ArrayList<>();
        try (Progress progress = begin()) {
            progress.record(new PackageFact.Started(ref("alpha"), 1, 1, 1));
            progress.record(new PackageFact.MethodKnown(ref("alpha"), 1, InstallMethod.SOURCE));
            progress.record(new PhaseFact.Started(ref("alpha"), 1, "build"));
            for (int second = 0; second < 99; second++) {
                long files = Math.min(second, 9);
                progress.record(new PhaseFact.Steps(ref("alpha"), 1, "build", files, 10L, true, null));
                progress.tick();
                Forecast rest = progress.view().forecast().remaining(now);
                forecasts.add(rest == null ? Duration.ZERO : rest.p50());
                now = now.plusSeconds(1);
            }
            progress.record(new PhaseFact.Steps(ref("alpha"), 1, "build", 10, 10L, true, null));
            progress.record(new PhaseFact.Finished(ref("alpha"), 1, "build", Outcome.SUCCEEDED));
            progress.record(PackageFact.succeeded(ref("alpha")));
            progress.finish(Outcome.SUCCEEDED);
        }
        return forecasts;
    }

    @Test
    void stepsTakeAsLongAsLastTimeNotEachTheSame() {
        buildOneLongFile();
        List<Duration> forecasts = buildOneLongFile();

        assertThat(forecasts.get(9)).isBetween(seconds(80), seconds(100));
        assertThat(forecasts.get(50)).isBetween(seconds(42), seconds(58));
        assertThat(history.of("alpha").get(0).marks()).containsEntry("build 80%", 8.0);
    }

    /** As with locks and modules, which the installer does not count in. */
    @Test
    void knowsWhatRemainsWhereThePackageTookLongerThanIsStated() {
        Duration stated = seconds(48);
        concretizeBuildAndTidy(stated);
        try (Progress progress = begin()) {
            now = now.plusSeconds(30);
            compile(progress, 10, null);
            progress.record(PackageFact.Finished.builder(ref("alpha"), Outcome.SUCCEEDED)
                    .stated(stated)
                    .build());
            for (int i = 0; i < 10; i++) {
                progress.tick();
                now = now.plusSeconds(1);
            }
            assertThat(remaining(progress)).isBetween(seconds(7), seconds(13));
        }
    }

    @Test
    void recordsNoPackageForWhichALogStatesAnAbsurdDuration() {
        concretizeBuildAndTidy(Duration.ofHours(999_999_999));
        assertThat(history.of("alpha")).isEmpty();
        concretizeBuildAndTidy(Duration.ofHours(20));
        assertThat(history.of("alpha")).isEmpty();
    }

    @Test
    void learnsNothingFromRecordsThatCannotBeTrue() {
        history.append(BuildRecord.builder("alpha", now, 3.6e12).version("1.0").build());
        history.append(BuildRecord.builder("alpha", now.plus(Duration.ofDays(1000)), 7)
                .version("1.0")
                .build());
        try (Progress progress = begin()) {
            compile(progress, 10, null);
            progress.tick();

            assertThat(progress.view().packageOf(ref("alpha").id()).forecast().samples())
                    .isZero();
        }
    }

    private void concretizeBuildAndTidy() {
        concretizeBuildAndTidy(null);
    }

    /** Half a minute before the package, which takes a minute, and twenty seconds after it. */
    private void concretizeBuildAndTidy(@Nullable Duration stated) {
        try (Progress progress = begin()) {
            now = now.plusSeconds(30);
            compile(progress, 10, null);
            progress.record(PackageFact.Finished.builder(ref("alpha"), Outcome.SUCCEEDED)
                    .stated(stated)
                    .build());
            now = now.plusSeconds(20);
            progress.finish(Outcome.SUCCEEDED);
        }
    }

    private Duration remaining(Progress progress) {
        return progress.view().forecast().remaining(now).p50();
    }

    @Test
    void remembersWhatWasUsedAtThePeak() {
        try (Progress progress = begin()) {
            disk(progress, 10);
            progress.record(new PackageFact.Started(ref("alpha"), 1, 1, 1));
            progress.record(new PackageFact.MethodKnown(ref("alpha"), 1, InstallMethod.SOURCE));
            disk(progress, 11);
            progress.record(new SampleFact.Memory(3 * GIGA, 16 * GIGA));
            disk(progress, 19);
            disk(progress, 12);
            now = now.plusSeconds(5);
            progress.record(PackageFact.succeeded(ref("alpha")));
            progress.finish(Outcome.SUCCEEDED);
        }

        assertThat(history.of("alpha")).singleElement().satisfies(r -> {
            assertThat(r.use()).isEqualTo(new BuildRecord.Use(8 * GIGA, GIGA, 3 * GIGA));
            assertThat(r.memoryBytes()).isEqualTo(16 * GIGA);
        });
        assertThat(history.of("image").get(0).use().peakDiskBytes()).isEqualTo(9 * GIGA);
    }

    @Test
    void tellsHowMuchRoomTheRestNeeds() {
        remembersWhatWasUsedAtThePeak();
        List<ForecastFact> forecasts = new ArrayList<>();
        HistoryForecaster forecaster = HistoryForecaster.of(history);
        try (Progress progress = begin()) {
            disk(progress, 50);
            progress.record(plan("alpha"));
            forecasts.addAll(forecaster.forecast(progress.view(), now));
            disk(progress, 54);
            forecasts.addAll(forecaster.forecast(progress.view(), now));
        }

        assertThat(forecasts)
                .filteredOn(f -> f instanceof ForecastFact.DiskNeed)
                .hasSize(2)
                .last()
                .satisfies(f -> {
                    ForecastFact.DiskNeed need = (ForecastFact.DiskNeed) f;
                    assertThat(need.bytes().likely()).isBetween(49 * GIGA / 10, 51 * GIGA / 10);
                    assertThat(need.basis()).isEqualTo("based on 1 previous build");
                });
        assertThat(forecasts)
                .filteredOn(f -> f instanceof ForecastFact.PackageDiskNeed)
                .hasSize(1);
    }

    @Test
    void expectsTypicalDiskSpaceOfAFirstBuild() {
        List<ForecastFact> facts = new ArrayList<>();
        HistoryForecaster forecaster = HistoryForecaster.of(history);
        try (Progress progress = begin()) {
            disk(progress, 10);
            progress.record(plan("gcc"));
            facts.addAll(forecaster.forecast(progress.view(), now));
            disk(progress, 12);
            facts.addAll(forecaster.forecast(progress.view(), now));
        }

        assertThat(facts)
                .filteredOn(f -> f instanceof ForecastFact.DiskNeed)
                .as("stated once, and not on top of what was written since")
                .singleElement()
                .satisfies(f -> {
                    ForecastFact.DiskNeed need = (ForecastFact.DiskNeed) f;
                    assertThat(need.basis()).isEqualTo("typical values, no history yet");
                    assertThat(need.bytes().likely()).isBetween(7 * GIGA, 9 * GIGA);
                    assertThat(need.bytes().high())
                            .isGreaterThan(2 * need.bytes().likely());
                });
    }

    @Test
    void expectsNoDiskSpaceOfPackagesOfWhichNothingIsKnown() {
        try (Progress progress = begin()) {
            disk(progress, 10);
            progress.record(plan("our-own-thing"));
            assertThat(HistoryForecaster.of(history).forecast(progress.view(), now))
                    .noneMatch(f -> f instanceof ForecastFact.DiskNeed);
        }
    }

    private static void disk(Progress progress, long used) {
        progress.record(new SampleFact.Disk("/", used * GIGA, 100 * GIGA, (100 - used) * GIGA));
        progress.tick();
    }

    @Test
    void saysNothingOfARunOfWhichNothingIsKnown() {
        try (Progress progress = begin()) {
            progress.tick();

            assertThat(progress.view().forecast().remaining(now)).isNull();
        }
    }

    @Test
    void refinesAPackageByItsSteps() {
        PackageRef ref = new PackageRef("alpha", "1.0", "abcdefg");
        try (Progress progress = begin()) {
            progress.record(new PackageFact.Started(ref, 1, 1, 1));
            progress.record(new PackageFact.MethodKnown(ref, 1, InstallMethod.SOURCE));
            progress.record(new PhaseFact.Started(ref, 1, "build"));
            for (int i = 1; i <= 90; i++) {
                now = now.plusSeconds(10);
                progress.record(new PhaseFact.Steps(ref, 1, "build", i, 100L, true, null));
                progress.tick();
            }

            PackageView alpha = progress.view().packageOf(ref.id());
            assertThat(alpha).isNotNull();
            assertThat(alpha.forecast().p50()).isBetween(Duration.ofSeconds(950), Duration.ofSeconds(1300));
        }
    }
}
