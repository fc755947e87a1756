package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.LineGrammar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The grammars that a host has added, each asked only for lines that begin as its own do. */
public final class HostGrammars {

    private final List<Host> hosts;

    private record Host(LineGrammar grammar, List<byte[]> beginnings) {
        Host(LineGrammar grammar) {
            this(
                    grammar,
                    grammar.beginnings().stream()
                            .map(b -> b.getBytes(StandardCharsets.UTF_8))
                            .toList());
        }

        boolean wants(LogLine line) {
            return beginnings.isEmpty() || beginnings.stream().anyMatch(line::startsWith);
        }
    }

    /** Grammars whose facts the tracker learns of before others do. */
    public HostGrammars(List<LineGrammar.Factory> factories, PackageTracker tracker) {
        hosts = factories.stream()
                .map(f -> f.create(tracker::adopt))
                .map(Host::new)
                .toList();
    }

    /** What begins lines that nobody else prints. */
    public List<String> beginnings() {
        return hosts.stream().flatMap(h -> h.grammar().beginnings().stream()).toList();
    }

    /** Whether one of them wants to see every line. */
    public boolean wantEveryLine() {
        return hosts.stream().anyMatch(h -> h.beginnings().isEmpty());
    }

    /** Takes the line if one of them understands it. */
    public boolean accept(LogLine line, Supplier<Instant> time) {
        for (Host host : hosts) {
            if (host.wants(line) && host.grammar().accept(time.get(), line.text())) {
                return true;
            }
        }
        return false;
    }

    public void finish(Instant at) {
        hosts.forEach(h -> h.grammar().finish(at));
    }

    /** How the run ended as far as the first of them tells that does. */
    @Nullable
    public Outcome outcome() {
        return hosts.stream()
                .map(h -> h.grammar().outcome())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
