package dev.pctl.progress.internal.run;

import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the sources of facts next to the log. One that throws is logged once and polled again. */
public final class FactSourcePoller {

    private static final Logger LOG = LoggerFactory.getLogger(FactSourcePoller.class);

    private final List<Companion> companions;
    private final Function<String, FactSink> sinks;
    private final Set<Companion> reported = new HashSet<>();

    /** A source, and the worker whose facts it gives. */
    public record Companion(String worker, FactSource source) {}

    public FactSourcePoller(List<Companion> companions, Function<String, FactSink> sinks) {
        this.companions = List.copyOf(companions);
        this.sinks = sinks;
    }

    public boolean needed() {
        return !companions.isEmpty();
    }

    public synchronized void poll(RunView view, Instant now) {
        for (Companion companion : companions) {
            try {
                companion.source().poll(view, companion.worker(), now, sinks.apply(companion.worker()));
            } catch (RuntimeException e) {
                report(companion, e);
            }
        }
    }

    public synchronized void close() {
        for (Companion companion : companions) {
            try {
                companion.source().close();
            } catch (RuntimeException e) {
                report(companion, e);
            }
        }
    }

    private void report(Companion companion, RuntimeException e) {
        if (reported.add(companion)) {
            LOG.warn(
                    "{} failed; it is not reported again",
                    companion.source().getClass().getName(),
                    e);
        }
    }
}
