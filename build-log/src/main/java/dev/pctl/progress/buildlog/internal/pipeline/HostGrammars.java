package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LineGrammar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The grammars that a host added. Each is tried only on lines that start with one of its beginnings. */
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

    /** Creates the grammars of one log, which give their facts to the sink. */
    public HostGrammars(List<LineGrammar.Factory> factories, FactSink sink) {
        hosts = factories.stream().map(f -> f.create(sink)).map(Host::new).toList();
    }

    /** Returns the beginnings of lines that only the host prints. */
    public List<String> beginnings() {
        return hosts.stream().flatMap(h -> h.grammar().beginnings().stream()).toList();
    }

    /** Offers the line to the grammars and returns whether one of them understood it. */
    public boolean accept(LogLine line, Supplier<Instant> time) {
        for (Host host : hosts) {
            if (host.wants(line) && host.grammar().accept(time.get(), line.text())) {
                return true;
            }
        }
        return false;
    }

    /** Ends the log. */
    public void finish(Instant at) {
        hosts.forEach(h -> h.grammar().finish(at));
    }

    /** Returns how the run ended according to the first grammar that knows, or null. */
    @Nullable
    public Outcome outcome() {
        return hosts.stream()
                .map(h -> h.grammar().outcome())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
