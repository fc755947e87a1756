package dev.pctl.progress.nats;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The subjects on which workers and watchers publish. */
final class Subjects {

    /** Events, by run and worker. */
    static final String EVENTS = "pctl.progress.events.";

    /** What a watcher has of a run that has ended, by run and worker. */
    static final String CONFIRMED = "pctl.progress.confirmed.";

    /** From where on a watcher misses events, by run and worker. */
    static final String WANTED = "pctl.progress.wanted.";

    private Subjects() {}

    /** Returns the last two tokens of a subject. */
    static String address(String run, String worker) {
        return encode(run) + '.' + encode(worker);
    }

    /** Returns the token of a name; only letters, digits, hyphens and underscores stand for themselves. */
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2E")
                .replace("*", "%2A");
    }

    /**
     * Returns the run and the worker of a subject below a prefix.
     *
     * @throws IllegalArgumentException if it is no such subject
     */
    static String[] names(String prefix, String subject) {
        String[] tokens =
                subject.startsWith(prefix) ? subject.substring(prefix.length()).split("\\.", -1) : new String[0];
        if (tokens.length != 2) {
            throw new IllegalArgumentException("not a subject of a worker: " + subject);
        }
        return new String[] {
            URLDecoder.decode(tokens[0], StandardCharsets.UTF_8), URLDecoder.decode(tokens[1], StandardCharsets.UTF_8)
        };
    }
}
