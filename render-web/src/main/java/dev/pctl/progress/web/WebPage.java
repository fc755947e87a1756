package dev.pctl.progress.web;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.internal.http.AccessCheck;
import dev.pctl.progress.web.internal.http.Answers;
import dev.pctl.progress.web.internal.http.JdkServer;
import dev.pctl.progress.web.internal.http.LogFiles;
import dev.pctl.progress.web.internal.http.Routes;
import dev.pctl.progress.web.internal.http.Viewers;
import dev.pctl.progress.web.internal.model.Publisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run on a live page in the browser.
 *
 * <pre>{@code
 * Progress.builder("gromacs image")
 *         .renderer(WebPage.serve(System.out::println))
 *         .start();
 * }</pre>
 *
 * <p>The page is served on the loopback interface, on a free port, to those who have its address with the token. A host
 * that has a server of its own mounts {@link #handler()} there instead. Viewers never hold up the run: a slow one gets
 * fewer and larger updates.
 *
 * <p>Thread-safe. Closed with the run.
 */
public final class WebPage implements Renderer {

    private static final Logger LOG = LoggerFactory.getLogger(WebPage.class);

    /** Random bytes in a token: it cannot be guessed. */
    private static final int TOKEN_BYTES = 24;

    /** How long closing waits for viewers to take the end of the run. */
    private static final long FAREWELL_MILLIS = 1_500;

    private final Publisher publisher;
    private final Answers answers;
    private final Routes routes;
    private final @Nullable String token;
    private @Nullable JdkServer server;
    private @Nullable String address;

    private WebPage(Builder builder) {
        Answers[] made = new Answers[1];
        publisher = new Publisher(builder.clock, id -> made[0].isOpen(id));
        answers = new Answers(publisher::changed);
        made[0] = answers;
        token = builder.token;
        routes = new Routes(builder.access(), publisher, answers, builder.logFiles(), builder.viewers());
    }

    /** Serves a page on the loopback interface and a free port. Its address is logged at level INFO. */
    public static WebPage serve() {
        return builder().serve();
    }

    /**
     * Serves a page on the loopback interface and a free port.
     *
     * @param announce gets one line with the page's address
     */
    public static WebPage serve(Consumer<String> announce) {
        return builder().announce(announce).serve();
    }

    /** Returns a builder for a page with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns what answers the page's requests, for a server of the host's own. */
    public WebHandler handler() {
        return routes;
    }

    /**
     * Returns a decider that asks the viewers. The first answer counts.
     *
     * @see dev.pctl.progress.Progress.Builder#decider
     */
    public Decider decider() {
        return answers;
    }

    /** Returns the page's address with its token, or null if a server of the host's own serves it. */
    public @Nullable String address() {
        return address;
    }

    /** Returns the token that requests need, or null if the host checks who asks. */
    public @Nullable String token() {
        return token;
    }

    @Override
    public void render(RunView view, Instant now) {
        publisher.publish(view, now);
    }

    @Override
    public void finish(RunView view, Instant now) {
        publisher.publish(view, now);
    }

    @Override
    public void close() {
        publisher.close();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        try {
            while (routes.viewers() > 0 && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (server != null) {
            server.close();
        }
    }

    private WebPage start(HttpServer bound, String host, Builder builder) {
        server = new JdkServer(bound, routes, builder.mostViewers);
        address = builder.announce(bound, host);
        return this;
    }

    /** Settings of a page. */
    public static final class Builder {

        /** Viewers at once: a large team, and few enough threads for any machine. */
        private static final int MOST_VIEWERS = 200;

        private InetAddress bind = InetAddress.getLoopbackAddress();
        private int port;
        private @Nullable String token = randomToken();
        private @Nullable HttpServer server;
        private final Set<String> hosts = new HashSet<>();
        private final List<Path> logs = new ArrayList<>();
        private Consumer<String> announce = LOG::info;
        private Clock clock = Clock.systemUTC();
        private int mostViewers = MOST_VIEWERS;

        private Builder() {}

        private static String randomToken() {
            byte[] bytes = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        /** Sets the network interface; the loopback interface unless given. */
        public Builder bind(InetAddress address) {
            bind = address;
            return this;
        }

        /** Sets the port; a free one unless given. */
        public Builder port(int newPort) {
            port = newPort;
            return this;
        }

        /** Sets the token that viewers need; a random one unless given. */
        public Builder token(String newToken) {
            token = newToken;
            return this;
        }

        /** Leaves it to the host to check who asks. For a page that the host mounts behind its own login. */
        public Builder withoutToken() {
            token = null;
            return this;
        }

        /**
         * Sets a server to serve on: bound, not started, such as an {@link HttpsServer} with the host's certificate. It is
         * stopped with the page.
         */
        public Builder server(HttpServer newServer) {
            server = newServer;
            return this;
        }

        /**
         * Adds a name by which browsers ask for the page, such as {@code build.example.org}. The names of the loopback
         * interface are always accepted, all others are refused.
         */
        public Builder host(String name) {
            hosts.add(name.toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Lets viewers read the logs of packages below that directory. Only regular files that the run named as logs are
         * read, and no links are followed. Unless given, viewers see the newest output only.
         */
        public Builder logsBelow(Path directory) {
            logs.add(directory);
            return this;
        }

        /** Sets who gets the line with the page's address; it is logged at level INFO unless given. */
        public Builder announce(Consumer<String> newAnnounce) {
            announce = newAnnounce;
            return this;
        }

        /** Sets how many viewers can follow the run at once; 200 unless given. */
        public Builder mostViewers(int number) {
            mostViewers = number;
            return this;
        }

        /** Sets where the time comes from; the system clock unless given. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Returns a page that a server of the host's own serves through {@link WebPage#handler()}. */
        public WebPage build() {
            return new WebPage(this);
        }

        /**
         * Serves the page.
         *
         * @throws UncheckedIOException if the port cannot be used
         */
        public WebPage serve() {
            HttpServer bound = open();
            return new WebPage(this).start(bound, name(bound), this);
        }

        /** Returns the server: the host's, or one on the interface and port. */
        HttpServer open() {
            return server == null ? bound() : server;
        }

        /** Returns the name in the page's address, which requests may then use. */
        String name(HttpServer bound) {
            InetAddress address = bound.getAddress().getAddress();
            if (address.isLoopbackAddress()) {
                return "127.0.0.1";
            }
            String host = hosts.stream().sorted().findFirst().orElseGet(address::getHostAddress);
            hosts.add(host);
            return host;
        }

        AccessCheck access() {
            return new AccessCheck(hosts, token);
        }

        LogFiles logFiles() {
            return new LogFiles(logs);
        }

        Viewers viewers() {
            return new Viewers(mostViewers);
        }

        int mostViewers() {
            return mostViewers;
        }

        Clock clock() {
            return clock;
        }

        /** Returns the address of the page at a server, with its token if there is one; announces it. */
        String announce(HttpServer bound, String host) {
            String scheme = bound instanceof HttpsServer ? "https" : "http";
            String page = scheme + "://" + host + ':' + bound.getAddress().getPort() + '/';
            String address = token == null ? page : page + "#token=" + token;
            announce.accept("Progress: " + address);
            return address;
        }

        private HttpServer bound() {
            try {
                return HttpServer.create(new InetSocketAddress(bind, port), 0);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot serve on " + bind.getHostAddress() + ':' + port, e);
            }
        }
    }
}
