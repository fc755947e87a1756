package dev.pctl.progress.spack;

import dev.pctl.progress.source.LineGrammar;
import dev.pctl.progress.source.LogParser;
import java.util.List;

/**
 * Parses logs by a host's own grammars alone, for builds in which Spack has no part. Lines come out of the bytes as
 * {@link SpackParser} takes them, steps of compilers and build tools are counted, and what no grammar understands is
 * output of the package that is worked on. Where Spack does have a part: {@link SpackParser#with}.
 */
public final class LineParser {

    private LineParser() {}

    /** Makes parsers that ask these grammars, in this order. */
    public static LogParser.Factory of(LineGrammar.Factory... grammars) {
        return of(FailureRules.shipped(), grammars);
    }

    /** The same with rules to diagnose failures by. */
    public static LogParser.Factory of(FailureRules rules, LineGrammar.Factory... grammars) {
        List<LineGrammar.Factory> all = List.of(grammars);
        return sink -> new SpackParser(sink, rules, all, false, true);
    }
}
