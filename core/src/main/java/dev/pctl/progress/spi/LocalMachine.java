package dev.pctl.progress.spi;

import dev.pctl.progress.internal.check.Arguments;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to read of the machine that the library runs on. Immutable.
 *
 * @param disks paths whose file systems are watched; one that does not exist (yet) is ignored
 * @param processes the process that does the build: it and its descendants are watched; null for none
 * @param clock the clock for rates
 */
public record LocalMachine(List<Path> disks, @Nullable ProcessHandle processes, Clock clock) {

    public LocalMachine {
        disks = Arguments.elements(disks, "disks");
        Objects.requireNonNull(clock, "clock");
    }

    /** Returns the machine with the file systems of these paths. */
    public static LocalMachine of(Path... disks) {
        return new LocalMachine(Arguments.elements(disks, "disks"), null, Clock.systemUTC());
    }

    /** Returns the same with the processes of a build: {@code process.toHandle()}. */
    public LocalMachine withProcesses(ProcessHandle root) {
        return new LocalMachine(disks, Objects.requireNonNull(root, "root"), clock);
    }

    /** Returns the same with another clock. */
    public LocalMachine withClock(Clock newClock) {
        return new LocalMachine(disks, processes, newClock);
    }
}
