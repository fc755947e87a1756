package dev.pctl.progress.examples.cli;

import dev.pctl.progress.spack.BuildLogs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directories in which Spack writes on this machine. */
public record LogLocations(List<Path> stages, @Nullable Path installed) {

    /**
     * Returns the directories that Spack's environment variables name, or Spack's defaults.
     *
     * @param stages the build directories, or empty if unknown
     */
    public static LogLocations of(List<Path> stages, Map<String, String> environment) {
        String root = environment.get("SPACK_ROOT");
        return new LogLocations(
                stages.isEmpty() ? BuildLogs.usualStageRoots(environment) : stages,
                root == null ? null : Path.of(root, "opt", "spack"));
    }

    /** Returns all directories, including those that do not exist yet. */
    public Path[] trees() {
        List<Path> trees = new ArrayList<>(stages);
        if (installed != null) {
            trees.add(0, installed);
        }
        return trees.toArray(Path[]::new);
    }

    /** Returns the root directory, and the directories on other file systems. */
    public Path[] disks() {
        List<Path> disks = new ArrayList<>(List.of(Path.of("/")));
        Set<String> seen = new HashSet<>(Set.of(fileSystem(Path.of("/"))));
        for (Path tree : trees()) {
            if (Files.isDirectory(tree) && seen.add(fileSystem(tree))) {
                disks.add(tree);
            }
        }
        return disks.toArray(Path[]::new);
    }

    private static String fileSystem(Path path) {
        try {
            FileStore store = Files.getFileStore(path);
            return store + " " + store.type();
        } catch (IOException e) {
            return path.toString();
        }
    }
}
