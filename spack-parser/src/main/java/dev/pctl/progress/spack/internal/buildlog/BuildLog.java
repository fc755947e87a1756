package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.LineParser;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LineGrammar;
import dev.pctl.progress.spi.LogParser;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One build log of one package. Its lines become output of the package, and the steps in it are counted. The package is
 * known beforehand, and so is the phase if the log covers one. The logs of the new installer, and those of Spack up to
 * 0.16, cover all phases and name them.
 */
public final class BuildLog {

    private static final Pattern PHASE_LOG = Pattern.compile("spack-build-\\d\\d-(.+)-out\\.txt");
    private static final Pattern PHASE =
            Pattern.compile("==> (?:\\[[^]]*] )?(?:\\d+: )?\\S+: Executing phase: '([^']+)'");

    private final FailureRules rules;
    private final String path;
    private final PackageRef pkg;
    private final int attempt;
    private final @Nullable String phase;
    private FactSink sink = (time, fact) -> {};
    private @Nullable LogParser parser;
    private @Nullable Diagnosis diagnosis;

    public BuildLog(FailureRules rules, String path, PackageView of) {
        this.rules = rules;
        this.path = path;
        this.pkg = of.ref();
        this.attempt = of.attempt();
        this.phase = phase(path, of);
    }

    private static @Nullable String phase(String path, PackageView of) {
        Matcher name = PHASE_LOG.matcher(path.substring(path.lastIndexOf('/') + 1));
        if (name.matches()) {
            return name.group(1);
        }
        PhaseView current = of.currentPhase();
        return current == null ? null : current.name();
    }

    public String path() {
        return path;
    }

    public int attempt() {
        return attempt;
    }

    public boolean isOf(PackageView view) {
        return pkg.id().equals(view.id());
    }

    /** Takes the next bytes. */
    public void accept(byte[] bytes, int offset, int length, Instant now, FactSink to) {
        sink = to;
        LogParser open = parser;
        if (open == null) {
            to.accept(now, new PackageFact.LogLocated(pkg, attempt, path));
            to.accept(now, new LogFact.Opened(pkg, path));
            open = LineParser.of(rules, s -> new Phases(s, now)).create(new OwnSink());
            parser = open;
        }
        open.accept(bytes, offset, length, now);
    }

    /** Starts over, because the log was rewritten: its lines count from 1 again. */
    public void restart() {
        parser = null;
        diagnosis = null;
    }

    /** Returns why the build failed, once the log has ended; null if the log shows no failure. */
    @Nullable
    public Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Ends the log. */
    public void finish(Instant now, FactSink to) {
        sink = to;
        if (parser != null) {
            parser.finish(now);
        }
        parser = null;
    }

    /** Recognizes the lines that name phases. Starts with the package and phase that the log belongs to. */
    private final class Phases implements LineGrammar {
        private final FactSink known;

        Phases(FactSink known, Instant now) {
            this.known = known;
            known.accept(now, new PackageFact.Started(pkg, attempt, null, null));
            if (phase != null) {
                known.accept(now, new PhaseFact.Started(pkg, attempt, phase));
            }
        }

        @Override
        public boolean accept(Instant time, String line) {
            Matcher begun = PHASE.matcher(line);
            if (!begun.matches()) {
                return false;
            }
            known.accept(time, new PhaseFact.Started(pkg, attempt, begun.group(1)));
            return true;
        }

        @Override
        public List<String> beginnings() {
            return List.of("==> ");
        }
    }

    /** Passes on output, phases and failures. The installer's log reports when the package starts and ends. */
    private final class OwnSink implements FactSink {
        @Override
        public void accept(Instant time, Fact fact) {
            if (fact instanceof LogFact.Output f) {
                sink.accept(time, new LogFact.Output(f.number(), pkg, f.lines(), path));
            } else if (fact instanceof PhaseFact f && !(fact instanceof PhaseFact.Finished)) {
                sink.accept(time, f);
            } else if (fact instanceof FailureFact.Diagnosed f) {
                diagnosis = f.diagnosis();
            }
        }
    }
}
