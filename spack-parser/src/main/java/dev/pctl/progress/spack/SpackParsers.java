package dev.pctl.progress.spack;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.pipeline.LogPipeline;
import dev.pctl.progress.spack.internal.SpackDialect;
import dev.pctl.progress.spi.LineGrammar;
import dev.pctl.progress.spi.LogParser;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Parsers of Spack's output: versions 0.10 to 1.3, after any log prefix, with or without colours, with LF or CR LF. A line
 * that the parser does not recognize is output of the package that is being built. Hosts add {@linkplain #with grammars}
 * for lines of their own.
 */
public final class SpackParsers {

    private SpackParsers() {}

    /** Returns a factory of parsers with the standard failure rules. */
    public static LogParser.Factory standard() {
        return with(new LineGrammar.Factory[0]);
    }

    /** Returns a factory of parsers that ask the host's grammars before they look for Spack's lines. */
    public static LogParser.Factory with(LineGrammar.Factory... grammars) {
        return factory(SpackRules::standard, grammars);
    }

    /** Returns a factory of parsers that diagnose failures by the given rules and ask the host's grammars first. */
    public static LogParser.Factory with(FailureRules rules, LineGrammar.Factory... grammars) {
        Objects.requireNonNull(rules, "rules");
        return factory(() -> rules, grammars);
    }

    /** The rules are read after the first failure. */
    private static LogParser.Factory factory(Supplier<FailureRules> rules, LineGrammar.Factory... grammars) {
        List<LineGrammar.Factory> all = List.of(grammars);
        return sink -> new LogPipeline(sink, () -> RuleBook.of(rules.get()), all, SpackDialect.factory(), false);
    }
}
