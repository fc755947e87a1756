package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.source.LogParser;
import dev.pctl.progress.spack.Diagnoser.Place;
import dev.pctl.progress.spack.FailureRules.Level;
import dev.pctl.progress.spack.LogFailure.Decisive;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says why a build failed, from files alone: from what an installer printed, from the build log of one package, or from
 * both. Stateless and thread-safe.
 */
public final class FailureFinder {

    /** Of these the installer's own words say all there is to say; a build log would not know better. */
    private static final Set<Cause> TOLD = Set.of(
            Cause.CONCRETIZATION,
            Cause.FETCH,
            Cause.CHECKSUM,
            Cause.PATCH,
            Cause.LOCK,
            Cause.TIMEOUT,
            Cause.INTERRUPTED,
            Cause.DEPENDENCY);

    private final FailureRules rules;

    private FailureFinder(FailureRules rules) {
        this.rules = rules;
    }

    /** A finder that goes by these rules. */
    public static FailureFinder of(FailureRules rules) {
        return new FailureFinder(rules);
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
        Reading reading = new Reading();
        LogParser parser = SpackParser.factory(rules).create(reading::take);
        byte[] buffer = new byte[1 << 16];
        for (int n = log.read(buffer); n >= 0; n = log.read(buffer)) {
            parser.accept(buffer, 0, n, Instant.EPOCH);
        }
        parser.finish(Instant.EPOCH);
        return reading.verdict(name, parser.outcome());
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
        Diagnosis found = TOLD.contains(told.cause()) ? null : diagnose(buildLog, name);
        if (found == null || rank(found) > rank(told)) {
            return told;
        }
        return new Diagnosis(
                told.pkg() == null ? found.pkg() : told.pkg(),
                told.attempt(),
                told.phase() == null ? found.phase() : told.phase(),
                found.cause() == Cause.UNKNOWN ? told.cause() : found.cause(),
                found.kind(),
                found.subject(),
                found.summary(),
                name,
                found.line(),
                found.message(),
                found.excerpt(),
                found.excerptLine(),
                found.details(),
                found.retry(),
                found.remedies());
    }

    private int rank(Diagnosis diagnosis) {
        return rules.rules().stream()
                .filter(r -> r.id().equals(diagnosis.kind()))
                .mapToInt(r -> r.level().rank())
                .findFirst()
                .orElse(Level.ECHO.rank());
    }

    private final class Reading {

        /** What is said of a log that just ends are its last lines. */
        private static final int LAST_LINES = 10;

        /** What is said while no package is worked on. */
        private static final String NOBODY = "";

        private final Map<String, LogFailure> outputs = new LinkedHashMap<>();
        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Set<String> begun = new HashSet<>();
        private final Set<String> again = new HashSet<>();
        private final Deque<String> lastLines = new ArrayDeque<>();
        private final List<Diagnosis> told = new ArrayList<>();

        void take(Instant time, Fact fact) {
            if (fact instanceof LogFact.Output o) {
                PackageRef ref = o.pkg();
                output(ref == null ? NOBODY : ref.id(), o);
            } else if (fact instanceof FailureFact.Diagnosed d) {
                told.removeIf(t -> sameFailure(t, d.diagnosis()));
                told.add(d.diagnosis());
            } else if (fact instanceof PhaseFact.Started p) {
                phase(p);
            } else if (fact instanceof PackageFact.Started p) {
                places.put(p.pkg().id(), new Place(p.pkg(), p.attempt(), null, null, null));
                outputs.remove(p.pkg().id());
            } else if (fact instanceof PackageFact.Finished p && p.outcome() == Outcome.SUCCEEDED) {
                places.remove(p.pkg().id());
                outputs.remove(p.pkg().id());
            }
        }

        /** A phase that begins shows that the one before has succeeded; unless the log begins all over again. */
        private void phase(PhaseFact.Started started) {
            String id = started.pkg().id();
            outputs.remove(NOBODY);
            if (begun.add(id + ' ' + started.phase()) && !again.contains(id)) {
                places.put(id, new Place(started.pkg(), started.attempt(), started.phase(), null, null));
                outputs.remove(id);
            } else {
                again.add(id);
            }
        }

        private void output(String id, LogFact.Output line) {
            outputs.computeIfAbsent(id, i -> new LogFailure(rules)).accept(line.number(), line.text());
            if (lastLines.size() == LAST_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line.text());
        }

        private boolean sameFailure(Diagnosis one, Diagnosis other) {
            PackageRef a = one.pkg();
            PackageRef b = other.pkg();
            return a == null ? b == null : b != null && a.id().equals(b.id());
        }

        @Nullable
        Diagnosis verdict(String name, @Nullable Outcome outcome) {
            if (told.isEmpty()) {
                return outcome == Outcome.SUCCEEDED ? null : untold(name, outcome);
            }
            Diagnosis first = told.get(0);
            PackageRef ref = first.pkg();
            LogFailure output = outputs.get(ref == null ? NOBODY : ref.id());
            Decisive decisive = output == null || TOLD.contains(first.cause()) ? null : output.decisive();
            return decisive == null || decisive.finding().level().rank() >= rank(first)
                    ? first
                    : fromOutput(decisive, new Place(ref, first.attempt(), first.phase(), null, null), name);
        }

        /** The installer told of no failure: the output itself may, or the log just ends. */
        private @Nullable Diagnosis untold(String name, @Nullable Outcome outcome) {
            for (Map.Entry<String, LogFailure> output : outputs.entrySet()) {
                Decisive decisive =
                        output.getValue().failed() ? output.getValue().decisive() : null;
                if (decisive != null) {
                    Place place = places.getOrDefault(output.getKey(), new Place(null, 1, null, null, null));
                    return fromOutput(decisive, place, name);
                }
            }
            if (outcome == Outcome.CANCELLED) {
                return ended(Cause.INTERRUPTED, "interrupted", "The build was interrupted");
            }
            return outcome == Outcome.UNFINISHED && isTranscript()
                    ? ended(Cause.UNKNOWN, "log-ends", "The log ends in the middle of the build and does not say why")
                    : null;
        }

        /** The build log of one package never shows its version; that it has no end of its own is as it should be. */
        private boolean isTranscript() {
            return places.values().stream()
                    .anyMatch(p -> p.pkg() != null && p.pkg().version() != null);
        }

        private Diagnosis ended(Cause cause, String kind, String summary) {
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

        private Diagnosis fromOutput(Decisive decisive, Place place, String name) {
            return new Diagnoser(rules)
                    .diagnosis(
                            new Place(place.pkg(), place.attempt(), place.phase(), name, number(decisive.number())),
                            Diagnoser.cause(decisive.finding(), place.phase()),
                            decisive.finding(),
                            decisive.text().strip(),
                            decisive.excerpt(),
                            number(decisive.excerptLine()));
        }

        private static int number(long line) {
            return Math.toIntExact(Math.min(Integer.MAX_VALUE, line));
        }
    }
}
