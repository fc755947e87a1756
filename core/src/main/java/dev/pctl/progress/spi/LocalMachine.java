package dev.pctl.progress.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to read of the machine that the library runs on. Immutable.
 *
 * @param disks paths whose file systems are watched; one that does not exist (yet) is passed over
 * @param processes the process that does the build: it and its descendants are watched; null for none
 * @param clock what rates are reckoned with
 */
public record LocalMachine(List<Path> disks, @Nullable ProcessHandle processes, Clock clock) {

    public LocalMachine {
        disks = List.copyOf(disks);
    }

    /** The machine and the file systems of these paths. */
    public static LocalMachine of(Path... disks) {
        return new LocalMachine(List.of(disks), null, Clock.systemUTC());
    }

    /** The same, with the processes of a build: {@code process.toHandle()}. */
    public LocalMachine withProcesses(ProcessHandle root) {
        return new LocalMachine(disks, root, clock);
    }

    /** The same with another clock. */
    public LocalMachine withClock(Clock newClock) {
        return new LocalMachine(disks, processes, newClock);
    }
}
