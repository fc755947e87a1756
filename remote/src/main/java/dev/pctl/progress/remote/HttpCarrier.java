package dev.pctl.progress.remote;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.Receipt;
import dev.pctl.progress.carrier.RejectedBatchException;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.remote.internal.HttpForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts batches to an {@link InboxHandler}: compressed, with a token, over TLS if the address begins with {@code https}.
 * Used by one thread at a time.
 *
 * <p>It uses {@link HttpURLConnection}, because the newer client of the JDK has threads that cannot be ended in Java 17.
 *
 * @since 0.1
 */
public final class HttpCarrier implements EventCarrier {

    /** Statuses after which the same request would be refused again. */
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 405, 413, 415, 422);

    private static final int LONGEST_REASON = 300;

    private final URI address;
    private final @Nullable String token;
    private final @Nullable SSLContext tls;
    private final int timeoutMillis;

    private HttpCarrier(Builder builder) {
        address = builder.address;
        token = builder.token;
        tls = builder.tls;
        timeoutMillis = (int) Math.min(Integer.MAX_VALUE, builder.timeout.toMillis());
    }

    /**
     * Begins a carrier.
     *
     * @param address where the watcher's handler is, such as {@code https://watcher:8443/events}
     * @throws IllegalArgumentException if it is neither an {@code http} nor an {@code https} address
     */
    public static Builder builder(URI address) {
        return new Builder(address);
    }

    @Override
    public Receipt send(EventBatch batch) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("run", batch.run());
        parameters.put("worker", batch.worker());
        parameters.put("first", Long.toString(batch.first()));
        parameters.put("last", Long.toString(batch.last()));
        byte[] body = HttpForm.compress(batch.stream());
        HttpURLConnection connection = open(new URL(address + "?" + HttpForm.query(parameters)));
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            try (InputStream in = connection.getInputStream()) {
                return HttpForm.receipt(in);
            }
        }
        throw failure(status, reason(connection));
    }

    private HttpURLConnection open(URL url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (tls != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(tls.getSocketFactory());
        }
        connection.setRequestMethod("POST");
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", HttpForm.STREAM_TYPE);
        connection.setRequestProperty("Content-Encoding", "gzip");
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        return connection;
    }

    private static String reason(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getErrorStream()) {
            String text = in == null ? "" : new String(in.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
            return text.replaceAll("\\p{Cntrl}+", " ").strip();
        }
    }

    private IOException failure(int status, String reason) {
        String message = "the watcher at " + address.getAuthority() + " answers with status " + status
                + (reason.isEmpty() ? "" : ": " + reason);
        return REFUSED.contains(status) ? new RejectedBatchException(message) : new IOException(message);
    }

    /** Does nothing: a connection that is kept alive closes by itself. */
    @Override
    public void close() {}

    /** Collects the settings of a carrier. */
    public static final class Builder {

        private final URI address;
        private @Nullable String token;
        private @Nullable SSLContext tls;
        private Duration timeout = Duration.ofSeconds(10);

        private Builder(URI address) {
            String scheme = Objects.requireNonNull(address, "address").getScheme();
            if (!"http".equals(scheme) && !"https".equals(scheme)) {
                throw new IllegalArgumentException("address must begin with http:// or https://: " + address);
            }
            this.address = address;
        }

        /** Sets the token by which the watcher knows the sender. Default: none. */
        public Builder token(String newToken) {
            token = Arguments.notBlank(newToken, "newToken");
            return this;
        }

        /** Sets who is trusted, and the certificate of this side if the watcher asks for one. Default: the JVM's. */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /** Sets how long to wait for a connection, and then for an answer. Default: ten seconds. */
        public Builder timeout(Duration longest) {
            timeout = Arguments.positive(longest, "longest");
            return this;
        }

        /** Returns the carrier. */
        public HttpCarrier build() {
            return new HttpCarrier(this);
        }
    }
}
