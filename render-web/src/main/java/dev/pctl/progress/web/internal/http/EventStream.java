package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.internal.model.ChangeFeed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes changes as server-sent events, to one viewer, until the viewer leaves or nothing changes any more. */
final class EventStream {

    /** How often a sign of life is written where nothing changes: a viewer notices within this that it was cut off. */
    private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(10);

    private static final int BUFFER = 8_192;

    private final ChangeFeed feed;
    private final boolean compressed;
    private long version;
    private volatile long writingSince;
    private volatile @Nullable Thread writer;

    EventStream(ChangeFeed feed, @Nullable String lastEventId, boolean compressed) {
        this.feed = feed;
        this.compressed = compressed;
        this.version = version(lastEventId);
    }

    /** Returns the version that a page has, or 0 if it has that of another server. */
    private long version(@Nullable String lastEventId) {
        if (lastEventId == null || !lastEventId.startsWith(feed.epoch() + ':')) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(lastEventId.substring(feed.epoch().length() + 1)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns for how long, in nanoseconds, the viewer has not taken what is being written; 0 if it has. */
    long stuckFor() {
        long since = writingSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    /** Cuts the viewer off. An interrupted write closes its connection. */
    void cutOff() {
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
    }

    void writeTo(OutputStream raw) throws IOException {
        writer = Thread.currentThread();
        try {
            writeAll(raw);
        } finally {
            writer = null;
        }
    }

    private void writeAll(OutputStream raw) throws IOException {
        OutputStream out = compressed ? new GZIPOutputStream(raw, BUFFER, true) : raw;
        try {
            write(out, "retry: 1000\n\n");
            while (true) {
                ChangeFeed.Message message = feed.next(version, HEARTBEAT);
                if (message != null) {
                    version = message.version();
                    write(out, "id: " + feed.epoch() + ':' + version + "\ndata: " + message.json() + "\n\n");
                } else if (feed.isClosed()) {
                    write(out, "event: end\ndata: {}\n\n");
                    out.close();
                    return;
                } else {
                    write(out, "event: alive\ndata: " + feed.time().toEpochMilli() + "\n\n");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(OutputStream out, String text) throws IOException {
        writingSince = Math.max(1, System.nanoTime());
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        writingSince = 0;
    }
}
