package dev.pctl.progress.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RandomFacts;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.internal.snapshot.PhaseSnapshot;
import dev.pctl.progress.internal.snapshot.QuestionSnapshot;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunProjectionTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PackageRef ZLIB = new PackageRef("zlib", "1.3", "23njwcmmq3rzan6pdlhy4o32izhlht3c");

    private final RunProjection state = new RunProjection("run");
    private long sequence;

    @Property(tries = 100)
    void eventsThatAreDeliveredAgainChangeNothing(@ForAll long seed) {
        List<Event> events = new RandomFacts(seed).events(50);
        RunProjection once = new RunProjection("run");
        RunProjection twice = new RunProjection("run");
        Random random = new Random(seed);
        for (int i = 0; i < events.size(); i++) {
            assertThat(once.apply(events.get(i))).isTrue();
            twice.apply(events.get(i));
            assertThat(twice.apply(events.get(random.nextInt(i + 1)))).isFalse();
        }
        assertThat(twice.view()).isEqualTo(once.view());
    }

    @Property(tries = 100)
    void overlappingWindowsOfTheSameFactsUnderNewNumbersChangeNothing(@ForAll long seed) {
        List<Fact> life = life();
        life.forEach(f -> at(10, f));
        RunView before = state.view();
        int from = new Random(seed).nextInt(life.size());
        life.subList(from, life.size()).forEach(f -> at(10, f));
        assertThat(state.view()).isEqualTo(before);
    }

    @Property(tries = 50)
    void theOrderOfArrivalDoesNotMatterForAPackagesLife(@ForAll long seed) {
        List<Event> events = new ArrayList<>();
        for (Fact fact : life()) {
            events.add(new Event("run", "main", events.size() + 1, START.plusSeconds(events.size()), fact));
        }
        RunProjection ordered = new RunProjection("run");
        events.forEach(ordered::apply);
        Collections.shuffle(events, new Random(seed));
        RunProjection shuffled = new RunProjection("run");
        events.forEach(shuffled::apply);
        PackageView expected = ordered.view().packages().get(0);
        PackageView actual = shuffled.view().packages().get(0);
        assertThat(actual.outcome()).isEqualTo(expected.outcome());
        assertThat(actual.method()).isEqualTo(expected.method());
        assertThat(actual.started()).isEqualTo(expected.started());
        assertThat(actual.stated()).isEqualTo(expected.stated());
        assertThat(actual.phases()).extracting(PhaseView::name).hasSameElementsAs(List.of("build", "install"));
    }

    @Test
    void aNewAttemptStartsAfreshAndAnOlderOneIsHistory() {
        at(0, new PackageFact.Started(ZLIB, 1, 1, 2));
        at(1, finished(1, Outcome.FAILED));
        at(2, new PackageFact.Started(ZLIB, 2, null, null));
        assertThat(pkg().active()).isTrue();
        at(3, finished(1, Outcome.FAILED));
        assertThat(pkg().active()).isTrue();
        at(4, finished(2, Outcome.SUCCEEDED));
        assertThat(pkg().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(pkg().started()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void aShortAndAFullHashAreTheSamePackage() {
        at(0, new PackageFact.Started(new PackageRef("zlib", null, "23njwcm"), 1, null, null));
        at(1, new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.SOURCE));
        assertThat(state.view().packages()).hasSize(1);
        assertThat(pkg().ref()).isEqualTo(ZLIB);
    }

    @Test
    void stepsNeverRunBackwards() {
        at(0, new PhaseFact.Steps(ZLIB, 1, "build", 7, 10L, true, "b.c"));
        at(1, new PhaseFact.Steps(ZLIB, 1, "build", 3, 10L, true, "a.c"));
        assertThat(pkg().phases().get(0).steps()).isEqualTo(new PhaseSnapshot.Steps(7, 10L, true, "b.c"));
    }

    @Test
    void workComesInTheOrderOfItsBeginningAndPlansComeLast() {
        PackageRef cmake = PackageRef.of("cmake", "3");
        at(
                0,
                new PlanFact.Planned(List.of(
                        new PlanFact.Node(cmake, true, null, List.of()),
                        new PlanFact.Node(ZLIB, false, InstallMethod.SOURCE, List.of("m4/abc")))));
        at(1, new PackageFact.Started(ZLIB, 1, null, null));
        assertThat(state.view().packages()).extracting(p -> p.ref().name()).containsExactly("zlib", "cmake");
        assertThat(state.view().packages().get(0).dependencies()).containsExactly("m4/abc");
        assertThat(state.view().packages().get(1).planned()).isTrue();
    }

    @Test
    void theShareNeverGoesBackAndIsWholeOnlyOnSuccess() {
        at(0, new RunFact.Started("image", Map.of()));
        at(30, remaining(30));
        assertThat(state.view().fraction()).isEqualTo(0.5);
        at(31, remaining(360));
        double revised = state.view().fraction();
        assertThat(revised).isBetween(0.5, 0.51);
        at(32, remaining(359));
        assertThat(state.view().fraction() - revised).isCloseTo(0.5 / 720, within(0.0001));
        at(50, remaining(0));
        assertThat(state.view().fraction()).isEqualTo(0.99);
        at(51, new RunFact.Finished(Outcome.SUCCEEDED, null));
        assertThat(state.view().fraction()).isEqualTo(1);
    }

    @Test
    void theShareFollowsRootsThenCountsThenWhatIsStated() {
        at(0, new RunFact.StatusReported(0.1, "begin"));
        assertThat(state.view().fraction()).isEqualTo(0.1);
        at(1, new PackageFact.Started(ZLIB, 1, 3, 10));
        assertThat(state.view().fraction()).isEqualTo(0.2);
        at(2, new RootFact.Started("zlib", 1, 2));
        at(3, new RootFact.Finished("zlib", Outcome.SUCCEEDED));
        assertThat(state.view().fraction()).isEqualTo(0.5);
    }

    @Test
    void packagesThatAreWorkedOnAtTheSameTimeAreNotDone() {
        for (int i = 1; i <= 4; i++) {
            at(i, new PackageFact.Started(PackageRef.of("p" + i, "1"), 1, i, 8));
        }
        assertThat(state.view().fraction()).isZero();
        at(5, PackageFact.succeeded(PackageRef.of("p3", "1")));
        assertThat(state.view().fraction()).isEqualTo(1 / 8.0);
        at(6, new PackageFact.Started(PackageRef.of("p5", "1"), 1, 5, 8));
        assertThat(state.view().fraction()).isEqualTo(1 / 8.0);
    }

    @Test
    void whatIsOpenWhenTheRunEndsIsUnfinished() {
        at(0, new PackageFact.Started(ZLIB, 1, null, null));
        at(1, new PhaseFact.Started(ZLIB, 1, "build"));
        at(2, new RunFact.Finished(Outcome.FAILED, "exit status 1"));
        assertThat(pkg().outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(pkg().phases().get(0).outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(state.view().detail()).isEqualTo("exit status 1");
    }

    @Test
    void remainingTimeRunsDownBetweenForecasts() {
        at(0, new RunFact.Started("image", Map.of()));
        at(10, remaining(100));
        Forecast left = state.view().forecast().remaining(START.plusSeconds(40));
        assertThat(left).isNotNull();
        assertThat(left.p50()).isEqualTo(Duration.ofSeconds(70));
        assertThat(left.p10()).isEqualTo(Duration.ofSeconds(20));
        assertThat(state.view().forecast().remaining(START.plusSeconds(500)).p90())
                .isZero();
    }

    @Test
    void eventsOfAnotherRunAreNotFolded() {
        assertThat(state.apply(new Event("other", "main", 1, START, new RunFact.Heartbeat())))
                .isFalse();
    }

    @Test
    void packagesOfOneNameOnTwoWorkersAreTwo() {
        at(0, new PlanFact.Planned(List.of(new PlanFact.Node(ZLIB, true, null, List.of("m4/abc")))));
        from("a", 1, new PackageFact.Started(ZLIB, 1, 1, 2));
        from("b", 1, new PackageFact.Started(ZLIB, 1, 1, 4));
        from("a", 2, new PhaseFact.Started(ZLIB, 1, "build"));
        from("a", 3, finished(1, Outcome.FAILED));
        assertThat(state.view().packages())
                .extracting(
                        PackageView::worker,
                        PackageView::outcome,
                        PackageView::root,
                        p -> p.dependencies().size())
                .containsExactly(tuple("a", Outcome.FAILED, true, 1), tuple("b", null, true, 1));
        assertThat(state.view().fraction()).isEqualTo(1 / 6.0);
    }

    @Test
    void theShareGrowsWithTheStepsOfAPackageBeforeAnyForecast() {
        at(0, new PackageFact.Started(ZLIB, 1, 2, 4));
        assertThat(state.view().fraction()).isEqualTo(0.25);
        at(1, new PhaseFact.Started(ZLIB, 1, "build"));
        at(2, new PhaseFact.Steps(ZLIB, 1, "build", 50, 100L, true, null));
        assertThat(state.view().fraction()).isCloseTo(0.375, within(0.01));
        at(3, PackageFact.succeeded(ZLIB));
        assertThat(state.view().fraction()).isEqualTo(0.5);
    }

    @Test
    void rootsOfTwoWorkersCountTogether() {
        from("a", 1, new RootFact.Started("gcc", 1, 2));
        from("b", 1, new RootFact.Started("gcc", 1, 2));
        from("a", 2, new RootFact.Finished("gcc", Outcome.SUCCEEDED));
        assertThat(state.view().roots()).extracting(RootView::outcome).containsExactly(Outcome.SUCCEEDED, null);
        assertThat(state.view().fraction()).isEqualTo(0.25);
    }

    @Test
    void eachPackageHasTheNewestLinesOfItsOwnOutput() {
        PackageRef cmake = PackageRef.of("cmake", "3");
        at(0, new PackageFact.Started(ZLIB, 1, null, null));
        at(0, new PackageFact.Started(cmake, 1, null, null));
        for (int i = 1; i <= 300; i++) {
            at(i, new LogFact.Output(i, i % 3 == 0 ? ZLIB : cmake, "line " + i));
        }
        assertThat(pkg().output()).hasSize(20).startsWith("line 243").endsWith("line 300");
        assertThat(state.view().packages().get(1).output()).hasSize(20).endsWith("line 299");
        assertThat(state.view().log().output()).hasSize(100).endsWith("line 299", "line 300");
        at(301, finished(1, Outcome.SUCCEEDED));
        assertThat(pkg().output()).isEmpty();
        at(302, new RootFact.Started("gcc", 2, 2));
        at(302, new LogFact.Output(301, null, "asking the solver"));
        at(302, new RootFact.Started("gcc", 2, 2));
        assertThat(state.view().log().output()).containsExactly("asking the solver");
    }

    @Test
    void whatTheInstallerRepeatsOfAPackagesOwnLogIsShownOnce() {
        at(0, new PackageFact.Started(ZLIB, 1, null, null));
        at(1, new LogFact.Opened(ZLIB, "out.txt"));
        at(1, new LogFact.Output(1, ZLIB, List.of("cc a.c"), "out.txt"));
        at(1, new LogFact.Output(7, ZLIB, "cc a.c"));
        at(2, new LogFact.Output(1, ZLIB, List.of("cc a.c"), "out.txt"));
        at(2, new LogFact.Output(2, ZLIB, List.of("cc b.c"), "out.txt"));
        assertThat(pkg().output()).containsExactly("cc a.c", "cc b.c");
        assertThat(state.view().log().output()).containsExactly("cc a.c", "cc b.c");
        at(3, new LogFact.Opened(ZLIB, "out.txt"));
        at(3, new LogFact.Output(1, ZLIB, List.of("restarted"), "out.txt"));
        assertThat(pkg().output()).endsWith("restarted");
    }

    private static List<Fact> life() {
        return List.of(
                new PackageFact.Started(ZLIB, 1, 1, 2),
                new PackageFact.MethodKnown(ZLIB, 1, InstallMethod.SOURCE),
                new PhaseFact.Started(ZLIB, 1, "build"),
                new PhaseFact.Steps(ZLIB, 1, "build", 3, 10L, true, "a.c"),
                new PhaseFact.Finished(ZLIB, 1, "build", Outcome.SUCCEEDED),
                new PhaseFact.Started(ZLIB, 1, "install"),
                PackageFact.Finished.builder(ZLIB, Outcome.SUCCEEDED)
                        .stated(Duration.ofSeconds(9))
                        .prefix("/opt/zlib")
                        .build());
    }

    private static Fact finished(int attempt, Outcome outcome) {
        return PackageFact.Finished.builder(ZLIB, outcome).attempt(attempt).build();
    }

    private static Fact remaining(long seconds) {
        Duration p50 = Duration.ofSeconds(seconds);
        return new ForecastFact.RunRemaining(
                new Forecast(p50.dividedBy(2), p50, p50.multipliedBy(2), "based on 3 previous builds", 3));
    }

    @Test
    void earlierBuildsTellHowManyStepsThereAreWhereTheToolDoesNot() {
        at(0, new ForecastFact.StepTotal(ZLIB, "build", 40));
        at(1, new PackageFact.Started(ZLIB, 1, null, null));
        at(2, new PhaseFact.Steps(ZLIB, 1, "build", 10, null, false, "a.c"));
        assertThat(steps()).isEqualTo(new PhaseSnapshot.Steps(10, 40L, false, "a.c"));

        at(3, new PhaseFact.Steps(ZLIB, 1, "build", 41, null, false, "z.c"));
        assertThat(steps()).isEqualTo(new PhaseSnapshot.Steps(41, null, false, "z.c"));

        at(4, new PhaseFact.Steps(ZLIB, 1, "build", 42, 80L, true, "z.c"));
        assertThat(steps()).isEqualTo(new PhaseSnapshot.Steps(42, 80L, true, "z.c"));
    }

    private PhaseView.Steps steps() {
        return state.view().packages().get(0).phases().get(0).steps();
    }

    @Test
    void whatIsUsualForAPackageIsWhatWasForecastWhenItBegan() {
        at(0, new ForecastFact.PackageTotal(ZLIB, forecast(10)));
        at(1, new PackageFact.Started(ZLIB, 1, null, null));
        at(2, new ForecastFact.PackageTotal(ZLIB, forecast(90)));

        PackageView zlib = state.view().packages().get(0);
        assertThat(zlib.expected()).isEqualTo(forecast(10));
        assertThat(zlib.forecast()).isEqualTo(forecast(90));
    }

    @Property(tries = 200)
    void theShareOfAPackageNeverGoesBackWithinAnAttempt(@ForAll long seed) {
        RunProjection run = new RunProjection("run");
        Random random = new Random(seed);
        PackageRef pkg = ZLIB;
        double shown = 0;
        for (int second = 0; second < 200; second++) {
            for (Fact fact : whateverHappens(pkg, random)) {
                run.apply(new Event("run", "main", ++sequence, START.plusSeconds(second), fact));
            }
            for (int millis = 0; millis < 1000 && !run.view().packages().isEmpty(); millis += 250) {
                Double share = run.view()
                        .packages()
                        .get(0)
                        .fraction(START.plusSeconds(second).plusMillis(millis));
                if (share != null) {
                    assertThat(share).isBetween(shown, 0.99);
                    shown = share;
                }
            }
        }
    }

    private static List<Fact> whateverHappens(PackageRef pkg, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> List.of(new PackageFact.Started(pkg, 1, null, null));
            case 1 -> List.of(new ForecastFact.PackageTotal(pkg, forecast(1 + random.nextInt(300))));
            case 2 -> List.of(new PhaseFact.Steps(pkg, 1, "build", random.nextInt(90), 80L, true, null));
            case 3 -> List.of(new PhaseFact.Steps(pkg, 1, "install", random.nextInt(90), null, true, null));
            case 4 -> List.of(new PhaseFact.Steps(pkg, 1, "configure", random.nextInt(90), 80L, true, null));
            case 5 -> List.of(new ForecastFact.StepTotal(pkg, "install", 1 + random.nextInt(200)));
            default -> List.of();
        };
    }

    @Test
    void aPackageIsAsFarAsItsForecastSaysAndGoesOnFromThereWithANewOne() {
        at(0, new ForecastFact.PackageTotal(ZLIB, forecast(100)));
        at(10, new PackageFact.Started(ZLIB, 1, null, null));
        assertThat(share(50)).isCloseTo(0.4, within(1e-9));
        at(50, new ForecastFact.PackageTotal(ZLIB, forecast(340)));
        assertThat(share(50)).isCloseTo(0.4, within(1e-9));
        assertThat(share(200)).isCloseTo(0.7, within(1e-9));
        at(400, new ForecastFact.PackageTotal(ZLIB, forecast(341)));
        assertThat(share(401)).isBetween(share(400), 0.99);
        at(500, finished(1, Outcome.SUCCEEDED));
        assertThat(share(500)).isEqualTo(1);
    }

    @Test
    void aFirstForecastThatComesLateCountsFromTheBeginning() {
        at(10, new PackageFact.Started(ZLIB, 1, null, null));
        at(50, new ForecastFact.PackageTotal(ZLIB, forecast(100)));
        assertThat(share(50)).isCloseTo(0.4, within(1e-9));
        assertThat(share(70)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void withoutAForecastAPackageIsAsFarAsTheStepsOfItsBuild() {
        at(0, new PackageFact.Started(ZLIB, 1, null, null));
        at(1, new PhaseFact.Steps(ZLIB, 1, "configure", 9, 10L, true, null));
        assertThat(pkg().fraction(START.plusSeconds(1))).isNull();
        at(2, new PhaseFact.Steps(ZLIB, 1, "build", 6, 10L, true, null));
        at(3, new PhaseFact.Steps(ZLIB, 1, "install", 1, 10L, true, null));
        assertThat(share(3)).isEqualTo(0.6);
        at(4, new PackageFact.Started(ZLIB, 2, null, null));
        assertThat(pkg().fraction(START.plusSeconds(4))).isNull();
    }

    private double share(long second) {
        Double share = pkg().fraction(START.plusSeconds(second));
        assertThat(share).isNotNull();
        return share;
    }

    @Test
    void aQuestionIsOpenUntilItIsAnsweredOrHasPassedOrTheRunEnds() {
        Question question = Question.continueAnyway(Duration.ofSeconds(30));
        Advice advice = new Advice("disk", Advice.Severity.WARNING, "full", null, List.of()).asking(question);
        Instant until = START.plusSeconds(31);
        at(1, new AdviceFact.Asked("disk", until));
        assertThat(state.view().advice().questions()).as("not asked yet").isEmpty();
        at(1, new AdviceFact.Raised(advice));
        assertThat(state.view().advice().questions()).as("nothing to ask").isEmpty();
        at(1, new AdviceFact.Asked("disk", until));
        assertThat(state.view().advice().questions()).containsExactly(new QuestionSnapshot("disk", question, until));
        assertThat(state.view().advice().questions().get(0).left(START.plusSeconds(11)))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(state.view().advice().questions().get(0).left(START.plusSeconds(99)))
                .isZero();
        at(12, new AdviceFact.Decided("disk", Decision.STOP, false));
        at(13, new AdviceFact.Asked("disk", until));
        assertThat(state.view().advice().questions()).as("answered").isEmpty();
        at(14, new AdviceFact.Cleared("disk"));
        at(15, new AdviceFact.Raised(advice));
        at(15, new AdviceFact.Asked("disk", until));
        assertThat(state.view().advice().questions()).as("asked again").hasSize(1);
        at(16, new RunFact.Finished(Outcome.FAILED, null));
        assertThat(state.view().advice().questions()).as("the run is over").isEmpty();
    }

    @Test
    void tellsOfEarlierRuns() {
        List<PreviousRun> same = List.of(past("image", 58), past("image", 65), past("image", 61));
        at(0, new ForecastFact.RunTotal(forecast(60)));
        at(0, new ForecastFact.CriticalPath(List.of("a", "b")));
        at(0, new ForecastFact.Precedents(same, List.of(past("foundation-v1", 58))));

        RunOutlook outlook = state.view().forecast().outlook();
        assertThat(outlook.total()).isEqualTo(forecast(60));
        assertThat(outlook.criticalPath()).containsExactly("a", "b");
        assertThat(outlook.earlierMean()).isEqualTo(Duration.ofSeconds(3680));
        assertThat(outlook.earlierDeviation()).isBetween(Duration.ofSeconds(210), Duration.ofSeconds(211));
        assertThat(outlook.similar()).extracting(PreviousRun::title).containsExactly("foundation-v1");
    }

    private static PreviousRun past(String title, int minutes) {
        return new PreviousRun(title, START, Duration.ofMinutes(minutes));
    }

    private static Forecast forecast(int seconds) {
        Duration middle = Duration.ofSeconds(seconds);
        return new Forecast(middle.dividedBy(2), middle, middle.multipliedBy(2), "", 1);
    }

    private void at(long second, Fact fact) {
        state.apply(new Event("run", "main", ++sequence, START.plusSeconds(second), fact));
    }

    private void from(String worker, long number, Fact fact) {
        state.apply(new Event("run", worker, number, START, fact));
    }

    private PackageView pkg() {
        return state.view().packages().get(0);
    }
}
