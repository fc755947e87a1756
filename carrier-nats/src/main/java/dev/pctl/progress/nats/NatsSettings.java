package dev.pctl.progress.nats;

import dev.pctl.progress.internal.check.Arguments;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the NATS servers are, how to log in, and the stream that keeps the events. Immutable.
 *
 * <p>Events of a worker are published on {@code pctl.progress.events.RUN.WORKER}. What is confirmed of it is on {@code
 * pctl.progress.confirmed.RUN.WORKER}, and what is missing on {@code pctl.progress.wanted.RUN.WORKER}. A character of a
 * name that a subject cannot have, or that has a meaning there, is encoded as in URLs.
 *
 * @since 0.1
 */
public final class NatsSettings {

    private final Builder settings;

    private NatsSettings(Builder settings) {
        this.settings = settings;
    }

    /** Returns settings for servers without a login, such as {@code nats://localhost:4222}. */
    public static NatsSettings of(String servers) {
        return builder(servers).build();
    }

    /**
     * Begins settings.
     *
     * @param servers the addresses of the servers, separated by commas
     */
    public static Builder builder(String servers) {
        return new Builder(Arguments.notBlank(servers, "servers"));
    }

    /** Returns the name of the stream. */
    String stream() {
        return settings.stream;
    }

    Duration timeout() {
        return settings.timeout;
    }

    /** Returns the stream as it is created if it is missing. */
    StreamConfiguration streamConfiguration() {
        return StreamConfiguration.builder()
                .name(settings.stream)
                .subjects(Subjects.EVENTS + ">", Subjects.CONFIRMED + ">")
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.Old)
                .maxAge(settings.maxAge)
                .maxBytes(settings.maxBytes)
                .replicas(settings.replicas)
                .allowDirect(true)
                .build();
    }

    /** Connects, and connects again whenever the connection is lost. */
    Connection connect(String name) throws IOException, InterruptedException {
        Options.Builder options = new Options.Builder(settings.properties)
                .server(settings.servers)
                .connectionName(name)
                .connectionTimeout(settings.timeout)
                .reconnectWait(Duration.ofMillis(250))
                .maxReconnects(-1);
        if (settings.user != null) {
            options.userInfo(settings.user.toCharArray(), settings.password.clone());
        }
        if (settings.token != null) {
            options.token(settings.token.clone());
        }
        if (settings.tls != null) {
            options.sslContext(settings.tls);
        }
        return Nats.connect(options.build());
    }

    /** Collects settings. */
    public static final class Builder {

        private final String servers;
        private String stream = "pctl-progress";
        private @Nullable String user;
        private char[] password = {};
        private char @Nullable [] token;
        private @Nullable SSLContext tls;
        private Properties properties = new Properties();
        private Duration maxAge = Duration.ofDays(7);
        private long maxBytes = -1;
        private int replicas = 1;
        private Duration timeout = Duration.ofSeconds(5);

        private Builder(String servers) {
            this.servers = servers;
        }

        /** Copies the settings, so that those that were built stay as they are. */
        private Builder(Builder other) {
            servers = other.servers;
            stream = other.stream;
            user = other.user;
            password = other.password;
            token = other.token;
            tls = other.tls;
            properties = other.properties;
            maxAge = other.maxAge;
            maxBytes = other.maxBytes;
            replicas = other.replicas;
            timeout = other.timeout;
        }

        /** Sets a user and a password. */
        public Builder login(String newUser, char[] newPassword) {
            user = Arguments.notBlank(newUser, "newUser");
            password = Objects.requireNonNull(newPassword, "newPassword").clone();
            return this;
        }

        /** Sets a token. */
        public Builder token(char[] newToken) {
            token = Objects.requireNonNull(newToken, "newToken").clone();
            return this;
        }

        /** Sets who is trusted, and the certificate of this side if the server asks for one. */
        public Builder tls(SSLContext context) {
            tls = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Sets properties of the client library, such as {@code io.nats.client.credentials.path}. Keys in files need Bouncy
         * Castle on the class path, which this library does not bring.
         */
        public Builder properties(Properties newProperties) {
            properties = (Properties)
                    Objects.requireNonNull(newProperties, "newProperties").clone();
            return this;
        }

        /** Sets the name of the stream. Default: {@code pctl-progress}. */
        public Builder stream(String name) {
            stream = Arguments.notBlank(name, "name");
            return this;
        }

        /** Sets how long a stream that is created keeps events. Default: seven days. */
        public Builder maxAge(Duration age) {
            maxAge = Arguments.positive(age, "age");
            return this;
        }

        /** Sets how many bytes a stream that is created keeps. Default: no limit of its own. */
        public Builder maxBytes(long bytes) {
            maxBytes = Math.max(1, bytes);
            return this;
        }

        /** Sets on how many servers of a cluster a stream that is created keeps its events. Default: one. */
        public Builder replicas(int number) {
            replicas = Arguments.positive(number, "number");
            return this;
        }

        /** Sets how long to wait for the connection, and then for an answer. Default: five seconds. */
        public Builder timeout(Duration longest) {
            timeout = Arguments.positive(longest, "longest");
            return this;
        }

        /** Returns the settings. */
        public NatsSettings build() {
            return new NatsSettings(new Builder(this));
        }
    }
}
