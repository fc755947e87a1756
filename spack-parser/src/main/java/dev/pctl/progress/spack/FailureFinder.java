package dev.pctl.progress.spack;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.Diagnoser.Place;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.failure.RuleSet;
import dev.pctl.progress.buildlog.internal.pipeline.LogPipeline;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.spack.internal.SpackDialect;
import dev.pctl.progress.spi.LogParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says why a build failed, from files alone: from what an installer printed, from the build log of one package, or from
 * both. Stateless and thread-safe.
 */
public final class FailureFinder {

    private final RuleSet rules;

    private FailureFinder(RuleSet rules) {
        this.rules = rules;
    }

    /** A finder that goes by these rules. */
    public static FailureFinder of(FailureRules rules) {
        return new FailureFinder(RuleBook.of(rules));
    }

    /**
     * Reads a log to its end.
     *
     * @param log the log, which stays open
     * @param name what to call the log where it is a build log itself, such as its path
     * @return why the build failed, or null if the log shows no failure; of several failures the first
     * @throws IOException if it cannot be read
     */
    public @Nullable Diagnosis diagnose(InputStream log, String name) throws IOException {
        return read(log).verdict(name);
    }

    private Reading read(InputStream log) throws IOException {
        Reading reading = new Reading();
        LogParser parser = new LogPipeline(reading::take, rules, List.of(), SpackDialect.factory(), true);
        byte[] buffer = new byte[1 << 16];
        for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
            parser.accept(buffer, 0, n, Instant.EPOCH);
        }
        parser.finish(Instant.EPOCH);
        reading.outcome = parser.outcome();
        return reading;
    }

    /**
     * Says more of a failure that an installer has told of, from the build log of the package: installers show a part of
     * it only.
     *
     * @param told the failure as the installer told of it
     * @param buildLog the build log, which stays open
     * @param name the build log's name, such as its path
     * @return the diagnosis with the line of the build log, or as it was if the build log does not tell more
     * @throws IOException if it cannot be read
     */
    public Diagnosis refine(Diagnosis told, InputStream buildLog, String name) throws IOException {
        if (OutputFailureTracker.TOLD.contains(told.cause())) {
            return told;
        }
        Reading reading = read(buildLog);
        Diagnosis found = reading.verdict(name);
        if (found == null && told.kind() == null) {
            return reading.lastWords(told, name);
        }
        if (found == null || rules.rank(found.kind()) > rules.rank(told.kind())) {
            return told;
        }
        String phase = told.phase() == null ? found.phase() : told.phase();
        PackageRef pkg = told.pkg() == null ? found.pkg() : told.pkg();
        FailureCause cause = found.cause() == FailureCause.UNKNOWN ? told.cause() : found.cause();
        return new Place(pkg, told.attempt(), phase, name, found.line()).of(found, cause);
    }

    private final class Reading {

        /** What is said of a log that just ends are its last lines. */
        private static final int LAST_LINES = 10;

        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Deque<String> lastLines = new ArrayDeque<>();
        private long lastNumber;
        private @Nullable Outcome outcome;
        private final List<Diagnosis> told = new ArrayList<>();

        void take(Instant time, Fact fact) {
            if (fact instanceof LogFact.Output o) {
                output(o.text());
                lastNumber = o.number();
            } else if (fact instanceof FailureFact.Diagnosed d) {
                told.removeIf(t -> sameFailure(t, d.diagnosis()));
                told.add(d.diagnosis());
            } else if (fact instanceof PhaseFact.Started p) {
                places.put(p.pkg().id(), new Place(p.pkg(), p.attempt(), p.phase(), null, null));
            } else if (fact instanceof PackageFact.Started p) {
                places.put(p.pkg().id(), new Place(p.pkg(), p.attempt(), null, null, null));
            } else if (fact instanceof PackageFact.Finished p && p.outcome() == Outcome.SUCCEEDED) {
                places.remove(p.pkg().id());
            }
        }

        private void output(String line) {
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line);
        }

        private boolean sameFailure(Diagnosis one, Diagnosis other) {
            PackageRef a = one.pkg();
            PackageRef b = other.pkg();
            return a == null ? b == null : b != null && a.id().equals(b.id());
        }

        @Nullable
        Diagnosis verdict(String name) {
            if (!told.isEmpty()) {
                return named(told.get(0), name);
            }
            if (outcome == Outcome.CANCELLED) {
                return ended(FailureCause.INTERRUPTED, "interrupted", "The build was interrupted");
            }
            return outcome == Outcome.UNFINISHED && isTranscript()
                    ? ended(
                            FailureCause.UNKNOWN,
                            "log-ends",
                            "The log ends in the middle of the build and does not say why")
                    : null;
        }

        /** Adds what the build said last to a failure of which no rule knows the reason. */
        Diagnosis lastWords(Diagnosis told, String name) {
            if (lastLines.isEmpty()) {
                return told;
            }
            Place place = new Place(told.pkg(), told.attempt(), told.phase(), name, Math.toIntExact(lastNumber));
            return new Diagnosis(
                    told.pkg(),
                    told.attempt(),
                    told.phase(),
                    told.cause(),
                    null,
                    null,
                    null,
                    name,
                    place.line(),
                    lastLines.getLast().strip(),
                    List.copyOf(lastLines),
                    null,
                    Map.of(),
                    told.retry(),
                    new Diagnoser(rules).remedies(told.cause(), place));
        }

        /** A line of no other log is one of this. */
        private static Diagnosis named(Diagnosis told, String name) {
            return told.log() != null || told.line() == null
                    ? told
                    : new Place(told.pkg(), told.attempt(), told.phase(), name, told.line()).of(told, told.cause());
        }

        /** The build log of one package never shows its version; that it has no end of its own is as it should be. */
        private boolean isTranscript() {
            return places.values().stream()
                    .anyMatch(p -> p.pkg() != null && p.pkg().version() != null);
        }

        private Diagnosis ended(FailureCause cause, String kind, String summary) {
            Place last = new Place(null, 1, null, null, null);
            for (Place place : places.values()) {
                last = place;
            }
            List<String> lines = List.copyOf(lastLines);
            return new Diagnosis(
                    last.pkg(),
                    last.attempt(),
                    last.phase(),
                    cause,
                    kind,
                    null,
                    summary,
                    null,
                    null,
                    lines.isEmpty() ? summary : lines.get(lines.size() - 1),
                    lines,
                    null,
                    Map.of(),
                    null,
                    new Diagnoser(rules).remedies(cause, last));
        }
    }
}
