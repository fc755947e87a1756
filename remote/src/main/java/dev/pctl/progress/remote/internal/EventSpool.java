package dev.pctl.progress.remote.internal;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.event.ConflationKey;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.RunFact;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one run on their way: on disk, so that neither a crash nor a watcher that starts again loses them.
 *
 * <p>It is bounded. When it is full, samples and counters that newer ones supersede go, and all but the newest output;
 * life-cycle events never. While the disk takes nothing, events wait in memory under the same rule.
 *
 * <p>Thread-safe. Whoever waits on it is notified of new events.
 */
public final class EventSpool implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSpool.class);

    /** Blocks of output that are kept for each worker when others have to go. */
    private static final int NEWEST_OUTPUT = 100;

    /** Events of a worker that may wait for a link before older ones are superseded. */
    private static final int LONG_QUEUE = 5_000;

    /** Bytes that may wait in memory while the disk takes nothing. */
    private static final long MOST_MEMORY = 16L << 20;

    private final Path path;
    private final SpoolFile file;
    private final Map<String, TreeMap<Long, SpoolEntry>> workers = new LinkedHashMap<>();
    private final Map<String, Long> newest = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Deque<SpoolEntry> unwritten = new ArrayDeque<>();
    private long limit;
    private long memory;
    private long memoryLimit = MOST_MEMORY;
    private long dropped;
    private boolean foreign;
    private @Nullable String run;
    private @Nullable String failure;

    private EventSpool(Path path, SpoolFile file, long limit) {
        this.path = path;
        this.file = file;
        this.limit = limit;
    }

    /**
     * Opens the spool with what an earlier process left in it.
     *
     * @param limit the bytes that its file may have before it drops what may be dropped
     * @throws IOException if the file cannot be read or created, or holds another run than expected
     */
    public static EventSpool open(Path path, long limit) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        List<Event> before = SpoolFile.read(path);
        EventSpool spool = new EventSpool(path, SpoolFile.open(path), limit);
        before.forEach(spool::index);
        spool.compact();
        return spool;
    }

    /** Adds an event, unless it has that worker's event of this number or a later one. */
    public synchronized void add(Event event) {
        if (index(event)) {
            write();
            if (file.size() + memory > limit) {
                compact();
            }
            notifyAll();
        }
    }

    /** Takes an event into memory. */
    private boolean index(Event event) {
        if (run == null) {
            run = event.run();
        }
        if (!event.run().equals(run)) {
            if (!foreign) {
                LOG.warn("The spool {} holds the run {}. Events of {} are not sent.", path, run, event.run());
            }
            foreign = true;
            return false;
        }
        if (event.sequence() <= newest(event.worker())) {
            return false;
        }
        SpoolEntry entry = new SpoolEntry(event, SpoolFile.line(event));
        workers.computeIfAbsent(event.worker(), w -> new TreeMap<>()).put(event.sequence(), entry);
        newest.put(event.worker(), event.sequence());
        if (event.fact() instanceof RunFact.Finished) {
            ended.add(event.worker());
        }
        unwritten.add(entry);
        memory += entry.length();
        return true;
    }

    /** Writes what waits in memory; what cannot be written continues to wait. */
    private void write() {
        try {
            for (SpoolEntry entry = unwritten.peek(); entry != null; entry = unwritten.peek()) {
                entry.written(file.append(entry.line()));
                memory -= entry.length();
                unwritten.remove();
            }
            if (failure != null) {
                failure = null;
                LOG.info("The spool {} can be written again.", path);
            }
        } catch (IOException e) {
            if (failure == null) {
                LOG.warn("The spool {} cannot be written. New events wait in memory. ({})", path, e.toString());
            }
            failure = e.toString();
            if (memory > memoryLimit) {
                shed();
            }
        }
    }

    /** Drops what may be dropped, in memory only. The next limit is far enough away not to do so for each event. */
    private void shed() {
        workers.values().forEach(entries -> supersede(entries, 0));
        unwritten.removeIf(e -> !isKept(e));
        memory = unwritten.stream().mapToLong(SpoolEntry::length).sum();
        memoryLimit = Math.max(MOST_MEMORY, 2 * memory);
    }

    private boolean isKept(SpoolEntry entry) {
        return workers.values().stream().anyMatch(entries -> entries.get(entry.sequence()) == entry);
    }

    /** Drops what may be dropped, on the disk too. */
    private void compact() {
        if (file.size() + memory > limit) {
            workers.values().forEach(entries -> supersede(entries, 0));
        }
        List<SpoolEntry> kept = new ArrayList<>();
        workers.values().forEach(entries -> kept.addAll(entries.values()));
        try {
            file.rewrite(kept);
            unwritten.clear();
            memory = 0;
        } catch (IOException e) {
            LOG.debug("{} is not made smaller", path, e);
            write();
        }
        limit = Math.max(limit, 2 * file.size());
    }

    /** Drops events from a number on that newer ones supersede. */
    private void supersede(NavigableMap<Long, SpoolEntry> entries, long from) {
        Set<ConflationKey> seen = new HashSet<>();
        int output = 0;
        var all = entries.tailMap(from, true).descendingMap().values().iterator();
        while (all.hasNext()) {
            SpoolEntry entry = all.next();
            ConflationKey key = entry.key();
            output += entry.isOutput() ? 1 : 0;
            if ((entry.isOutput() && output > NEWEST_OUTPUT) || (key != null && !seen.add(key))) {
                all.remove();
                dropped++;
            }
        }
    }

    /** Returns the id of the run, or null before the first event. */
    public synchronized @Nullable String run() {
        return run;
    }

    /** Returns the names of the workers. */
    public synchronized List<String> workers() {
        return List.copyOf(workers.keySet());
    }

    /** Returns the number of the worker's newest event; 0 if there is none. */
    public synchronized long newest(String worker) {
        return newest.getOrDefault(worker, 0L);
    }

    /** Returns whether the worker reported the end of its part of the run. */
    public synchronized boolean hasEnded(String worker) {
        return ended.contains(worker);
    }

    /** Returns the bytes of the file. */
    public synchronized long size() {
        return file.size();
    }

    /** Returns how many events were dropped. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Returns why the disk takes nothing, or null. */
    public synchronized @Nullable String failure() {
        return failure;
    }

    /**
     * Returns the worker's events after a number, as many as fit; a batch that covers none if there are no more. If many
     * wait, older ones that are superseded are dropped.
     *
     * @throws IOException if the spool cannot be read
     */
    public synchronized EventBatch batch(String worker, long after, int mostBytes) throws IOException {
        NavigableMap<Long, SpoolEntry> entries = workers.getOrDefault(worker, new TreeMap<>());
        if (newest(worker) - after > LONG_QUEUE) {
            supersede(entries, after + 1);
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(SpoolFile.header());
        long last = after;
        boolean all = true;
        for (SpoolEntry entry : entries.tailMap(after, false).values()) {
            if (last > after && stream.size() + entry.length() > mostBytes) {
                all = false;
                break;
            }
            stream.writeBytes(entry.isOnDisk() ? file.read(entry) : entry.line());
            last = entry.sequence();
        }
        long covered = all ? Math.max(after, newest(worker)) : last;
        return EventBatch.of(String.valueOf(run), worker, after + 1, covered, stream.toByteArray());
    }

    /** Passes on all events, those of each worker in their order. */
    public void replay(Consumer<Event> target) throws IOException {
        for (String worker : workers()) {
            long after = 0;
            for (EventBatch batch = batch(worker, after, 1 << 20);
                    batch.last() > after;
                    batch = batch(worker, after, 1 << 20)) {
                batch.events(warning -> LOG.warn("{}: {}", path, warning)).forEach(target);
                after = batch.last();
            }
        }
    }

    /** Deletes the file: nothing in it is needed any more. */
    public synchronized void delete() throws IOException {
        file.delete();
    }

    @Override
    public synchronized void close() throws IOException {
        write();
        file.close();
    }
}
