package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.Question;
import dev.pctl.progress.machine.watchdog.DiskSpaceWatchdog;
import dev.pctl.progress.machine.watchdog.MemoryWatchdog;
import dev.pctl.progress.machine.watchdog.SlowPackageWatchdog;
import dev.pctl.progress.machine.watchdog.StallWatchdog;
import dev.pctl.progress.spi.RemoteShell;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong argument is refused at the call, by an exception that names it. */
class ArgumentsTest {

    private static final RemoteShell SHELL = (command, limit) -> "";
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    private static Arguments call(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    static Stream<Arguments> nulls() {
        return Stream.of(
                call("machine", () -> MachineSampler.create(null)),
                call("machine", () -> new MachineSampler(null)),
                call("shell", () -> RemoteSampler.of(null)),
                call("paths[0]", () -> RemoteSampler.of(SHELL, (String) null)),
                call("newLimit", () -> RemoteSampler.of(SHELL).withLimit(null)),
                call("newClock", () -> RemoteSampler.of(SHELL).withClock(null)),
                call("roots[1]", () -> new TreeSizeSampler(Path.of("a"), null)),
                call("logs", () -> new LogSizeSampler(null)),
                call("clock", () -> new CommandOutputSampler((Clock) null)),
                call("text", () -> new CommandOutputSampler(Clock.systemUTC()).read(null)),
                call("templates", () -> DiskSpaceWatchdog.builder().remedies(null)),
                call("templates[1]", () -> MemoryWatchdog.builder().remedies(Arrays.asList("x", null))),
                call("newQuestion", () -> DiskSpaceWatchdog.builder().question((Question) null)),
                call("newQuestion", () -> MemoryWatchdog.builder().question(null)),
                call("newQuestion", () -> StallWatchdog.builder().question(null)),
                call("window", () -> DiskSpaceWatchdog.builder().lookBack(null)),
                call("time", () -> DiskSpaceWatchdog.builder().lookAhead(null)),
                call("durations", () -> SlowPackageWatchdog.builder().typical(null)),
                call("newRequirements", () -> SlowPackageWatchdog.builder().requirements(null)),
                call("duration", () -> SlowPackageWatchdog.builder().announceFrom(null)),
                call("silence", () -> StallWatchdog.builder().patience(null)),
                call("reason", () -> StallWatchdog.builder().waitingRemedies(null, List.of())));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsNamed(String argument, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(argument);
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                call("path must not be blank", () -> RemoteSampler.of(SHELL, "")),
                call("root must be a process id", () -> RemoteSampler.of(SHELL).withProcesses(0)),
                call("newLimit must be positive", () -> RemoteSampler.of(SHELL).withLimit(Duration.ZERO)),
                call("limit must be positive", () -> new TreeSizeSampler(0, Path.of("a"))),
                call(
                        "share must be from 0 to 1",
                        () -> DiskSpaceWatchdog.builder().warnAt(80)),
                call(
                        "share must be from 0 to 1",
                        () -> DiskSpaceWatchdog.builder().urgentAt(Double.NaN)),
                call(
                        "warnAt <= urgentAt",
                        () -> DiskSpaceWatchdog.builder().warnAt(0.95).build()),
                call(
                        "hysteresis",
                        () -> DiskSpaceWatchdog.builder().hysteresis(0.9).build()),
                call(
                        "window must be at least",
                        () -> DiskSpaceWatchdog.builder().lookBack(Duration.ofMinutes(2))),
                call(
                        "time must not be negative",
                        () -> DiskSpaceWatchdog.builder().lookAhead(NEGATIVE)),
                call("share must be from 0 to 1", () -> MemoryWatchdog.builder().warnBelow(-1)),
                call(
                        "urgentBelow <= warnBelow",
                        () -> MemoryWatchdog.builder().warnBelow(0.01).build()),
                call("size must be positive", () -> MemoryWatchdog.builder().gigabytesPerJob(0)),
                call(
                        "duration must not be negative",
                        () -> SlowPackageWatchdog.builder().compareFrom(NEGATIVE)),
                call(
                        "silence must not be negative",
                        () -> StallWatchdog.builder().waitingPatience(NEGATIVE)),
                call("cores must be positive", () -> StallWatchdog.builder().busyFrom(0, 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void badValueIsNamed(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
