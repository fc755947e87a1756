package dev.pctl.progress.estimator.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A history in a file of JSON Lines: a header with the schema's version, then one record a line. Only ever appended
 * to, except by {@link #compact}. Several processes may share it; a crash loses at most the records that were being
 * written. Lines that are damaged are skipped with a warning and stay in the file. A file of a newer major version is
 * refused with an {@link UnsupportedHistoryException}.
 *
 * <p>The file and its directory are made when first written to. A small file with {@code .lock} added to its name
 * stands beside it and may be deleted when nobody uses the history.
 */
public final class JsonlBuildHistory implements BuildHistory {

    /** How long {@link #compact} keeps records unless told otherwise. */
    public static final Duration RETENTION = Duration.ofDays(90);

    /** How many of the newest records of each package stay however old they are. */
    public static final int KEPT_OF_EACH = 5;

    /** The file is written anew by itself only when at least one in so many of its records is dropped. */
    private static final int WORTH_THE_EFFORT = 10;

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private final Path file;
    private HistoryFile lines;
    private @Nullable Object fileKey;

    private JsonlBuildHistory(Path file) {
        this.file = file;
        this.lines = new HistoryFile(file.toString());
    }

    /** The history in that file, which need not exist yet. */
    public static JsonlBuildHistory at(Path file) {
        return new JsonlBuildHistory(file.toAbsolutePath());
    }

    @Override
    public synchronized void append(List<BuildRecord> records) {
        if (!records.isEmpty()) {
            guarded(() -> {
                refresh();
                ByteArrayOutputStream added = new ByteArrayOutputStream();
                records.forEach(r -> RecordJson.line(added, RecordJson.write(r)));
                appendLines(added.toByteArray());
            });
        }
    }

    @Override
    public synchronized List<BuildRecord> all() {
        return List.copyOf(upToDate().records());
    }

    @Override
    public synchronized List<BuildRecord> of(String name) {
        return List.copyOf(upToDate().of(name));
    }

    private HistoryFile upToDate() {
        unchecked(this::refresh);
        return lines;
    }

    /** What was wrong with the file when it was last read: file, line and reason of each damaged line. */
    public synchronized List<String> warnings() {
        return List.copyOf(lines.warnings());
    }

    @Override
    public synchronized void clear() {
        guarded(() -> Files.deleteIfExists(file));
        forget();
    }

    /**
     * Drops records that ended more than {@link #RETENTION} ago, except the newest {@value #KEPT_OF_EACH} of each
     * package. The file is replaced in one step: whoever reads it sees the old one or the new one.
     *
     * @param now the present time
     * @return how many records were dropped
     */
    public int compact(Instant now) {
        return compact(now, RETENTION);
    }

    /**
     * Drops records that ended longer ago than that, except the newest {@value #KEPT_OF_EACH} of each package.
     *
     * @return how many records were dropped
     */
    public int compact(Instant now, Duration retention) {
        return compact(now, retention, 1);
    }

    @Override
    public synchronized void tidy(Instant now) {
        compact(now, RETENTION, Math.max(1, lines.records().size() / WORTH_THE_EFFORT));
    }

    private synchronized int compact(Instant now, Duration retention, int fewest) {
        int[] dropped = {0};
        guarded(() -> {
            refresh();
            List<BuildRecord> kept = Retention.keep(lines.records(), now.minus(retention), KEPT_OF_EACH);
            int tooOld = lines.records().size() - kept.size();
            if (tooOld >= fewest) {
                replace(kept);
                dropped[0] = tooOld;
            }
        });
        return dropped[0];
    }

    private void replace(List<BuildRecord> kept) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        RecordJson.line(content, HistorySchema.HEADER);
        lines.damaged().forEach(l -> RecordJson.line(content, l));
        kept.forEach(r -> RecordJson.line(content, RecordJson.write(r)));
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            write(out, content.toByteArray());
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Adds whole lines with one write, on a fresh line whatever a crashed writer left behind. */
    private void appendLines(byte[] added) throws IOException {
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = out.size();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (size == 0) {
                RecordJson.line(content, HistorySchema.HEADER);
            } else if (lastByte(out, size) != '\n') {
                content.write('\n');
            }
            content.writeBytes(added);
            out.position(size);
            append(out, size, content.toByteArray());
        }
    }

    /** Takes back what was written of lines that do not fit, as on a full disk. */
    private static void append(FileChannel out, long size, byte[] content) throws IOException {
        try {
            write(out, content);
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

    private static void write(FileChannel out, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    /** Reads what was added since the last time, or everything if the file is another one by now. */
    private void refresh() throws IOException {
        try {
            boolean steady = false;
            while (!steady) {
                Object key = key();
                try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                    // A file that was replaced while we opened it is not the one whose key we have.
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

    private void guarded(IoAction action) {
        unchecked(() -> {
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            try (WriterLock guard = WriterLock.acquire(file, LOCK_LIMIT)) {
                action.run();
            }
        });
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
}
