package dev.pctl.progress.machine.internal.reading;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads how many inodes a file system has, which Java cannot. */
public interface InodeSource {

    /**
     * Returns the inodes of the file system of that path.
     *
     * @return null if it has no limit, or that is not known
     * @throws IOException if nothing can be learned of it now
     */
    MachineSnapshot.@Nullable Inodes of(Path path) throws IOException;
}
