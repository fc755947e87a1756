package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.log.TailingLogSource;
import dev.pctl.progress.view.PackageView;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Build logs on this machine. A log that was last written before its package started belongs to an earlier build. */
public final class LocalStage implements StageDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStage.class);

    /** How long after an event the installer's line about it may be read. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** The path of a log: in a stage directory or, for the new installer, next to it. */
    private static final Pattern NAMED =
            Pattern.compile("(/[^\\x00]*)/spack-stage-[^/\\x00]+(?:/spack-build-[^/\\x00]*out\\.txt|\\.log)");

    /** The most stage roots. A log could name any number of them. */
    private static final int MOST_ROOTS = 32;

    private final Set<Path> roots;
    private final Map<String, TailingLogSource> files = new HashMap<>();
    private final Map<String, Long> restarts = new HashMap<>();
    private final Map<String, Path> rootOf = new HashMap<>();

    public LocalStage(List<Path> roots) {
        this.roots = new LinkedHashSet<>(roots);
    }

    @Override
    public Map<String, PackageView> logsOf(List<PackageView> packages) {
        Map<String, PackageView> logs = new LinkedHashMap<>();
        for (Path root : roots(packages)) {
            for (Map.Entry<String, Path> entry : entries(root).entrySet()) {
                PackageView owner = StageNames.owner(entry.getKey(), packages);
                if (owner != null) {
                    add(root, entry.getValue(), owner, logs);
                }
            }
        }
        return logs;
    }

    /** Returns the given stage roots, and those of the logs that the installer has named. */
    private Set<Path> roots(List<PackageView> packages) {
        for (PackageView pkg : packages) {
            Matcher named = NAMED.matcher(String.valueOf(pkg.log()));
            if (named.matches() && roots.size() < MOST_ROOTS) {
                addRoot(named.group(1));
            }
        }
        return roots;
    }

    private void addRoot(String named) {
        try {
            roots.add(Path.of(named));
        } catch (InvalidPathException e) {
            LOG.debug("{} is no path here", named, e);
        }
    }

    private void add(Path root, Path entry, PackageView owner, Map<String, PackageView> logs) {
        List<Path> candidates = new ArrayList<>();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            StageNames.logs(entries(entry).keySet()).forEach(f -> candidates.add(entry.resolve(f)));
        } else if (entry.toString().endsWith(".log")) {
            candidates.add(entry);
        }
        for (Path log : candidates) {
            if (files.containsKey(log.toString()) || isOfThisTry(log, owner)) {
                logs.put(log.toString(), owner);
                rootOf.put(log.toString(), root);
            }
        }
    }

    private static boolean isOfThisTry(Path log, PackageView owner) {
        try {
            BasicFileAttributes found = Files.readAttributes(log, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Instant started = owner.started();
            return found.isRegularFile()
                    && (started == null || !found.lastModifiedTime().toInstant().isBefore(started.minus(LATE)));
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Path> entries(Path folder) {
        Map<String, Path> entries = new TreeMap<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(p -> entries.put(String.valueOf(p.getFileName()), p));
        } catch (NoSuchFileException e) {
            // not created yet, or deleted after the installation
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{} cannot be listed", folder, e);
        }
        return entries;
    }

    @Override
    public int read(String path, byte[] buffer) throws IOException {
        TailingLogSource file = files.computeIfAbsent(path, this::open);
        int read = file.poll(buffer);
        Long before = restarts.put(path, file.restarts());
        if (before != null && before < file.restarts()) {
            files.remove(path);
            file.close();
            restarts.remove(path);
            return -1;
        }
        return read;
    }

    /** The build writes its logs itself, and can put anything in their place. */
    private TailingLogSource open(String path) {
        Path log = Path.of(path);
        Path root = rootOf.get(path);
        if (root == null) {
            throw new IllegalStateException("no log of a stage: " + path);
        }
        return LogSources.ofUntrustedFile(root, log, Duration.ofSeconds(1));
    }

    @Override
    public void forget(String path) throws IOException {
        restarts.remove(path);
        rootOf.remove(path);
        TailingLogSource file = files.remove(path);
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (String path : List.copyOf(files.keySet())) {
            forget(path);
        }
    }
}
