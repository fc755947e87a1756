package dev.pctl.progress.spack;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LineGrammar;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands an imagined tool that builds recipes: {@code recipe: begin zlib 1.3 (2 of 5)}, {@code recipe: end ok}. */
final class RecipeGrammar implements LineGrammar {

    private static final Pattern BEGIN = Pattern.compile("recipe: begin (\\S+) (\\S+) \\((\\d{1,9}) of (\\d{1,9})\\)");
    private static final Pattern STEP = Pattern.compile("recipe: step (\\w+)");
    private static final Pattern END = Pattern.compile("recipe: end (ok|error)");

    private final FactSink sink;
    private PackageRef current = PackageRef.of("none", null);

    RecipeGrammar(FactSink sink) {
        this.sink = sink;
    }

    @Override
    public List<String> beginnings() {
        return List.of("recipe: ");
    }

    @Override
    public boolean accept(Instant time, String line) {
        Matcher begin = BEGIN.matcher(line);
        if (begin.matches()) {
            current = PackageRef.of(begin.group(1), begin.group(2));
            Integer index = Integer.valueOf(begin.group(3));
            Integer total = Integer.valueOf(begin.group(4));
            sink.accept(time, new PackageFact.Started(current, 1, index, total));
            sink.accept(time, new PackageFact.MethodKnown(current, 1, InstallMethod.SOURCE));
            return true;
        }
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            sink.accept(time, new PhaseFact.Started(current, 1, step.group(1)));
            return true;
        }
        Matcher end = END.matcher(line);
        if (end.matches()) {
            Outcome outcome = end.group(1).equals("ok") ? Outcome.SUCCEEDED : Outcome.FAILED;
            sink.accept(time, PackageFact.finished(current, outcome));
            return true;
        }
        return false;
    }
}
