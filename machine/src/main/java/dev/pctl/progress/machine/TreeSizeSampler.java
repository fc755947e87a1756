package dev.pctl.progress.machine;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the sizes of directory trees, such as an installation prefix and a build directory, in small steps: each
 * sample looks at a limited number of files and directories, and the next one continues there; after the last it starts
 * over. Until the first count is complete it reports what it has found so far, later the result of the last complete
 * count.
 *
 * <p>Symbolic links are not followed, hard links are counted each. What cannot be read counts as nothing, as does a
 * tree that does not exist (yet). A tree that changes while it is counted is counted partly as it was.
 *
 * <p>Looking at a file takes a few microseconds if the system has it in memory, more if it must ask the disk. At most
 * one directory is held open for each tree, and the names of those still to be read are kept. Not thread-safe.
 */
public final class TreeSizeSampler implements Sampler {

    private static final int DEFAULT_LIMIT = 10_000;

    private final int limit;
    private final List<Walk> walks = new ArrayList<>();

    /** Creates a sampler of these trees that looks at ten thousand files and directories with each sample. */
    public TreeSizeSampler(Path... roots) {
        this(DEFAULT_LIMIT, roots);
    }

    /**
     * Creates a sampler of these trees.
     *
     * @param limit how many files and directories it looks at with each sample, all trees together; each tree at least
     *     at one
     * @throws IllegalArgumentException if the limit is not positive
     */
    public TreeSizeSampler(int limit, Path... roots) {
        this.limit = Arguments.positive(limit, "limit");
        for (Path root : Arguments.elements(roots, "roots")) {
            walks.add(new Walk(root));
        }
    }

    @Override
    public List<SampleFact> sample(RunView view) {
        List<SampleFact> facts = new ArrayList<>();
        for (Walk walk : walks) {
            facts.add(walk.advance(Math.max(1, limit / walks.size())));
        }
        return facts;
    }

    @Override
    public void close() {
        walks.forEach(Walk::close);
    }

    /** One tree, counted again and again. */
    private static final class Walk {

        private final Path root;
        private final Deque<Path> pending = new ArrayDeque<>();
        private @Nullable DirectoryStream<Path> directory;
        private @Nullable Iterator<Path> entries;
        private @Nullable Long whole;
        private long bytes;

        Walk(Path root) {
            this.root = root;
            pending.add(root);
        }

        /** Ends early when the whole tree has been counted: the next count is for the next time. */
        SampleFact advance(int steps) {
            boolean more = true;
            for (int i = 0; i < steps && more; i++) {
                more = step();
            }
            if (!more) {
                whole = bytes;
                bytes = 0;
                pending.add(root);
            }
            Long last = whole;
            return new SampleFact.TreeSize(root.toString(), last == null ? bytes : last, last != null);
        }

        /** Looks at one entry, or opens or leaves one directory; false if nothing is left. */
        private boolean step() {
            Iterator<Path> open = entries;
            if (open != null && hasNext(open)) {
                count(open.next());
                return true;
            }
            close();
            Path next = pending.pollLast();
            if (next != null) {
                open(next);
            }
            return next != null;
        }

        private static boolean hasNext(Iterator<Path> open) {
            try {
                return open.hasNext();
            } catch (DirectoryIteratorException e) {
                return false; // it was removed, or fails: what was seen of it counts
            }
        }

        private void count(Path entry) {
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    pending.add(entry);
                } else if (attributes.isRegularFile()) {
                    bytes += attributes.size();
                }
            } catch (IOException e) {
                // removed since its directory was read
            }
        }

        @SuppressWarnings("StreamResourceLeak") // held open until it has been read or the sampler is closed
        private void open(Path path) {
            try {
                directory = Files.newDirectoryStream(path);
                entries = directory.iterator();
            } catch (IOException e) {
                close(); // removed since, or not for us
            }
        }

        void close() {
            entries = null;
            try (DirectoryStream<Path> last = directory) {
                directory = null;
            } catch (IOException e) {
                // nothing was written: nothing is lost
            }
        }
    }
}
