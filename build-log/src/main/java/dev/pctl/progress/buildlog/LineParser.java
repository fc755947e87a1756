package dev.pctl.progress.buildlog;

import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.pipeline.LogPipeline;
import dev.pctl.progress.buildlog.internal.pipeline.NoDialect;
import dev.pctl.progress.spi.LineGrammar;
import dev.pctl.progress.spi.LogParser;
import java.util.List;
import java.util.Objects;

/**
 * Parses logs with a host's own grammars, for builds without Spack. It counts the steps of compilers and build tools
 * and diagnoses their failures. A line that no grammar understands is output of the package in progress.
 */
public final class LineParser {

    private LineParser() {}

    /** Returns a factory of parsers that try these grammars in this order. */
    public static LogParser.Factory of(LineGrammar.Factory... grammars) {
        return of(FailureRules.standard(), grammars);
    }

    /** Returns a factory of parsers that try these grammars in this order, and diagnose failures by the given rules. */
    public static LogParser.Factory of(FailureRules rules, LineGrammar.Factory... grammars) {
        Objects.requireNonNull(rules, "rules");
        List<LineGrammar.Factory> all = List.of(grammars);
        return sink -> new LogPipeline(sink, () -> RuleBook.of(rules), all, NoDialect.factory(), true);
    }
}
