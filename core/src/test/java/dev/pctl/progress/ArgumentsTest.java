package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.hook.HookFilters;
import dev.pctl.progress.hook.Hooks;
import dev.pctl.progress.log.ConsoleSnapshotMerger;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.remedy.FailureImpact;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong argument is refused at the call, by an exception that names it. */
class ArgumentsTest {

    private static final PackageRef NGINX = PackageRef.of("nginx", "1.25");
    private static final Fact FACT = new RunFact.Heartbeat();
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Path FILE = Path.of("build.log");
    private static final LogParser.Factory PARSER = sink -> new LogParser() {
        @Override
        public void accept(byte[] bytes, int offset, int length, Instant readAt) {}

        @Override
        public void finish(Instant at) {}
    };
    private static final Progress RUN =
            Progress.builder("run").parser(PARSER).driven().start();
    private static final LogFeed FEED = RUN.feed();
    private static final PackageProgress PACKAGE = RUN.startPackage(NGINX);
    private static final PhaseProgress PHASE = PACKAGE.startPhase("build");
    private static final StageProgress STAGE = RUN.startStage("stage", "Stage");

    @AfterAll
    static void close() {
        RUN.close();
    }

    private static Arguments call(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    private static ProgressBuilder builder() {
        return Progress.builder("run").driven();
    }

    static Stream<Arguments> nulls() {
        return Stream.of(
                call("title", () -> Progress.builder(null)),
                call("id", () -> builder().run(null)),
                call("name", () -> builder().worker(null)),
                call("name", () -> builder().label(null, "x")),
                call("value", () -> builder().label("x", null)),
                call("newClock", () -> builder().clock(null)),
                call("factory", () -> builder().parser(null)),
                call("newForecaster", () -> builder().forecaster(null)),
                call("renderer", () -> builder().renderer(null)),
                call("sampler", () -> builder().sampler(null)),
                call("interval", () -> builder().sampleEvery(null)),
                call("source", () -> builder().alongside(null)),
                call("worker", () -> builder().alongside(null, source())),
                call("watchdog", () -> builder().watchdog(null)),
                call("newDecider", () -> builder().decider(null)),
                call("name", () -> builder().listener(null, DeliveryMode.NEWEST, e -> {})),
                call("delivery", () -> builder().listener("x", null, e -> {})),
                call("listener", () -> builder().listener("x", DeliveryMode.NEWEST, null)),
                call("newRemedies", () -> builder().remedies(null)),
                call("hooks", () -> builder().hooks(null)),
                call("limit", () -> builder().drainLimit(null)),
                call("recordedRun", () -> builder().forReplay(null)),
                call("earlierRun", () -> builder().resume(null, p -> {})),
                call("past", () -> builder().resume("run", null)));
    }

    static Stream<Arguments> nullsOfARun() {
        return Stream.of(
                call("fact", () -> RUN.record(null)),
                call("fact", () -> RUN.record(Instant.EPOCH, null)),
                call("time", () -> RUN.record(null, FACT)),
                call("worker", () -> RUN.record(null, Instant.EPOCH, FACT)),
                call("event", () -> RUN.replay(null)),
                call("stream", () -> RUN.follow((InputStream) null)),
                call("log", () -> RUN.follow((LogSource) null)),
                call("worker", () -> RUN.feed(null)),
                call("id", () -> RUN.startStage(null, "x")),
                call("title", () -> RUN.startStage("x", null)),
                call("ref", () -> RUN.startPackage(null)),
                call("ref", () -> RUN.startPackage(null, 1, 2)),
                call("name", () -> RUN.subscribe(null, DeliveryMode.NEWEST, e -> {})),
                call("delivery", () -> RUN.subscribe("x", null, e -> {})),
                call("listener", () -> RUN.subscribe("x", DeliveryMode.NEWEST, null)),
                call("outcome", () -> RUN.finish((Outcome) null)),
                call("termination", () -> RUN.finish((RunTermination) null)),
                call("outcome", () -> STAGE.finish(null)),
                call("method", () -> PACKAGE.method(null)),
                call("name", () -> PACKAGE.startPhase(null)),
                call("outcome", () -> PACKAGE.finish(null)),
                call("outcome", () -> PACKAGE.finish(null, "x")),
                call("reason", () -> PACKAGE.finish(Outcome.FAILED, null)),
                call("outcome", () -> PHASE.finish(null)),
                call("bytes", () -> FEED.write(null, 0, 0)),
                call("readAt", () -> FEED.write(new byte[1], 0, 1, null)),
                call("seenAt", () -> FEED.gap(null)),
                call("snapshot", () -> FEED.snapshot(null)),
                call("position", () -> FEED.resume(null)));
    }

    static Stream<Arguments> nullsOfTheParts() {
        InputStream in = new ByteArrayInputStream(new byte[0]);
        return Stream.of(
                call("type", () -> Hooks.on(null, c -> {})),
                call("filter", () -> Hooks.on(PackageFact.class, null, c -> {})),
                call("hook", () -> Hooks.on(PackageFact.class, null)),
                call("names[1]", () -> HookFilters.packages("a", null)),
                call("outcome", () -> HookFilters.outcome(null)),
                call("least", () -> HookFilters.severity((Advice.Severity) null)),
                call("stream", () -> LogSources.of(null)),
                call("file", () -> LogSources.ofFile(null)),
                call("command", () -> LogSources.ofProcess(null)),
                call("file", () -> LogSources.ofGrowingFile(null, SECOND)),
                call("interval", () -> LogSources.ofGrowingFile(FILE, null)),
                call("position", () -> LogSources.ofGrowingFile(FILE, SECOND, null)),
                call("position", () -> ConsoleSnapshotMerger.create(null)),
                call("taken", () -> ConsoleSnapshotMerger.create().join(null)),
                call("in", () -> new EventReader(null, w -> {})),
                call("warnings", () -> new EventReader(in, null)),
                call("out", () -> new EventWriter(null)),
                call("out", () -> EventWriter.createForAppend(null)),
                call("event", () -> new EventWriter(new ByteArrayOutputStream()).onEvent(null)),
                call("cause", () -> Remedies.standard().with((FailureCause) null, "x")),
                call("kind", () -> Remedies.standard().with((String) null, "x")),
                call("templates[0]", () -> Remedies.standard().with("x", (String) null)),
                call("cause", () -> Remedies.standard().withDefault(null, "x")),
                call("newRequirements", () -> Remedies.standard().knowing(null)),
                call("diagnosis", () -> Remedies.standard().applyTo(null, RUN.view())),
                call("what", () -> RunTermination.vanished(null)),
                call("silence", () -> RunTermination.silent(null)),
                call("limit", () -> RunTermination.timedOut(null)),
                call("failure", () -> FailureImpact.of(RUN.view(), null, Instant.EPOCH)),
                call("disks[0]", () -> LocalMachine.of((Path) null)),
                call("root", () -> LocalMachine.of().withProcesses(null)),
                call("clock", () -> LocalMachine.of().withClock(null)));
    }

    @ParameterizedTest
    @MethodSource({"nulls", "nullsOfARun", "nullsOfTheParts"})
    void nullIsNamed(String argument, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(argument);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                call("id must not be blank", () -> builder().run(" ")),
                call("name must not be blank", () -> builder().worker(" ")),
                call("name must not be blank", () -> builder().label("", "x")),
                call("interval must be positive", () -> builder().sampleEvery(Duration.ZERO)),
                call("limit must not be negative", () -> builder().drainLimit(SECOND.negated())),
                call("recordedRun must not be blank", () -> builder().forReplay("")),
                call("worker must not be blank", () -> RUN.feed("")),
                call("worker must not be blank", () -> RUN.record("", Instant.EPOCH, FACT)),
                call("id must not be blank", () -> RUN.startStage("", "x")),
                call("total must be positive", () -> RUN.startPackage(NGINX, -3, -2)),
                call("index must be from 1 to total", () -> RUN.startPackage(NGINX, 3, 2)),
                call("index must be from 1 to total", () -> RUN.startPackage(NGINX, 0, 2)),
                call("name must not be blank", () -> PACKAGE.startPhase("")),
                call("reason must not be blank", () -> PACKAGE.finish(Outcome.FAILED, "")),
                call("done must not be negative", () -> PHASE.steps(-1, null, null)),
                call("total must be at least done", () -> PHASE.steps(9, 5L, null)),
                call("not a position", () -> FEED.resume("nonsense")),
                call("not a position", () -> FEED.resume("snapshots:1:%")),
                call("interval must be positive", () -> LogSources.ofGrowingFile(FILE, Duration.ZERO)),
                call(
                        "buffer must not be empty",
                        () -> LogSources.ofGrowingFile(FILE, SECOND).read(new byte[0])),
                call("kind must not be blank", () -> Remedies.standard().with("", "x")),
                call("templates[1] must not be blank", () -> Remedies.standard().with("kind", "x", "")),
                call(
                        "templates[0] has a placeholder without '}'",
                        () -> Remedies.standard().with(FailureCause.FETCH, "{unclosed")),
                call("what must not be blank", () -> RunTermination.vanished("")),
                call("silence must not be negative", () -> RunTermination.silent(SECOND.negated())));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void badValueIsNamed(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void rangeOutsideTheArrayIsNamed() {
        assertThatThrownBy(() -> FEED.write(new byte[3], 2, 5))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("length 3");
    }

    static Stream<Arguments> callsAfterClose() {
        Progress closed = Progress.builder("run").parser(PARSER).driven().start();
        LogFeed feed = closed.feed();
        feed.close();
        PackageProgress pkg = closed.startPackage(NGINX);
        closed.close();
        return Stream.of(
                call("the run is closed", closed::feed),
                call("the run is closed", () -> closed.follow(new ByteArrayInputStream(new byte[0]))),
                call("the run is closed", () -> closed.startStage("x", "x")),
                call("the run is closed", () -> closed.startPackage(NGINX)),
                call("the run is closed", () -> pkg.startPhase("build")),
                call("the run is closed", () -> closed.subscribe("x", DeliveryMode.NEWEST, e -> {})),
                call("the feed is closed", () -> feed.write(new byte[1], 0, 1)),
                call("the feed is closed", () -> feed.snapshot(new byte[1])),
                call("the feed is closed", () -> feed.gap(Instant.EPOCH)));
    }

    @ParameterizedTest
    @MethodSource("callsAfterClose")
    void nothingNewStartsAfterClose(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessage(message);
    }

    @Test
    void reportsAfterCloseAreIgnored() {
        Progress closed = builder().start();
        PackageProgress pkg = closed.startPackage(NGINX);
        closed.close();
        Object before = closed.view();
        closed.record(FACT);
        closed.replay(new Event("run", "main", 100, Instant.EPOCH, FACT));
        closed.finish(Outcome.SUCCEEDED);
        pkg.succeed();
        pkg.close();
        closed.close();
        assertThat(closed.view()).isEqualTo(before);
    }

    @Test
    void builderStartsOneRun() {
        ProgressBuilder builder = builder();
        builder.start().close();
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already started");
        assertThatThrownBy(() -> builder.forReplay("run")).isInstanceOf(IllegalStateException.class);
    }

    private static FactSource source() {
        return (view, worker, now, sink) -> {};
    }
}
