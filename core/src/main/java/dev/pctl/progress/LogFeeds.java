package dev.pctl.progress;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.spi.LogSource;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens feeds for logs, of the whole run or of one phase. */
final class LogFeeds {

    private static final int BUFFER_BYTES = 1 << 16;

    private final RunCore core;
    private final LogParser.@Nullable Factory parser;

    LogFeeds(RunCore core, LogParser.@Nullable Factory parser) {
        this.core = core;
        this.parser = parser;
    }

    /** Opens a feed for the log of a worker. */
    LogFeed open(String worker) {
        return new LogFeed(core, create(core.sink(worker)));
    }

    /** Opens a feed for a log of a phase, which the host has started and ends itself. */
    LogFeed open(PackageRef ref, int attempt, String phase) {
        FactSink sink = core.sink(core.worker());
        LogParser created = create((time, fact) -> {
            if (!isBoundOf(fact, ref)) {
                sink.accept(time, fact);
            }
        });
        created.startIn(ref, attempt, phase, core.now());
        return new LogFeed(core, created);
    }

    private LogParser create(FactSink sink) {
        if (parser == null) {
            throw new IllegalStateException("a log can be followed only with a parser: Progress.builder(…).parser(…)");
        }
        core.requireOpen();
        return parser.create(sink);
    }

    /** Whether a fact says that the package or a phase of it begins or ends. */
    private static boolean isBoundOf(Fact fact, PackageRef ref) {
        if (fact instanceof PackageFact.Started || fact instanceof PackageFact.Finished) {
            return ((PackageFact) fact).packageRef().equals(ref);
        }
        return (fact instanceof PhaseFact.Started || fact instanceof PhaseFact.Finished)
                && ((PhaseFact) fact).packageRef().equals(ref);
    }

    /** Reads a log to its end, and closes it and the feed. */
    static @Nullable Outcome follow(LogFeed feed, LogSource log) throws IOException {
        Objects.requireNonNull(log, "log");
        try (log;
                feed) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
                feed.write(buffer, 0, n);
            }
        }
        return feed.outcome();
    }
}
