package dev.pctl.progress.examples.ami.build;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the events of a run in a file, so that a later process can continue. Events in the file are not written again.
 * The file survives a crash of its writer: opening the journal removes an incomplete last line.
 */
public final class EventJournal implements EventListener, AutoCloseable {

    private final List<Event> before;
    private final Map<String, Long> written = new HashMap<>();
    private final EventWriter writer;
    private volatile boolean detached;

    private EventJournal(List<Event> before, EventWriter writer) {
        this.before = List.copyOf(before);
        this.writer = writer;
        before.forEach(this::isNew);
    }

    /** Opens the journal in a file, or creates it. */
    static EventJournal open(Path file) throws IOException {
        FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long whole = lengthOfWholeLines(file);
        out.truncate(whole).position(whole);
        if (whole == 0) {
            EventWriter writer = new EventWriter(Channels.newOutputStream(out));
            writer.writeHeader();
            return new EventJournal(List.of(), writer);
        }
        return new EventJournal(read(file), EventWriter.createForAppend(Channels.newOutputStream(out)));
    }

    private static long lengthOfWholeLines(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int length = all.length;
        while (length > 0 && all[length - 1] != '\n') {
            length--;
        }
        return length;
    }

    private static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                EventReader reader = new EventReader(in, warning -> {})) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    /** Returns the events that the file contained when it was opened. */
    public List<Event> before() {
        return before;
    }

    @Override
    public synchronized void onEvent(Event event) throws IOException {
        if (!detached && isNew(event)) {
            writer.onEvent(event);
        }
    }

    private boolean isNew(Event event) {
        long newest = written.getOrDefault(event.worker(), 0L);
        written.put(event.worker(), Math.max(newest, event.sequence()));
        return event.sequence() > newest;
    }

    /** Stops writing, because the run continues without a watcher. */
    public void detach() {
        detached = true;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
