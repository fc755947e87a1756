package dev.pctl.progress.examples.ami.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
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
 * The state of an image's builds: a directory for each build, and a file that names the current one. Only one process
 * at a time watches the builds of an image.
 */
public final class BuildDirectory implements AutoCloseable {

    /** Maximum number of finished builds whose files are kept for inspection. */
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
     * @throws IOException if the directory cannot be used, or if another process watches its builds
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
        channel.truncate(0)
                .write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new BuildDirectory(folder, channel);
    }

    /** Returns whether a process watches the builds of an image, whose directory this is. */
    static boolean isWatched(Path image) {
        try {
            long watcher =
                    Long.parseLong(Files.readString(image.resolve("lock")).strip());
            return ProcessHandle.of(watcher).map(ProcessHandle::isAlive).orElse(false);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** Creates a directory that only its owner can read, because logs can contain secrets. */
    private static Path forItsUserOnly(Path builds) throws IOException {
        Path made = Files.isDirectory(builds) ? null : Files.createDirectories(builds);
        if (made != null && made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
        }
        return builds;
    }

    /** Returns the directory of the unfinished build, or null. */
    @Nullable
    public Path current() throws IOException {
        try {
            Path current = folder.resolve(Files.readString(note()).strip());
            return Files.isDirectory(current) ? current : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Starts a build and returns its directory. */
    public Path begin(Instant now) throws IOException {
        Path run = Files.createDirectories(folder.resolve(NAME.format(now)));
        Path note = folder.resolve("current.new");
        Files.writeString(note, String.valueOf(run.getFileName()));
        Files.move(note, note(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return run;
    }

    /** Marks the current build as finished, so that the next call starts a new one. */
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
