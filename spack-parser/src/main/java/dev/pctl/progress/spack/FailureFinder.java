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
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a build failed from files: from the output of an installer, from the build log of one package, or from
 * both. Stateless and thread-safe.
 */
public final class FailureFinder {

    private final Supplier<RuleSet> rules;

    private FailureFinder(Supplier<RuleSet> rules) {
        this.rules = rules;
    }

    /** Returns a finder that uses these rules. */
    public static FailureFinder of(FailureRules rules) {
        Objects.requireNonNull(rules, "rules");
        return new FailureFinder(() -> RuleBook.of(rules));
    }

    /**
     * Reads a log to its end.
     *
     * @param log the log, which stays open
     * @param name the name of the log in the diagnosis if it is a build log, such as its path
     * @return the first failure, or null if the log shows none
     * @throws IOException if the log cannot be read
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
     * Adds to a failure that an installer reported what the build log of the package says. Installers print only a part
     * of that log.
     *
     * @param known the failure as the installer reported it
     * @param buildLog the build log, which stays open
     * @param name the build log's name, such as its path
     * @return the diagnosis with the line of the build log, or {@code known} if the build log adds nothing
     * @throws IOException if it cannot be read
     */
    public Diagnosis refine(Diagnosis known, InputStream buildLog, String name) throws IOException {
        if (OutputFailureTracker.EXPLAINED.contains(known.cause())) {
            return known;
        }
        Reading reading = read(buildLog);
        Diagnosis found = reading.verdict(name);
        if (found == null && known.kind() == null) {
            return reading.withLastLines(known, name);
        }
        if (found == null || rules.get().rank(found.kind()) > rules.get().rank(known.kind())) {
            return known;
        }
        String phase = known.phase() == null ? found.phase() : known.phase();
        PackageRef pkg = known.packageRef() == null ? found.packageRef() : known.packageRef();
        FailureCause cause = found.cause() == FailureCause.UNKNOWN ? known.cause() : found.cause();
        return new Place(pkg, known.attempt(), phase, name, found.line()).of(found, cause);
    }

    private final class Reading {

        /** How many last lines are quoted from a log that ends without an error. */
        private static final int LAST_LINES = 10;

        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Deque<List<String>> lastBlocks = new ArrayDeque<>();
        private long lastNumber;
        private @Nullable Outcome outcome;
        private final Map<String, Diagnosis> failures = new LinkedHashMap<>();

        void take(Instant time, Fact fact) {
            if (fact instanceof LogFact.Output o) {
                output(o.lines());
                lastNumber = o.number() + o.lines().size() - 1;
            } else if (fact instanceof FailureFact.Diagnosed d) {
                PackageRef failed = d.diagnosis().packageRef();
                String key = failed == null ? "" : failed.id();
                failures.remove(key);
                failures.put(key, d.diagnosis());
            } else if (fact instanceof PhaseFact.Started p) {
                places.put(p.packageRef().id(), new Place(p.packageRef(), p.attempt(), p.phase(), null, null));
            } else if (fact instanceof PackageFact.Started p) {
                places.put(p.packageRef().id(), new Place(p.packageRef(), p.attempt(), null, null, null));
            } else if (fact instanceof PackageFact.Finished p && p.outcome() == Outcome.SUCCEEDED) {
                places.remove(p.packageRef().id());
            }
        }

        private void output(List<String> block) {
            lastBlocks.addLast(block);
            if (lastBlocks.size() > LAST_LINES) {
                lastBlocks.removeFirst();
            }
        }

        private List<String> lastLines() {
            List<String> lines = lastBlocks.stream().flatMap(List::stream).toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        }

        @Nullable
        Diagnosis verdict(String name) {
            if (!failures.isEmpty()) {
                return named(failures.values().iterator().next(), name);
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

        /** Returns the failure with the last lines of the build log, for a failure that no rule explains. */
        Diagnosis withLastLines(Diagnosis known, String name) {
            List<String> lines = lastLines();
            if (lines.isEmpty()) {
                return known;
            }
            int line = Math.toIntExact(lastNumber);
            Place place = new Place(known.packageRef(), known.attempt(), known.phase(), name, line);
            return known.toBuilder()
                    .message(lines.get(lines.size() - 1).strip())
                    .subject(null)
                    .summary(null)
                    .log(name)
                    .line(line)
                    .excerpt(lines)
                    .excerptLine(null)
                    .details(Map.of())
                    .remedies(new Diagnoser(rules).remedies(known.cause(), place))
                    .build();
        }

        /** Returns the failure as one of this log, unless it names a line of another log. */
        private static Diagnosis named(Diagnosis known, String name) {
            return known.log() != null || known.line() == null
                    ? known
                    : new Place(known.packageRef(), known.attempt(), known.phase(), name, known.line())
                            .of(known, known.cause());
        }

        /** Returns whether this is the log of an installer. The build log of one package shows no version and has no end. */
        private boolean isTranscript() {
            return places.values().stream()
                    .anyMatch(p -> p.pkg() != null && p.pkg().version() != null);
        }

        private Diagnosis ended(FailureCause cause, String kind, String summary) {
            Place last = new Place(null, 1, null, null, null);
            for (Place place : places.values()) {
                last = place;
            }
            List<String> lines = lastLines();
            return Diagnosis.builder(cause, lines.isEmpty() ? summary : lines.get(lines.size() - 1))
                    .packageRef(last.pkg())
                    .attempt(last.attempt())
                    .phase(last.phase())
                    .kind(kind)
                    .summary(summary)
                    .excerpt(lines)
                    .remedies(new Diagnoser(rules).remedies(cause, last))
                    .build();
        }
    }
}
