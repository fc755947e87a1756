package dev.pctl.progress.remote.internal;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a spool: an event stream. A line that could not be written as a whole is cut off again, so that the file
 * always ends with a whole line. Not thread-safe.
 */
final class SpoolFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

    private final Path path;
    private FileChannel channel;
    private long end;

    private SpoolFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /** Returns the header of every stream. */
    static byte[] header() {
        return bytes(EventWriter::writeHeader);
    }

    /** Returns the line of an event. */
    static byte[] line(Event event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventWriter writer = EventWriter.createForAppend(bytes)) {
            writer.onEvent(event);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    private interface Writing {
        void with(EventWriter writer) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(bytes)) {
            writing.with(writer);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Reads the events of an earlier process; a damaged line, such as one that was cut by a crash, is skipped. */
    static List<Event> read(Path path) throws IOException {
        List<Event> events = new ArrayList<>();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return events;
        }
        requireRegular(path);
        if (Files.size(path) == 0) {
            return events;
        }
        Consumer<String> warnings = warning -> LOG.warn("{}: {}", path, warning);
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
                EventReader reader = new EventReader(in, warnings)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Opens the file for appending, and creates it if it is missing. An unfinished last line is cut off. */
    static SpoolFile open(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            requireRegular(path);
        }
        FileChannel channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        SpoolFile file = new SpoolFile(path, channel, endOfLastLine(channel));
        if (file.end == 0) {
            file.append(header());
        }
        return file;
    }

    private static void requireRegular(Path path) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the spool is not a regular file: " + path);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long at = channel.size(); at > 0; at--) {
            one.clear();
            if (channel.read(one, at - 1) == 1 && one.get(0) == '\n') {
                return at;
            }
        }
        return 0;
    }

    /** Returns the bytes of the file. */
    long size() {
        return end;
    }

    /**
     * Appends whole lines.
     *
     * @return where they begin
     * @throws IOException if they cannot be written; then nothing of them is in the file
     */
    long append(byte[] lines) throws IOException {
        long start = end;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines);
            for (long at = start; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            cutOff(start);
            throw e;
        }
        end = start + lines.length;
        return start;
    }

    private void cutOff(long start) {
        try {
            channel.truncate(start);
        } catch (IOException e) {
            LOG.debug("{} keeps a part of a line, which the next line replaces", path, e);
        }
    }

    /** Reads an event's line. */
    byte[] read(SpoolEntry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(entry.length());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, entry.offset() + bytes.position()) < 0) {
                throw new EOFException("the spool was cut by someone else: " + path);
            }
        }
        return bytes.array();
    }

    /**
     * Replaces the file by one with these entries only.
     *
     * @throws IOException if that fails; the file is then as before
     */
    void rewrite(Collection<SpoolEntry> entries) throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        SpoolFile copy = open(next);
        List<Long> offsets = new ArrayList<>(entries.size());
        try {
            for (SpoolEntry entry : entries) {
                offsets.add(copy.append(entry.isOnDisk() ? read(entry) : entry.line()));
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            copy.close();
            Files.deleteIfExists(next);
            throw e;
        }
        channel.close();
        channel = copy.channel;
        end = copy.end;
        int index = 0;
        for (SpoolEntry entry : entries) {
            entry.written(offsets.get(index++));
        }
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
