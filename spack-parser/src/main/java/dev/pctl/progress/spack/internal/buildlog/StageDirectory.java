package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.view.PackageView;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where the logs are. */
public interface StageDirectory extends Closeable {

    /** The paths of the logs of the packages, as far as they have begun. */
    Map<String, PackageView> logsOf(List<PackageView> packages);

    /**
     * Reads what is new of a log.
     *
     * @return the number of bytes; 0 if nothing is new, -1 if the log begins anew
     */
    int read(String path, byte[] buffer) throws IOException;

    /** Whether logs have come that were not begun, perhaps of packages that have ended. */
    default boolean hasLate() {
        return false;
    }

    /** The log is not followed any more. */
    void forget(String path) throws IOException;
}
