package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser.Place;
import dev.pctl.progress.buildlog.internal.failure.FailureScanner.Decisive;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.line.NumberedLine;
import dev.pctl.progress.buildlog.internal.line.RecentLines;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines in the output of each package's current phase that explain its failure. They give a reason where the
 * installer prints no part of the build log, or where the log ends before the failure is reported. In a watched build,
 * only the newest lines are searched once it has failed. In a log that is read for a diagnosis, every line is searched.
 */
public final class OutputFailureTracker {

    /** Causes that the installer's own message explains completely, so that the build's output adds nothing. */
    public static final Set<FailureCause> EXPLAINED = Set.of(
            FailureCause.CONCRETIZATION,
            FailureCause.FETCH,
            FailureCause.CHECKSUM,
            FailureCause.PATCH,
            FailureCause.LOCK,
            FailureCause.TIMEOUT,
            FailureCause.INTERRUPTED,
            FailureCause.DEPENDENCY,
            FailureCause.ENVIRONMENT,
            FailureCause.RECIPE);

    /** The key of output that belongs to no package. */
    private static final Object NO_PACKAGE = new Object();

    private final Supplier<RuleSet> rules;
    private final Diagnoser diagnoser;
    private final RecentLines output;
    private final boolean searching;
    private final Map<Object, Watched> watched = new HashMap<>();
    private long wantedTo;

    /** The scanner of the output of one phase of one attempt. */
    private record Watched(@Nullable String phase, int attempt, FailureScanner scanner) {

        boolean isOf(@Nullable Tracked pkg) {
            return pkg == null || (attempt == pkg.attempt() && Objects.equals(phase, pkg.phase()));
        }
    }

    /**
     * Creates a tracker without packages.
     *
     * @param output the newest lines of output
     * @param searching whether every line is searched as it arrives, instead of the newest lines after a failure
     */
    public OutputFailureTracker(Supplier<RuleSet> rules, Diagnoser diagnoser, RecentLines output, boolean searching) {
        this.rules = rules;
        this.diagnoser = diagnoser;
        this.output = output;
        this.searching = searching;
    }

    /** Returns whether a line is needed: it may report an error, or is close below a line that does. */
    public boolean wants(LogLine line, long number) {
        return searching && (number <= wantedTo || rules.get().mayMatch(line));
    }

    /** Accepts a needed line of output. */
    public void accept(@Nullable Tracked pkg, long number, String text) {
        RuleMatch finding = rules.get().find(text);
        FailureScanner scanner = finding == null ? known(pkg) : begin(pkg);
        if (scanner != null) {
            NumberedLine line = new NumberedLine(number, text);
            scanner.accept(line);
            if (finding != null) {
                PackageRef ref = pkg == null ? null : pkg.ref();
                scanner.found(line, finding, output.newestOf(ref, Diagnoser.CONTEXT));
            }
            wantedTo = Math.max(wantedTo, scanner.wantedTo());
        }
    }

    private static Object key(@Nullable Tracked pkg) {
        return pkg == null ? NO_PACKAGE : pkg;
    }

    private @Nullable FailureScanner known(@Nullable Tracked pkg) {
        Watched known = watched.get(key(pkg));
        return known != null && known.isOf(pkg) ? known.scanner() : null;
    }

    /** Returns a scanner that has read the newest lines of the package's current phase. */
    private FailureScanner scanNewest(@Nullable Tracked pkg) {
        FailureScanner scanner = new FailureScanner();
        List<NumberedLine> lines = output.newestOf(pkg == null ? null : pkg.ref(), Integer.MAX_VALUE);
        long before = pkg == null ? 0 : pkg.phaseBefore();
        for (int i = 0; i < lines.size(); i++) {
            NumberedLine line = lines.get(i);
            if (line.number() > before) {
                scanner.accept(line);
                RuleMatch finding = rules.get().find(line.text());
                if (finding != null) {
                    scanner.found(line, finding, lines.subList(Math.max(0, i - Diagnoser.CONTEXT), i));
                }
            }
        }
        return scanner;
    }

    private @Nullable FailureScanner scanner(@Nullable Tracked pkg) {
        return searching ? known(pkg) : scanNewest(pkg);
    }

    /** Returns the scanner of the current phase. Errors in earlier phases did not stop the build. */
    private FailureScanner begin(@Nullable Tracked pkg) {
        FailureScanner known = known(pkg);
        if (known != null) {
            return known;
        }
        watched.entrySet().removeIf(e -> e.getKey() instanceof Tracked other && other.outcome() == Outcome.SUCCEEDED);
        Watched added =
                new Watched(pkg == null ? null : pkg.phase(), pkg == null ? 1 : pkg.attempt(), new FailureScanner());
        watched.put(key(pkg), added);
        return added.scanner();
    }

    /** Returns the diagnosis of the package's output if that is more decisive, or else the reported diagnosis. */
    public Diagnosis refine(Tracked pkg, Diagnosis reported) {
        FailureScanner scanner = EXPLAINED.contains(reported.cause()) ? null : scanner(pkg);
        Decisive decisive = scanner == null ? null : scanner.decisive();
        if (decisive == null) {
            return reported;
        }
        int more =
                rules.get().rank(reported.kind()) - decisive.finding().level().rank();
        if (more < 0 || (more == 0 && reported.line() != null)) {
            return reported;
        }
        return diagnosis(decisive, Place.of(pkg, reported.log(), null));
    }

    /**
     * Returns the diagnosis of a failure that the log does not report, from the output of the package; null if the
     * output does not look like a failure. A package without a version comes from a lone build log, which is diagnosed
     * only if every line was searched.
     *
     * @param lastLine the number of its last line of output
     */
    @Nullable
    public Diagnosis diagnoseUnreported(@Nullable Tracked pkg, long lastLine) {
        boolean named = pkg != null && pkg.ref().version() != null;
        FailureScanner scanner = named || searching || pkg == null ? scanner(pkg) : null;
        Decisive decisive = scanner == null || !scanner.failed(lastLine) ? null : scanner.decisive();
        return decisive == null ? null : diagnosis(decisive, Place.of(pkg, null, null));
    }

    /** Returns the diagnosis of a package that is known to have failed, from its output; null if that shows no error. */
    public @Nullable Diagnosis diagnoseFailed(@Nullable Tracked pkg) {
        FailureScanner scanner = pkg == null ? null : scanner(pkg);
        Decisive decisive = scanner == null ? null : scanner.decisive();
        return decisive == null ? null : diagnosis(decisive, Place.of(pkg, null, null));
    }

    /** Creates the diagnosis, without line numbers if the installer named another log than the one being read. */
    private Diagnosis diagnosis(Decisive decisive, Place of) {
        boolean here = of.log() == null;
        Integer line = here ? number(decisive.number()) : null;
        return diagnoser.diagnosis(
                new Place(of.pkg(), of.attempt(), of.phase(), of.log(), line),
                Diagnoser.cause(decisive.finding(), of.phase(), decisive.phase()),
                decisive.finding(),
                decisive.text().strip(),
                decisive.excerpt(),
                here ? number(decisive.excerptLine()) : null);
    }

    private static Integer number(long line) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, line));
    }
}
