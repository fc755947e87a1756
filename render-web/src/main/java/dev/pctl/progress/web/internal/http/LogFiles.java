package dev.pctl.progress.web.internal.http;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens the logs that a viewer may read: regular files below the directories that the host allows. Links are not
 * followed, on any level below such a directory, even if they are put there while the file is being opened.
 */
public final class LogFiles {

    private static final Set<StandardOpenOption> READ = Set.of(StandardOpenOption.READ);

    private final List<Path> roots;

    /** Allows the logs below these directories. */
    public LogFiles(List<Path> roots) {
        this.roots = roots.stream().map(r -> r.toAbsolutePath().normalize()).toList();
    }

    /** Returns whether a log is below a directory that the host allows. */
    boolean allows(String path) {
        return root(path) != null;
    }

    private @Nullable Path root(String path) {
        Path file = file(path);
        return file == null
                ? null
                : roots.stream()
                        .filter(r -> file.startsWith(r) && !file.equals(r))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable Path file(String path) {
        try {
            Path file = Path.of(path);
            return file.isAbsolute() && file.equals(file.normalize()) ? file : null;
        } catch (java.nio.file.InvalidPathException e) {
            return null;
        }
    }

    /**
     * Opens a log.
     *
     * @throws IOException if it is not there, not allowed, or not a regular file
     */
    @SuppressWarnings("StreamResourceLeak") // closed by the methods that it is passed to
    SeekableByteChannel open(String path) throws IOException {
        Path root = root(path);
        if (root == null) {
            throw new NoSuchFileException(path);
        }
        Path below = root.relativize(Path.of(path));
        try (DirectoryStream<Path> directory = Files.newDirectoryStream(root.toRealPath())) {
            return directory instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, below, 0)
                    : openPlainly(root.toRealPath().resolve(below));
        }
    }

    private static SeekableByteChannel open(SecureDirectoryStream<Path> directory, Path below, int level)
            throws IOException {
        Path name = below.getName(level);
        if (level < below.getNameCount() - 1) {
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return open(next, below, level + 1);
            }
        }
        BasicFileAttributes attributes = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        requireRegular(attributes, below);
        return directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Where directories cannot be held open, such as on Windows. */
    private static SeekableByteChannel openPlainly(Path file) throws IOException {
        requireRegular(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS), file);
        if (!file.toRealPath().equals(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return Files.newByteChannel(file, READ);
    }

    private static void requireRegular(BasicFileAttributes attributes, Path file) throws IOException {
        if (!attributes.isRegularFile()) {
            throw new NoSuchFileException(file.toString(), null, "not a regular file");
        }
    }
}
