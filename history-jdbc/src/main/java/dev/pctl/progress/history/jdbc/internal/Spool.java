package dev.pctl.progress.history.jdbc.internal;

import dev.pctl.progress.estimator.history.BuildRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to the database: a directory with one file for each call of {@code append}. A file is complete
 * once it has its final name, and is deleted once the database has its records. Several processes may share a spool.
 */
public final class Spool {

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private static final String WAITING = ".jsonl";
    private static final String REJECTED = ".rejected";

    /** Files that may wait. A run leaves one file, so that these are more runs than a history is worth. */
    private static final int MOST_FILES = 10_000;

    private final Path directory;
    private final Clock clock;

    /** Delivers records. */
    @FunctionalInterface
    public interface Delivery {

        /** Stores the records. */
        void store(List<BuildRecord> records) throws SQLException;
    }

    /** Creates a spool in a directory, which is created when it is needed. */
    public Spool(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Adds records. They are on the disk when this returns.
     *
     * @throws IOException if they cannot be written, or too many wait
     */
    public void add(List<BuildRecord> records) throws IOException {
        Files.createDirectories(directory);
        if (waiting().size() >= MOST_FILES) {
            throw new IOException(MOST_FILES + " files wait in " + directory);
        }
        StringBuilder lines = new StringBuilder();
        records.forEach(r -> lines.append(r.toJson()).append('\n'));
        String name = "%020d-%s".formatted(Math.max(0, clock.millis()), UUID.randomUUID());
        Path partial = directory.resolve(name + ".part");
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        Files.move(partial, directory.resolve(name + WAITING), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Delivers all that waits, oldest first. A file whose values the database rejects is kept under another name
     * and reported.
     *
     * @throws SQLException if the database cannot store records now; the rest waits
     */
    public void deliver(Delivery delivery) throws IOException, SQLException {
        for (Path file : waiting()) {
            try {
                delivery.store(read(file));
                Files.deleteIfExists(file);
            } catch (NoSuchFileException e) {
                LOG.debug("{} was delivered by another process", file);
            } catch (SQLException e) {
                if (!Database.isRejection(e)) {
                    throw e;
                }
                Path kept = file.resolveSibling(file.getFileName() + REJECTED);
                Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
                LOG.warn("The database rejects records of builds. They are kept in {}. ({})", kept, e.toString());
            }
        }
    }

    private List<Path> waiting() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(WAITING)).sorted().toList();
        }
    }

    private static List<BuildRecord> read(Path file) throws IOException {
        List<BuildRecord> records = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            try {
                records.add(BuildRecord.ofJson(line));
            } catch (IOException e) {
                LOG.warn("A line of {} is skipped: {}", file, e.getMessage());
            }
        }
        return records;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
