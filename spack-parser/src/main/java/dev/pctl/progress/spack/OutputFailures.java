package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.spack.Diagnoser.Place;
import dev.pctl.progress.spack.FailureRules.Finding;
import dev.pctl.progress.spack.LogFailure.Decisive;
import dev.pctl.progress.spack.LogFailure.Numbered;
import dev.pctl.progress.spack.Tracker.Tracked;
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
final class OutputFailures {

    /** Of these the installer's own words say all there is to say; a build's output would not know better. */
    static final Set<Cause> TOLD = Set.of(
            Cause.CONCRETIZATION,
            Cause.FETCH,
            Cause.CHECKSUM,
            Cause.PATCH,
            Cause.LOCK,
            Cause.TIMEOUT,
            Cause.INTERRUPTED,
            Cause.DEPENDENCY);

    /** Whose output nobody has claimed. */
    private static final Object NOBODY = new Object();

    private final FailureRules rules;
    private final Diagnoser diagnoser;
    private final Tail output;
    private final boolean searching;
    private final Map<Object, Watched> watched = new HashMap<>();
    private long wantedTo;

    /** What was found in the output of one phase of one try. */
    private record Watched(@Nullable String phase, int attempt, LogFailure failure) {

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
    OutputFailures(FailureRules rules, Diagnoser diagnoser, Tail output, boolean searching) {
        this.rules = rules;
        this.diagnoser = diagnoser;
        this.output = output;
        this.searching = searching;
    }

    /** Whether a line is wanted: it may tell of an error, or stands not far below one that does. */
    boolean wants(Line line, long number) {
        return searching && (number <= wantedTo || rules.mayTake(line));
    }

    /** Takes a line of output that is wanted. */
    void accept(@Nullable Tracked pkg, long number, String text) {
        Finding finding = rules.find(text);
        LogFailure failure = finding == null ? known(pkg) : begun(pkg);
        if (failure != null) {
            Numbered line = new Numbered(number, text);
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

    private @Nullable LogFailure known(@Nullable Tracked pkg) {
        Watched known = watched.get(key(pkg));
        return known != null && known.isOf(pkg) ? known.failure() : null;
    }

    /** What the package's newest lines tell. */
    private LogFailure late(@Nullable Tracked pkg) {
        LogFailure failure = new LogFailure();
        List<Numbered> lines = output.newestOf(pkg == null ? null : pkg.ref(), Integer.MAX_VALUE);
        long before = pkg == null ? 0 : pkg.phaseBefore();
        for (int i = 0; i < lines.size(); i++) {
            Numbered line = lines.get(i);
            if (line.number() > before) {
                failure.accept(line);
                Finding finding = rules.find(line.text());
                if (finding != null) {
                    failure.found(line, finding, lines.subList(Math.max(0, i - Diagnoser.CONTEXT), i));
                }
            }
        }
        return failure;
    }

    private @Nullable LogFailure all(@Nullable Tracked pkg) {
        return searching ? known(pkg) : late(pkg);
    }

    /** What was found in an earlier phase has not kept the package from going on. */
    private LogFailure begun(@Nullable Tracked pkg) {
        LogFailure known = known(pkg);
        if (known != null) {
            return known;
        }
        watched.entrySet().removeIf(e -> e.getKey() instanceof Tracked other && other.outcome() == Outcome.SUCCEEDED);
        Watched begun =
                new Watched(pkg == null ? null : pkg.phase(), pkg == null ? 1 : pkg.attempt(), new LogFailure());
        watched.put(key(pkg), begun);
        return begun.failure();
    }

    /** The diagnosis, with what the package's output tells if that is more. */
    Diagnosis refined(Tracked pkg, Diagnosis told) {
        LogFailure failure = TOLD.contains(told.cause()) ? null : all(pkg);
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
    Diagnosis untold(@Nullable Tracked pkg, long lastLine) {
        boolean named = pkg != null && pkg.ref().version() != null;
        LogFailure failure = named || searching ? all(pkg) : null;
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
