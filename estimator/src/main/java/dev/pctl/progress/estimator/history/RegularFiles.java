package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Handles files so that nothing but a regular file is opened, and a file that is replaced keeps its attributes. */
final class RegularFiles {

    private static final Set<OpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private RegularFiles() {}

    /**
     * Returns the file itself where the path names a symbolic link to an existing one, so that all its names have one
     * lock and a replaced file is found under all of them.
     */
    static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    /** Refuses what exists and is not a regular file: opening a FIFO would wait for another process. */
    static void check(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "not a regular file");
        }
    }

    /**
     * Replaces the contents of a file in one step. Permissions stay; owner and group do, as far as the process may set
     * them. The new contents are written beside the file first, where a symbolic link is never followed.
     */
    static void replace(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        // One that is there was left by a process that died, for the caller holds the lock.
        Files.deleteIfExists(beside);
        try (FileChannel out = FileChannel.open(beside, NEW_FILE, privateAttributes(file))) {
            copyAttributes(file, beside);
            write(out, content);
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets no one else open the new file before it has the permissions of the old one. */
    private static FileAttribute<?>[] privateAttributes(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class) == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                };
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null || Files.notExists(from)) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes present = view.readAttributes();
        try {
            if (!present.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
            if (!present.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (FileSystemException e) {
            // Only root may give files away.
        }
        view.setPermissions(wanted.permissions());
    }

    static void write(FileChannel out, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }
}
