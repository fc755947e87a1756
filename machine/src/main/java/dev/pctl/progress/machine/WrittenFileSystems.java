package dev.pctl.progress.machine;

import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file systems that a build writes to although its host did not name them: those of the logs and directories
 * of its packages, and those of files that its processes have open for writing. Not thread-safe.
 */
final class WrittenFileSystems {

    private static final int MOST = 8;
    private static final int MOST_DIRECTORIES = 10_000;
    private static final Set<String> NOT_ON_DISK =
            Set.of("proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "mqueue", "securityfs", "debugfs");

    private final Set<Path> directories = new HashSet<>();
    private final List<Path> found = new ArrayList<>();
    private final Set<FileStore> known = new HashSet<>();

    /** Excludes a file system that is watched already. */
    void know(FileStore store) {
        known.add(store);
    }

    /**
     * Returns the mount points of all that were found so far.
     *
     * @param files that processes of the build have open for writing
     */
    List<Path> find(RunView view, List<Path> files) {
        files.forEach(file -> look(file.getParent()));
        for (PackageView pkg : view.active()) {
            String log = pkg.log();
            look(log == null ? null : directory(log).getParent());
            String prefix = pkg.prefix();
            look(prefix == null ? null : directory(prefix));
        }
        return found;
    }

    private static Path directory(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }

    private void look(@Nullable Path directory) {
        if (directory == null
                || !directory.isAbsolute()
                || found.size() == MOST
                || directories.size() == MOST_DIRECTORIES
                || !directories.add(directory)) {
            return;
        }
        try {
            FileStore store = Files.getFileStore(directory);
            boolean disk = !NOT_ON_DISK.contains(store.type()) && store.getTotalSpace() > 0;
            if (disk && known.add(store)) {
                found.add(mountPoint(store, directory));
            }
        } catch (IOException e) {
            // not there yet, or no longer
            directories.remove(directory);
        }
    }

    /** Returns the mount point, which the text of a file store begins with. */
    private static Path mountPoint(FileStore store, Path directory) {
        String text = store.toString();
        int end = text.lastIndexOf(" (");
        Path mount = directory(end < 0 ? text : text.substring(0, end));
        return directory.startsWith(mount) ? mount : directory;
    }
}
