package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.source.LogParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a build failed, from a file alone: from what an installer printed, or from the build log of one package.
 * Stateless and thread-safe.
 */
public final class FailureFinder {

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
     * @return why the build failed, or null if the log shows no failure
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
        return reading.verdict(name);
    }

    private final class Reading {
        private final LogFailure output = new LogFailure(rules);
        private final List<Diagnosis> told = new ArrayList<>();
        private @Nullable PackageRef pkg;
        private @Nullable String phase;

        void take(Instant time, Fact fact) {
            if (fact instanceof LogFact.Output o) {
                output.accept(o.number(), o.text());
            } else if (fact instanceof FailureFact.Diagnosed d) {
                told.removeIf(t -> sameFailure(t, d.diagnosis()));
                told.add(d.diagnosis());
            } else if (fact instanceof PhaseFact.Started p) {
                pkg = p.pkg();
                phase = p.phase();
            } else if (fact instanceof PackageFact.Started p) {
                pkg = p.pkg();
                phase = null;
            }
        }

        private boolean sameFailure(Diagnosis one, Diagnosis other) {
            PackageRef a = one.pkg();
            PackageRef b = other.pkg();
            return a == null ? b == null : b != null && a.id().equals(b.id());
        }

        @Nullable
        Diagnosis verdict(String name) {
            LogFailure.Decisive decisive = output.decisive();
            Diagnosis first = told.isEmpty() ? null : told.get(0);
            if (first != null && (first.cause() != Cause.UNKNOWN || decisive == null)) {
                return first;
            }
            if (first == null && !output.failed()) {
                return null;
            }
            return decisive == null ? first : fromOutput(decisive, first, name);
        }

        private Diagnosis fromOutput(LogFailure.Decisive decisive, @Nullable Diagnosis first, String name) {
            PackageRef ref = first == null ? pkg : first.pkg();
            String in = first == null ? phase : first.phase();
            Cause cause = Diagnoser.cause(decisive.finding(), in);
            return new Diagnosis(
                    ref,
                    first == null ? 1 : first.attempt(),
                    in,
                    cause,
                    decisive.finding().rule().id(),
                    name,
                    Math.toIntExact(Math.min(Integer.MAX_VALUE, decisive.number())),
                    decisive.text().strip(),
                    decisive.excerpt(),
                    new Diagnoser(rules).remedies(cause, decisive.finding(), ref, name));
        }
    }
}
