package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import dev.pctl.progress.web.internal.model.ChangeFeed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The viewers that follow something: at most so many, and none that takes nothing. Thread-safe. */
public final class Viewers {

    /** How long a viewer may leave a message untaken before it is cut off. */
    private static final long STUCK = TimeUnit.SECONDS.toNanos(60);

    private final int most;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    /**
     * Creates an empty set.
     *
     * @param most how many streams are open at once
     */
    public Viewers(int most) {
        this.most = most;
    }

    int count() {
        return open.size();
    }

    /** Returns the stream of a feed. Over the loopback interface compression would only cost time. */
    WebResponse follow(ChangeFeed feed, WebRequest request) {
        open.stream().filter(v -> v.stuckFor() > STUCK).forEach(EventStream::cutOff);
        if (open.size() >= most) {
            return Responses.refused(503, "Too many viewers.").with("Retry-After", "10");
        }
        String accepted = request.header("Accept-Encoding");
        boolean compressed =
                accepted != null && accepted.contains("gzip") && !AccessCheck.isLoopback(request.header("Host"));
        EventStream stream = new EventStream(feed, request.header("Last-Event-ID"), compressed);
        WebResponse response = Responses.stream("text/event-stream", out -> {
            open.add(stream);
            try {
                stream.writeTo(out);
            } finally {
                open.remove(stream);
            }
        });
        return (compressed ? response.with("Content-Encoding", "gzip") : response).with("X-Accel-Buffering", "no");
    }
}
