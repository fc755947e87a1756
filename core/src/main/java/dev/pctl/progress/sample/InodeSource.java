package dev.pctl.progress.sample;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Knows how many inodes a file system has. Java does not. */
interface InodeSource {

    /**
     * Those of the file system of that path.
     *
     * @return null if it has no limit, or that is not known
     * @throws IOException if nothing can be learned of it now
     */
    Readings.@Nullable Inodes of(Path path) throws IOException;
}
