package dev.pctl.progress.remote;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.remote.internal.HttpForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what an {@link HttpCarrier} posts. A host mounts it in the server of the JDK, which may be that of the page, and
 * which does TLS if it is an {@link com.sun.net.httpserver.HttpsServer}:
 *
 * <!-- given: com.sun.net.httpserver.HttpServer server, Fleet fleet, String token -->
 * <pre>{@code
 * server.createContext("/events", InboxHandler.of(Inbox.of(fleet), Map.of(token, "node1")));
 * }</pre>
 *
 * <p>Each request needs a token that the host gave to a sender. Thread-safe.
 *
 * @since 0.1
 */
public final class InboxHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(InboxHandler.class);

    private static final String BEARER = "Bearer ";
    private static final int MOST_BYTES = 8 << 20;

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final EventInbox inbox;
    private final Map<String, String> senders;

    private InboxHandler(EventInbox inbox, Map<String, String> senders) {
        this.inbox = inbox;
        this.senders = senders;
    }

    /**
     * Returns a handler.
     *
     * @param senders the name of each sender, by its token
     * @throws IllegalArgumentException if a token is blank
     */
    public static InboxHandler of(EventInbox inbox, Map<String, String> senders) {
        Objects.requireNonNull(inbox, "inbox");
        Map<String, String> copy = new LinkedHashMap<>(senders);
        copy.keySet().forEach(token -> Arguments.notBlank(token, "token"));
        return new InboxHandler(inbox, copy);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sender = sender(exchange.getRequestHeaders());
            if (!"POST".equals(exchange.getRequestMethod())) {
                answer(exchange, METHOD_NOT_ALLOWED, "events are posted");
            } else if (sender == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                answer(exchange, UNAUTHORIZED, "the token is missing or wrong");
            } else {
                receive(exchange, sender);
            }
        } catch (RuntimeException e) {
            LOG.warn("A request with events failed.", e);
        }
    }

    private void receive(HttpExchange exchange, String sender) throws IOException {
        try {
            EventBatch batch = batch(exchange);
            if (batch == null) {
                answer(exchange, TOO_LARGE, "a batch may have " + MOST_BYTES + " bytes");
            } else {
                answer(exchange, 200, HttpForm.reply(inbox.receive(sender, batch)));
            }
        } catch (RejectedBatchException e) {
            answer(exchange, FORBIDDEN, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            answer(exchange, BAD_REQUEST, "the request does not describe a batch");
        } catch (IOException e) {
            answer(exchange, UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Returns null if the batch is too large. */
    private static @Nullable EventBatch batch(HttpExchange exchange) throws IOException {
        Map<String, String> parameters =
                HttpForm.parameters(exchange.getRequestURI().getRawQuery());
        boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] stream = HttpForm.read(exchange.getRequestBody(), compressed, MOST_BYTES);
        if (stream == null) {
            return null;
        }
        return EventBatch.of(
                parameters.getOrDefault("run", ""),
                parameters.getOrDefault("worker", ""),
                Long.parseLong(parameters.getOrDefault("first", "")),
                Long.parseLong(parameters.getOrDefault("last", "")),
                stream);
    }

    /** Returns the name of the sender, or null. It takes as long for each token that is wrong. */
    private @Nullable String sender(Headers headers) {
        String header = headers.getFirst("Authorization");
        if (header == null || !header.startsWith(BEARER)) {
            return null;
        }
        byte[] given = header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
        String sender = null;
        for (Map.Entry<String, String> entry : senders.entrySet()) {
            if (MessageDigest.isEqual(entry.getKey().getBytes(StandardCharsets.UTF_8), given)) {
                sender = entry.getValue();
            }
        }
        return sender;
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
