package dev.pctl.progress.internal.run;

import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Polls the sources of facts next to the log. One that fails is reported once and polled again. */
public final class FactSourcePoller {

    private final List<Companion> companions;
    private final Function<String, FactSink> sinks;
    private final ExtensionGuard guard = new ExtensionGuard();

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
            FactSource source = companion.source();
            guard.run(source, () -> source.poll(view, companion.worker(), now, sinks.apply(companion.worker())));
        }
    }

    public synchronized void close() {
        for (Companion companion : companions) {
            guard.run(companion.source(), companion.source()::close);
        }
    }
}
