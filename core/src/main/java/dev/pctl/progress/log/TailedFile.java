package dev.pctl.progress.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** How a file that grows is found again each time it is opened. */
interface TailedFile {

    /**
     * Opens the file.
     *
     * @throws NoSuchFileException if there is none
     */
    SeekableByteChannel open() throws IOException;

    /** Returns what identifies the file, or an empty string where the system does not say. */
    String key() throws IOException;

    /** Returns a file that the host names. Symbolic links are followed. */
    static TailedFile trusted(Path file) {
        return new TailedFile() {
            @Override
            public SeekableByteChannel open() throws IOException {
                return FileChannel.open(file, StandardOpenOption.READ);
            }

            @Override
            public String key() throws IOException {
                return keyOf(Files.readAttributes(file, BasicFileAttributes.class));
            }

            @Override
            public String toString() {
                return file.toString();
            }
        };
    }

    /**
     * Returns a file that another program writes and may replace at any moment. Below the root, no symbolic link is
     * followed and nothing but a regular file is opened.
     *
     * @param below the path of the file relative to the root
     */
    static TailedFile untrusted(Path root, Path below) {
        return new Untrusted(root, below);
    }

    private static String keyOf(BasicFileAttributes attributes) {
        Object key = attributes.fileKey();
        return key == null ? "" : key.toString();
    }

    /**
     * A file below a directory. Where the system can open files relative to an open directory, as Linux can, the way to
     * the file cannot be changed between check and opening. Elsewhere each part of the path is checked before.
     */
    record Untrusted(Path root, Path below) implements TailedFile {

        private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

        /** What to do in the directory of the file. */
        private interface Use<T> {
            T in(SecureDirectoryStream<Path> directory, Path name) throws IOException;
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            String before = key();
            SeekableByteChannel opened = within(
                    root,
                    below,
                    (directory, name) -> directory.newByteChannel(name, READ),
                    file -> Files.newByteChannel(file, READ));
            if (before.equals(key())) {
                return opened;
            }
            opened.close();
            throw new NoSuchFileException(toString(), null, "replaced while it was opened");
        }

        @Override
        public String key() throws IOException {
            BasicFileAttributes found = within(
                    root,
                    below,
                    (directory, name) -> directory
                            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes(),
                    file -> Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
            if (!found.isRegularFile()) {
                throw new FileSystemException(toString(), null, "not a regular file");
            }
            return keyOf(found);
        }

        private interface Otherwise<T> {
            T with(Path file) throws IOException;
        }

        private static <T> T within(Path root, Path below, Use<T> use, Otherwise<T> otherwise) throws IOException {
            try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
                return top instanceof SecureDirectoryStream<Path> secure
                        ? descend(secure, below, use)
                        : otherwise.with(checked(root, below));
            }
        }

        private static <T> T descend(SecureDirectoryStream<Path> directory, Path below, Use<T> use) throws IOException {
            if (below.getNameCount() == 1) {
                return use.in(directory, below);
            }
            try (SecureDirectoryStream<Path> next =
                    directory.newDirectoryStream(below.getName(0), LinkOption.NOFOLLOW_LINKS)) {
                return descend(next, below.subpath(1, below.getNameCount()), use);
            }
        }

        private static Path checked(Path root, Path below) throws IOException {
            Path directory = root;
            for (int i = 0; i < below.getNameCount() - 1; i++) {
                directory = directory.resolve(below.getName(i));
                if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw new NoSuchFileException(directory.toString());
                }
            }
            return root.resolve(below);
        }

        @Override
        public String toString() {
            return root.resolve(below).toString();
        }
    }
}
