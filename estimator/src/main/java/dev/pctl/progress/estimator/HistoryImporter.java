package dev.pctl.progress.estimator;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.run.BuildContext;
import dev.pctl.progress.estimator.internal.run.MilestoneTracker;
import dev.pctl.progress.estimator.internal.run.PeakUsageTracker;
import dev.pctl.progress.estimator.internal.run.RunRecorder;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.Durations;
import dev.pctl.progress.internal.util.JsonValues;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Imports records of earlier builds from a Spack installation, from logs and from recorded event streams, so that the first
 * watched build has estimates.
 */
public final class HistoryImporter {

    private static final String TIMES = "install_times.json";
    private static final Pattern PREFIX_NAME = Pattern.compile("(.+)-([^-]+)-([a-z2-7]{32})");

    private HistoryImporter() {}

    /**
     * Reads the files {@code PREFIX/.spack/install_times.json}, which Spack 0.17 to 1.1 writes (classic installer), and
     * {@code spec.json} beside them for version, variants and compiler. A build ended at the modification time of its file.
     *
     * @param root the installation's directory, such as {@code /opt/spack/opt}; symbolic links are not followed
     * @param warnings receives a message for each unreadable file, which is skipped
     * @return the builds in the order of their ends, without those for which Spack recorded no time
     * @throws IOException if the root itself cannot be read
     */
    public static List<BuildRecord> ofSpackTree(Path root, Consumer<String> warnings) throws IOException {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(warnings, "warnings");
        List<BuildRecord> records = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path times = folder.resolve(".spack").resolve(TIMES);
                if (!Files.isRegularFile(times)) {
                    return FileVisitResult.CONTINUE;
                }
                try {
                    BuildRecord record = ofPrefix(folder, times);
                    if (record != null) {
                        records.add(record);
                    }
                } catch (IOException | IllegalArgumentException e) {
                    warnings.accept(times + ": " + e.getMessage());
                }
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(root)) {
                    throw e;
                }
                warnings.accept(file + ": cannot be read");
                return FileVisitResult.CONTINUE;
            }
        });
        records.sort(Comparator.comparing(BuildRecord::ended).thenComparing(BuildRecord::name));
        return records;
    }

    private static @Nullable BuildRecord ofPrefix(Path prefix, Path times) throws IOException {
        Map<?, ?> noted = read(times);
        Map<?, ?> node = node(prefix.resolve(".spack").resolve("spec.json"));
        Matcher named = PREFIX_NAME.matcher(prefix.getFileName().toString());
        boolean plain = named.matches();
        String name = first(text(node, "name"), text(noted, "name"), plain ? named.group(1) : null);
        double seconds = total(noted);
        if (name == null || seconds <= 0) {
            return null;
        }
        Instant ended = Files.getLastModifiedTime(times).toInstant();
        // Rounded as a history rounds, so that a second import recognizes the record.
        Duration took = Duration.ofMillis(Math.round(seconds * 1000));
        return BuildRecord.builder(name, ended.minus(took), took)
                .version(first(text(node, "version"), plain ? named.group(2) : null))
                .hash(first(text(node, "hash"), text(noted, "hash"), plain ? named.group(3) : null))
                .variant(variant(node))
                .compiler(compiler(node))
                .method(Boolean.TRUE.equals(noted.get("cache")) ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE)
                .phases(phases(noted))
                .build();
    }

    private static Map<?, ?> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (JsonValues.read(in) instanceof Map<?, ?> object) {
                return object;
            }
        }
        throw new IOException("not a JSON object");
    }

    /** Returns the package's own node of a {@code spec.json}; empty if there is no such file. */
    private static Map<?, ?> node(Path file) throws IOException {
        if (Files.isRegularFile(file)
                && read(file).get("spec") instanceof Map<?, ?> spec
                && spec.get("nodes") instanceof List<?> nodes
                && !nodes.isEmpty()
                && nodes.get(0) instanceof Map<?, ?> node) {
            return node;
        }
        return Map.of();
    }

    /** Returns the total: an object up to Spack 0.20, a number from 0.21 on. */
    private static double total(Map<?, ?> noted) {
        Object total = noted.get("total");
        if (total instanceof Map<?, ?> object) {
            total = object.get("seconds");
        }
        return total instanceof Number seconds ? seconds.doubleValue() : 0;
    }

    /** Returns the phases without nested ones, whose path contains a slash. */
    private static Map<String, Double> phases(Map<?, ?> noted) {
        Map<String, Double> phases = new LinkedHashMap<>();
        if (noted.get("phases") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> phase
                        && phase.get("name") instanceof String name
                        && phase.get("seconds") instanceof Number seconds
                        && !(phase.get("path") instanceof String path && path.contains("/"))) {
                    phases.merge(name, seconds.doubleValue(), Double::sum);
                }
            }
        }
        phases.replaceAll((name, seconds) -> Math.round(seconds * 1000) / 1000.0);
        return phases;
    }

    /** Returns the variants as Spack writes them, such as {@code +mpi build_type=Release}; null if not known. */
    private static @Nullable String variant(Map<?, ?> node) {
        if (!(node.get("parameters") instanceof Map<?, ?> parameters)) {
            return null;
        }
        String variants = parameters.entrySet().stream()
                .filter(e -> !FLAGS.contains(String.valueOf(e.getKey())) && !(e.getValue() instanceof Map))
                .map(e -> variant(String.valueOf(e.getKey()), e.getValue()))
                .sorted()
                .collect(Collectors.joining(" "));
        return variants.isEmpty() ? null : variants;
    }

    private static final Set<String> FLAGS =
            Set.of("cflags", "cppflags", "cxxflags", "fflags", "ldflags", "ldlibs", "patches");

    private static String variant(String name, @Nullable Object value) {
        if (value instanceof Boolean on) {
            return (on ? "+" : "~") + name;
        }
        return name
                + '='
                + (value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                        : value);
    }

    private static @Nullable String compiler(Map<?, ?> node) {
        if (node.get("compiler") instanceof Map<?, ?> compiler && text(compiler, "name") != null) {
            return text(compiler, "name") + '@' + text(compiler, "version");
        }
        return null;
    }

    private static @Nullable String text(Map<?, ?> object, String field) {
        return object.get(field) instanceof String text ? text : null;
    }

    private static @Nullable String first(@Nullable String... texts) {
        for (String text : texts) {
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /**
     * Returns the packages, roots and stages of a run that was read from a recorded event stream or from a log with times.
     */
    public static List<BuildRecord> ofRun(RunView view) {
        Objects.requireNonNull(view, "view");
        return RunRecorder.of(view, new PeakUsageTracker(), new MilestoneTracker());
    }

    /**
     * Returns the packages of a log without times for which the log states a duration.
     *
     * @param ended when the log ended, for instance the modification time of its file
     */
    public static List<BuildRecord> ofLog(RunView view, Instant ended) {
        Objects.requireNonNull(view, "view");
        Objects.requireNonNull(ended, "ended");
        BuildContext labels = BuildContext.of(view);
        List<BuildRecord> records = new ArrayList<>();
        for (PackageView p : view.packages()) {
            Duration stated = p.stated();
            InstallMethod method = p.method();
            if (stated != null
                    && RunRecorder.isBelievable(stated, null, ended)
                    && method != null
                    && RunRecorder.takesTime(method)
                    && p.outcome() == Outcome.SUCCEEDED) {
                records.add(BuildRecord.builder(p.ref().name(), ended.minus(stated), stated)
                        .version(p.ref().version())
                        .hash(p.ref().hash())
                        .method(method)
                        .session(view.run())
                        .title(labels.title().isEmpty() ? null : labels.title())
                        .machine(labels.machine())
                        .compiler(labels.compiler())
                        .cores(labels.cores())
                        .phases(statedPhases(p))
                        .build());
            }
        }
        return records;
    }

    private static Map<String, Double> statedPhases(PackageView p) {
        Map<String, Double> phases = new LinkedHashMap<>();
        for (PhaseView phase : p.phases()) {
            Duration stated = phase.stated();
            if (stated != null) {
                phases.put(phase.name(), Durations.seconds(stated));
            }
        }
        return phases;
    }
}
