package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.view.PackageView;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The place of the build logs. */
public interface StageDirectory extends Closeable {

    /** Returns the paths of the packages' logs that exist. */
    Map<String, PackageView> logsOf(List<PackageView> packages);

    /**
     * Reads what was added to a log.
     *
     * @return the number of bytes; 0 if nothing is new, -1 if the log starts over
     */
    int read(String path, byte[] buffer) throws IOException;

    /** Returns whether there are logs that were not read yet, perhaps of packages that have ended. */
    default boolean hasLate() {
        return false;
    }

    /** Stops following the log. */
    void forget(String path) throws IOException;
}
