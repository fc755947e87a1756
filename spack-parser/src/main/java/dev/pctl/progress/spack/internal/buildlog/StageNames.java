package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.view.PackageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of stage directories and of the logs in them. */
final class StageNames {

    private StageNames() {}

    /** Returns the package that a stage entry belongs to: the one whose hash, or else whose name, it contains. */
    static @Nullable PackageView owner(String stageEntry, List<PackageView> packages) {
        return packages.stream()
                .filter(p -> stageEntry.contains(mark(p)))
                .findFirst()
                .orElse(null);
    }

    private static String mark(PackageView pkg) {
        String hash = pkg.ref().hash();
        return hash == null
                ? "spack-stage-" + pkg.ref().name() + '-'
                : '-' + hash.substring(0, Math.min(7, hash.length()));
    }

    /** Returns the files of a stage directory to follow: the logs of phases, or else the only log. */
    static List<String> logs(Set<String> files) {
        List<String> phases = files.stream()
                .filter(f -> f.startsWith("spack-build-") && f.endsWith("-out.txt") && !f.equals("spack-build-out.txt"))
                .sorted()
                .toList();
        List<String> logs = new ArrayList<>(phases);
        if (phases.isEmpty() && files.contains("spack-build-out.txt")) {
            logs.add("spack-build-out.txt");
        }
        if (files.contains("install-time-test-log.txt")) {
            logs.add("install-time-test-log.txt");
        }
        return logs;
    }
}
