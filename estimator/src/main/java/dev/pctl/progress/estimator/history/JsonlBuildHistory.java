package dev.pctl.progress.estimator.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A history in a file of JSON Lines: a header with the schema's version, then one record a line. Writing appends to the
 * file; {@link #compact} alone replaces it. Several processes may share it; a crash loses at most the records that were
 * being written. Thread-safe.
 *
 * <p>Damaged lines and lines over 1 MiB are skipped with a warning. Compaction keeps the first 20 damaged lines and
 * drops the others. A file of a newer major version is refused with an {@link UnsupportedHistoryException}, and so is a
 * file of something else. Only regular files and symbolic links to such are used.
 *
 * <p>The file and its directory are created by the first write. A small file with {@code .lock} added to its name lies
 * beside it and may be deleted while no process uses the history.
 */
public final class JsonlBuildHistory implements BuildHistory {

    /** Limits the age of records that {@link #compact(Instant)} keeps. */
    public static final Duration RETENTION = Duration.ofDays(90);

    /** The number of newest records of each package that {@link #compact} keeps however old they are. */
    public static final int KEPT_OF_EACH = Retention.KEPT_OF_EACH;

    /** {@link #tidy} replaces the file only if that drops at least one in this many records. */
    private static final int TIDY_ONE_IN = 10;

    /** Limits the time to wait for other writers, each of which needs milliseconds. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private HistoryFile lines;
    private @Nullable Object fileKey;
    private long released;

    private JsonlBuildHistory(Path file) {
        this.file = file;
        this.lines = new HistoryFile(file.toString());
    }

    /** Returns the history in a file, which need not exist yet. It is read when it is first used. */
    public static JsonlBuildHistory open(Path file) {
        return new JsonlBuildHistory(Objects.requireNonNull(file, "file").toAbsolutePath());
    }

    @Override
    public synchronized void append(List<BuildRecord> records) {
        if (!records.isEmpty()) {
            guarded(target -> {
                refresh();
                ByteArrayOutputStream added = new ByteArrayOutputStream();
                records.forEach(r -> addLine(added, BuildRecordCodec.write(r)));
                appendLines(target, added.toByteArray());
            });
        }
    }

    @Override
    public synchronized List<BuildRecord> all() {
        return List.copyOf(upToDate().records());
    }

    @Override
    public synchronized List<BuildRecord> of(String name) {
        return List.copyOf(upToDate().of(Objects.requireNonNull(name, "name")));
    }

    private HistoryFile upToDate() {
        unchecked(this::refresh);
        return lines;
    }

    /**
     * Returns what was wrong with the file when it was last read: file, line and reason of the first 20 damaged lines,
     * and the number of the others.
     */
    public synchronized List<String> warnings() {
        return List.copyOf(lines.warnings());
    }

    @Override
    public @Nullable String problem() {
        Path place = file;
        while (place != null && Files.notExists(place)) {
            place = place.getParent();
        }
        boolean usable = place != null && Files.isWritable(place) && Files.isDirectory(place) != place.equals(file);
        return usable ? null : "This build will not be added to the history: " + file + " cannot be written";
    }

    @Override
    public synchronized void clear() {
        guarded(Files::deleteIfExists);
        forget();
    }

    /**
     * Drops records that ended more than {@link #RETENTION} ago or are not {@link BuildRecord#isPlausible plausible}, but
     * keeps the newest {@value #KEPT_OF_EACH} plausible ones of each package. The file is replaced in one step, so that
     * readers see either the old or the new one. Its permissions stay; if the path is a symbolic link, it stays too.
     *
     * @param now the present time
     * @return how many records were dropped
     */
    public int compact(Instant now) {
        return compact(now, RETENTION);
    }

    /**
     * Drops records as {@link #compact(Instant)} does, with another retention.
     *
     * @param now the present time
     * @param retention the age from which records are dropped
     * @return how many records were dropped
     */
    public int compact(Instant now, Duration retention) {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(retention, "retention");
        return compact(now, retention, Integer.MAX_VALUE);
    }

    @Override
    public synchronized void tidy(Instant now) {
        compact(Objects.requireNonNull(now, "now"), RETENTION, TIDY_ONE_IN);
    }

    /** Replaces the file if at least one in the given number of records is to be dropped. */
    private synchronized int compact(Instant now, Duration retention, int oneIn) {
        int[] dropped = {0};
        guarded(target -> {
            refresh();
            List<BuildRecord> kept = Retention.since(now.minus(retention), now, lines.records());
            int tooOld = lines.records().size() - kept.size();
            if ((long) tooOld * oneIn >= Math.max(1, lines.records().size())) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                addLine(content, HistorySchema.HEADER);
                lines.damaged().forEach(l -> addLine(content, l));
                kept.forEach(r -> addLine(content, BuildRecordCodec.write(r)));
                RegularFiles.replace(target, content.toByteArray());
                dropped[0] = tooOld;
            }
        });
        return dropped[0];
    }

    private static void addLine(ByteArrayOutputStream out, String line) {
        out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    /** Adds whole lines with one write, on a fresh line whatever a crashed writer left behind. */
    private static void appendLines(Path file, byte[] added) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = out.size();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (size == 0) {
                addLine(content, HistorySchema.HEADER);
            } else if (lastByte(out, size) != '\n') {
                content.write('\n');
            }
            content.writeBytes(added);
            out.position(size);
            append(out, size, content.toByteArray());
        }
    }

    /** Appends all or nothing: takes back what was written before the disk was full. */
    private static void append(FileChannel out, long size, byte[] content) throws IOException {
        try {
            RegularFiles.write(out, content);
        } catch (IOException e) {
            out.truncate(size);
            throw e;
        }
    }

    private static byte lastByte(FileChannel in, long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        in.read(last, size - 1);
        return last.get(0);
    }

    /** Reads what was added since the last time, or everything if the file is another one by now. */
    private void refresh() throws IOException {
        try {
            RegularFiles.check(file);
            boolean steady = false;
            while (!steady) {
                Object key = key();
                try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                    // If the file was replaced between these steps, the key belongs to another file than the channel.
                    steady = Objects.equals(key, key());
                    if (steady) {
                        read(in, key);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            forget();
        } catch (UncheckedIOException e) {
            forget();
            throw e;
        }
    }

    private @Nullable Object key() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void read(FileChannel in, @Nullable Object key) throws IOException {
        if (key == null || !key.equals(fileKey) || in.size() < lines.offset()) {
            forget();
        }
        fileKey = key;
        long added = in.size() - lines.offset();
        if (added > 0) {
            in.position(lines.offset());
            lines.read(in, added);
        }
    }

    private void forget() {
        lines = new HistoryFile(file.toString());
        fileKey = null;
    }

    private void guarded(FileAction action) {
        unchecked(() -> {
            Path directory = file.getParent();
            // A symbolic link to a directory is not created again, which Java 17 refuses.
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            RegularFiles.check(file);
            Path target = RegularFiles.real(file);
            letOthersWrite();
            try (WriterLock guard = WriterLock.acquire(target, LOCK_LIMIT)) {
                action.run(target);
            } finally {
                released = System.nanoTime();
            }
        });
    }

    /** Pauses after the last write: others look for the lock from time to time, and would rarely find it free. */
    private void letOthersWrite() {
        long pause = released + 2 * WriterLock.RETRY_NANOS - System.nanoTime();
        if (released != 0 && pause > 0) {
            LockSupport.parkNanos(pause);
        }
    }

    private void unchecked(IoAction action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("build history " + file + ": " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface IoAction {
        void run() throws IOException;
    }

    /** An action on the file itself, where the path is a symbolic link. */
    @FunctionalInterface
    private interface FileAction {
        void run(Path file) throws IOException;
    }
}
