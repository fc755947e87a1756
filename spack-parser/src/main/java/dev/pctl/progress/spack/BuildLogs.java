package dev.pctl.progress.spack;

import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.buildlog.internal.failure.Diagnoser.Place;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spack.internal.buildlog.BuildLog;
import dev.pctl.progress.spack.internal.buildlog.LocalStage;
import dev.pctl.progress.spack.internal.buildlog.PushedStage;
import dev.pctl.progress.spack.internal.buildlog.StageDirectory;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.FactSource;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the logs that Spack writes for each package. The classic installer writes a file for each phase, in the stage
 * directory of the package. The new installer writes a file for each attempt, in the stage root. The lines become output
 * of the package, with path and line number. The steps in them are counted, so that {@code file n of m} is known although
 * standard output shows none of it. If the installer does not explain a failure, the log is searched for the decisive
 * line.
 *
 * <p>Pass it to {@link dev.pctl.progress.ProgressBuilder#alongside}. It has no thread. While packages are being built,
 * each poll lists one directory for each stage root. One thread at a time may poll; any thread may call {@link
 * #append}.
 */
public final class BuildLogs implements FactSource {

    private static final Logger LOG = LoggerFactory.getLogger(BuildLogs.class);

    /** Buffers read of one log in one poll, so that one noisy package does not starve the others. */
    private static final int MOST_READS = 256;

    /** Portions of that size read at the end of a package, 64 MB in all. An endless file must not hold up the run. */
    private static final int MOST_READS_AT_END = 4;

    private final StageDirectory stage;
    private final FailureRules rules;
    private final Map<String, BuildLog> open = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final byte[] buffer = new byte[1 << 16];

    private BuildLogs(StageDirectory stage, FailureRules rules) {
        this.stage = stage;
        this.rules = rules;
    }

    /**
     * Follows logs on this machine.
     *
     * @param stageRoot the directory in which Spack makes its stage directories, {@code config:build_stage}; it need not
     *     exist yet. Directories of other logs that the installer names are added
     */
    public static BuildLogs under(Path stageRoot) {
        return under(List.of(stageRoot));
    }

    /** Follows logs on this machine, in several stage roots. */
    public static BuildLogs under(List<Path> stageRoots) {
        return new BuildLogs(new LocalStage(List.copyOf(stageRoots)), SpackRules.standard());
    }

    /**
     * Returns where Spack creates stage directories by default: below the directory for temporary files, or in its
     * cache.
     *
     * @param environment the variables of Spack's process
     */
    public static List<Path> usualStageRoots(Map<String, String> environment) {
        Path temporary = Path.of(environment.getOrDefault("TMPDIR", "/tmp"));
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        String user = environment.getOrDefault("USER", System.getProperty("user.name"));
        String cache = environment.getOrDefault("SPACK_USER_CACHE_PATH", home + "/.spack");
        return List.of(temporary.resolve(user).resolve("spack-stage"), Path.of(cache, "stage"));
    }

    /** Returns build logs that the host {@linkplain #append appends}, such as those of another machine. */
    public static BuildLogs appended() {
        return new BuildLogs(new PushedStage(), SpackRules.standard());
    }

    /** Returns the same logs with other failure rules. Use the result in place of this object, not beside it. */
    public BuildLogs with(FailureRules newRules) {
        return new BuildLogs(stage, newRules);
    }

    /**
     * Appends a piece of a log. It is read at the next poll. A log that arrives after its package has failed still
     * explains the failure, if it is complete from its beginning.
     *
     * @param path the log's path where it is written; its last two parts identify the package
     * @param position the offset of the piece in the log; 0 for the beginning of a log, also of a rewritten one
     * @throws IllegalStateException if these logs are followed on this machine
     */
    public void append(String path, long position, byte[] bytes, int offset, int length) {
        if (!(stage instanceof PushedStage memory)) {
            throw new IllegalStateException("these logs are read from their directory");
        }
        memory.append(path, position, bytes, offset, length);
    }

    @Override
    public void poll(RunView view, String worker, Instant now, FactSink sink) {
        List<PackageView> own =
                view.packages().stream().filter(p -> p.worker().equals(worker)).toList();
        boolean late = stage.hasLate();
        List<PackageView> wanted = own.stream()
                .filter(p -> wanted(p) || (late && p.outcome() == Outcome.FAILED))
                .toList();
        if (!wanted.isEmpty()) {
            stage.logsOf(wanted).forEach((path, pkg) -> find(path, pkg, now, sink));
        }
        for (BuildLog log : List.copyOf(open.values())) {
            read(log, now, sink);
        }
        for (PackageView pkg : own) {
            if (pkg.outcome() != null) {
                end(pkg, view, now, sink);
            }
        }
    }

    /** Returns whether the package is active, or has ended since the last poll: a phase may be shorter than that. */
    private boolean wanted(PackageView pkg) {
        boolean built = pkg.method() == null || pkg.method() == InstallMethod.SOURCE;
        return pkg.active() || (built && pkg.outcome() != null && !ended.contains(attempt(pkg)));
    }

    private static String attempt(PackageView pkg) {
        return pkg.id() + '#' + pkg.attempt();
    }

    /** Adds a log. The log of an earlier attempt is closed, although it may have the same path. */
    private void find(String path, PackageView pkg, Instant now, FactSink sink) {
        BuildLog known = open.get(path);
        if (known != null && known.attempt() < pkg.attempt()) {
            forget(known, now, sink);
            known = null;
        }
        if (known == null) {
            open.put(path, new BuildLog(rules, path, pkg));
        }
    }

    /** Reads a bounded part of what was added, and returns whether there may be more. */
    private boolean read(BuildLog log, Instant now, FactSink sink) {
        try {
            for (int i = 0; i < MOST_READS; i++) {
                int read = stage.read(log.path(), buffer);
                if (read == 0) {
                    return false;
                } else if (read < 0) {
                    log.restart();
                } else {
                    log.accept(buffer, 0, read, now, sink);
                }
            }
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be followed", log.path(), e);
            forget(log, now, sink);
            return false;
        }
    }

    private void end(PackageView pkg, RunView view, Instant now, FactSink sink) {
        List<BuildLog> logs = new ArrayList<>();
        for (Iterator<BuildLog> i = open.values().iterator(); i.hasNext(); ) {
            BuildLog log = i.next();
            if (log.isOf(pkg)) {
                logs.add(log);
                i.remove();
            }
        }
        for (BuildLog log : logs) {
            for (int i = 0; i < MOST_READS_AT_END && read(log, now, sink); i++) {
                LOG.debug("{} is long", log.path());
            }
            forget(log, now, sink);
        }
        ended.add(attempt(pkg));
        if (pkg.outcome() == Outcome.FAILED && !logs.isEmpty()) {
            explain(pkg, logs, view, now, sink);
        }
    }

    private void forget(BuildLog log, Instant now, FactSink sink) {
        log.finish(now, sink);
        open.remove(log.path(), log);
        try {
            stage.forget(log.path());
        } catch (IOException e) {
            LOG.debug("{} could not be closed", log.path(), e);
        }
    }

    // ---- failures

    /** Takes the reason of a failure from the last log of the package, unless the installer stated it. */
    private static void explain(PackageView pkg, List<BuildLog> logs, RunView view, Instant now, FactSink sink) {
        boolean clear = view.failures().stream().anyMatch(f -> isOf(f, pkg) && f.log() != null && f.line() != null);
        for (int i = logs.size() - 1; i >= 0 && !clear; i--) {
            Diagnosis found = logs.get(i).diagnosis();
            if (found != null && found.line() != null) {
                Place place = new Place(
                        pkg.ref(),
                        pkg.attempt(),
                        lastPhase(pkg, found),
                        logs.get(i).path(),
                        found.line());
                sink.accept(now, new FailureFact.Diagnosed(place.of(found, found.cause())));
                clear = true;
            }
        }
    }

    private static boolean isOf(Diagnosis diagnosis, PackageView pkg) {
        return diagnosis.packageRef() != null
                && diagnosis.packageRef().id().equals(pkg.id())
                && diagnosis.attempt() == pkg.attempt();
    }

    private static @Nullable String lastPhase(PackageView pkg, Diagnosis found) {
        List<PhaseView> phases = pkg.phases();
        return phases.isEmpty() ? found.phase() : phases.get(phases.size() - 1).name();
    }

    @Override
    public void close() {
        open.clear();
        try {
            stage.close();
        } catch (IOException e) {
            LOG.debug("build logs could not be closed", e);
        }
    }
}
