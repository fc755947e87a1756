package dev.pctl.progress.examples.ami.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where the builds of one image keep what they need to be gone on with: a folder for each, and a note of the one that
 * is going on. One process at a time watches the builds of an image.
 */
public final class BuildDirectory implements AutoCloseable {

    /** So many builds that have ended are kept, to be looked at. */
    private static final int KEPT = 5;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final FileChannel lock;

    private BuildDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the builds of an image.
     *
     * @throws IOException if that is not possible, or another process watches them
     */
    public static BuildDirectory open(Path home, String image) throws IOException {
        Path folder = Files.createDirectories(
                forItsUserOnly(home.resolve("builds")).resolve(image.replaceAll("[^\\w.-]|^\\.", "_")));
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException("the build of " + image
                    + " is being watched by another process; --name builds an image of another name");
        }
        return new BuildDirectory(folder, channel);
    }

    /** Logs can hold secrets: nobody else looks into a folder that this program makes for them. */
    private static Path forItsUserOnly(Path builds) throws IOException {
        Path made = Files.isDirectory(builds) ? null : Files.createDirectories(builds);
        if (made != null && made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
        }
        return builds;
    }

    /** The folder of the build that was begun and has not come to its end, or null. */
    @Nullable
    public Path current() throws IOException {
        try {
            Path current = folder.resolve(Files.readString(note()).strip());
            return Files.isDirectory(current) ? current : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Begins a build. */
    public Path begin(Instant now) throws IOException {
        Path run = Files.createDirectories(folder.resolve(NAME.format(now)));
        Path note = folder.resolve("current.new");
        Files.writeString(note, String.valueOf(run.getFileName()));
        Files.move(note, note(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return run;
    }

    /** The build has come to its end: the next one begins anew. */
    public void ended() throws IOException {
        Files.deleteIfExists(note());
        for (Path old : older()) {
            PathUtils.deleteDirectory(old);
        }
    }

    private List<Path> older() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .skip(KEPT)
                    .toList();
        }
    }

    private Path note() {
        return folder.resolve("current");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
