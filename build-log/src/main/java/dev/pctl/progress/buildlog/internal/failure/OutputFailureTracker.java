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
import org.jspecify.annotations.Nullable;

/**
 * Finds, in the output of each package in its phase, the few lines that tell why it fails. So a failure has a reason where
 * the installer shows no part of the log, or nobody tells of it because the log ends. While a build is watched its newest
 * lines are searched once it has failed, which costs nothing before; of a log that is read to know why, every line is.
 */
public final class OutputFailureTracker {

    /** Of these the installer's own words say all there is to say; a build's output would not know better. */
    public static final Set<FailureCause> TOLD = Set.of(
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

    /** Whose output nobody has claimed. */
    private static final Object NOBODY = new Object();

    private final RuleSet rules;
    private final Diagnoser diagnoser;
    private final RecentLines output;
    private final boolean searching;
    private final Map<Object, Watched> watched = new HashMap<>();
    private long wantedTo;

    /** What was found in the output of one phase of one try. */
    private record Watched(@Nullable String phase, int attempt, FailureScanner failure) {

        boolean isOf(@Nullable Tracked pkg) {
            return pkg == null || (attempt == pkg.attempt() && Objects.equals(phase, pkg.phase()));
        }
    }

    /**
     * Nothing is watched yet.
     *
     * @param output the newest lines of output
     * @param searching whether every line is searched when it comes
     */
    public OutputFailureTracker(RuleSet rules, Diagnoser diagnoser, RecentLines output, boolean searching) {
        this.rules = rules;
        this.diagnoser = diagnoser;
        this.output = output;
        this.searching = searching;
    }

    /** Whether a line is wanted: it may tell of an error, or stands not far below one that does. */
    public boolean wants(LogLine line, long number) {
        return searching && (number <= wantedTo || rules.mayTake(line));
    }

    /** Takes a line of output that is wanted. */
    public void accept(@Nullable Tracked pkg, long number, String text) {
        RuleMatch finding = rules.find(text);
        FailureScanner failure = finding == null ? known(pkg) : begun(pkg);
        if (failure != null) {
            NumberedLine line = new NumberedLine(number, text);
            failure.accept(line);
            if (finding != null) {
                PackageRef ref = pkg == null ? null : pkg.ref();
                failure.found(line, finding, output.newestOf(ref, Diagnoser.CONTEXT));
            }
            wantedTo = Math.max(wantedTo, failure.wantedTo());
        }
    }

    private static Object key(@Nullable Tracked pkg) {
        return pkg == null ? NOBODY : pkg;
    }

    private @Nullable FailureScanner known(@Nullable Tracked pkg) {
        Watched known = watched.get(key(pkg));
        return known != null && known.isOf(pkg) ? known.failure() : null;
    }

    /** What the package's newest lines tell. */
    private FailureScanner late(@Nullable Tracked pkg) {
        FailureScanner failure = new FailureScanner();
        List<NumberedLine> lines = output.newestOf(pkg == null ? null : pkg.ref(), Integer.MAX_VALUE);
        long before = pkg == null ? 0 : pkg.phaseBefore();
        for (int i = 0; i < lines.size(); i++) {
            NumberedLine line = lines.get(i);
            if (line.number() > before) {
                failure.accept(line);
                RuleMatch finding = rules.find(line.text());
                if (finding != null) {
                    failure.found(line, finding, lines.subList(Math.max(0, i - Diagnoser.CONTEXT), i));
                }
            }
        }
        return failure;
    }

    private @Nullable FailureScanner all(@Nullable Tracked pkg) {
        return searching ? known(pkg) : late(pkg);
    }

    /** What was found in an earlier phase has not kept the package from going on. */
    private FailureScanner begun(@Nullable Tracked pkg) {
        FailureScanner known = known(pkg);
        if (known != null) {
            return known;
        }
        watched.entrySet().removeIf(e -> e.getKey() instanceof Tracked other && other.outcome() == Outcome.SUCCEEDED);
        Watched begun =
                new Watched(pkg == null ? null : pkg.phase(), pkg == null ? 1 : pkg.attempt(), new FailureScanner());
        watched.put(key(pkg), begun);
        return begun.failure();
    }

    /** The diagnosis, with what the package's output tells if that is more. */
    public Diagnosis refined(Tracked pkg, Diagnosis told) {
        FailureScanner failure = TOLD.contains(told.cause()) ? null : all(pkg);
        Decisive decisive = failure == null ? null : failure.decisive();
        if (decisive == null) {
            return told;
        }
        int more = rules.rank(told.kind()) - decisive.finding().level().rank();
        if (more < 0 || (more == 0 && told.line() != null)) {
            return told;
        }
        return diagnosis(decisive, Place.of(pkg, told.log(), null));
    }

    /**
     * Why a package failed of which nobody has told, as its output has it; null if that does not look like a failure. Of a
     * build log alone, which names no version, only who asks why it failed is told.
     *
     * @param lastLine the number of its last line of output
     */
    @Nullable
    public Diagnosis untold(@Nullable Tracked pkg, long lastLine) {
        boolean named = pkg != null && pkg.ref().version() != null;
        FailureScanner failure = named || searching || pkg == null ? all(pkg) : null;
        Decisive decisive = failure == null || !failure.failed(lastLine) ? null : failure.decisive();
        return decisive == null ? null : diagnosis(decisive, Place.of(pkg, null, null));
    }

    /** Lines of output are lines of the log that is being read, not of the one that the installer has named. */
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
