package dev.pctl.progress.examples.ami.build;

import dev.pctl.progress.examples.ami.machine.ConsoleFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The received part of a log with the times of receipt: a file with the bytes, and an index with one line for each
 * piece. A piece counts once its index line is complete, so a process that is killed at any point leaves a usable log:
 * opening it drops the bytes after the last complete line, and they are received again.
 */
final class ReceivedLog implements AutoCloseable {

    private static final String GAP = "gap";

    private final FileChannel log;
    private final FileChannel index;
    private final List<Piece> pieces;
    private long length;

    /**
     * A piece of the log.
     *
     * @param at the time of receipt
     * @param length the number of bytes
     * @param afterGap whether bytes are missing before this piece
     */
    record Piece(Instant at, int length, boolean afterGap) {}

    private ReceivedLog(FileChannel log, FileChannel index, List<Piece> pieces) {
        this.log = log;
        this.index = index;
        this.pieces = pieces;
        this.length = pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Opens the log in a directory, or creates it. */
    static ReceivedLog open(Path folder) throws IOException {
        Path indexFile = folder.resolve("console.index");
        FileChannel log = open(folder, "console.log");
        FileChannel index = open(folder, "console.index");
        List<Piece> pieces = new ArrayList<>();
        long indexed = 0;
        long bytes = 0;
        for (String line : Files.readString(indexFile, StandardCharsets.UTF_8).split("(?<=\n)", -1)) {
            Piece piece = piece(line);
            if (piece == null || bytes + piece.length() > log.size()) {
                break;
            }
            pieces.add(piece);
            bytes += piece.length();
            indexed += line.getBytes(StandardCharsets.UTF_8).length;
        }
        log.truncate(bytes);
        index.truncate(indexed);
        return new ReceivedLog(log, index, pieces);
    }

    private static FileChannel open(Path folder, String name) throws IOException {
        return FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static @org.jspecify.annotations.Nullable Piece piece(String line) {
        String[] words = line.strip().split(" ", -1);
        if (!line.endsWith("\n") || words.length < 2) {
            return null;
        }
        try {
            return new Piece(Instant.parse(words[0]), Integer.parseInt(words[1]), words.length > 2);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Returns the pieces in the order of receipt. */
    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** Returns the bytes from an offset on. */
    byte[] read(long offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = log.read(buffer, offset + buffer.position());
        }
        return buffer.array();
    }

    /** Returns the last bytes, at most as many as a console shows. */
    byte[] end() throws IOException {
        int count = (int) Math.min(ConsoleFile.WINDOW, length);
        return read(length - count, count);
    }

    /** Adds a piece. */
    void add(Instant at, byte[] bytes, boolean afterGap) throws IOException {
        write(log, ByteBuffer.wrap(bytes), length);
        length += bytes.length;
        Piece piece = new Piece(at, bytes.length, afterGap);
        pieces.add(piece);
        String line = at + " " + bytes.length + (afterGap ? " " + GAP : "") + '\n';
        write(index, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), index.size());
    }

    private static void write(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += out.write(bytes, position);
        }
    }

    @Override
    public void close() throws IOException {
        try (log;
                index) {
            log.force(true);
            index.force(true);
        }
    }
}
