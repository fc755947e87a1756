package dev.pctl.progress.web;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.internal.http.FleetRoutes;
import dev.pctl.progress.web.internal.http.JdkServer;
import dev.pctl.progress.web.internal.model.FleetPublisher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows many runs on a live page in the browser, those that need attention first, with a page for each run.
 *
 * <!-- given: Fleet fleet -->
 * <pre>{@code
 * FleetPage page = FleetPage.serve(fleet, WebPage.builder().announce(System.out::println));
 * }</pre>
 *
 * <p>The page is as safe as {@link WebPage}, whose builder has its settings. It answers no questions: those are for the host
 * of the run. Curves of a run begin when its page is first opened. Thread-safe.
 *
 * @since 0.1
 */
public final class FleetPage implements AutoCloseable {

    private final FleetPublisher publisher;
    private final FleetRoutes routes;
    private @Nullable JdkServer server;
    private @Nullable String address;

    private FleetPage(Fleet fleet, WebPage.Builder settings) {
        publisher = new FleetPublisher(fleet, settings.clock());
        routes = new FleetRoutes(
                settings.access(), fleet, publisher, settings.logFiles(), settings.viewers(), settings.clock());
    }

    /** Serves a page on the loopback interface and a free port. Its address is logged at level INFO. */
    public static FleetPage serve(Fleet fleet) {
        return serve(fleet, WebPage.builder());
    }

    /**
     * Serves a page.
     *
     * @throws java.io.UncheckedIOException if the port cannot be used
     */
    public static FleetPage serve(Fleet fleet, WebPage.Builder settings) {
        Objects.requireNonNull(fleet, "fleet");
        HttpServer bound = settings.open();
        String host = settings.name(bound);
        FleetPage page = new FleetPage(fleet, settings);
        page.server = new JdkServer(bound, page.routes, settings.mostViewers());
        page.address = settings.announce(bound, host);
        return page;
    }

    /** Returns a page that a server of the host's own serves through {@link #handler()}. */
    public static FleetPage of(Fleet fleet, WebPage.Builder settings) {
        return new FleetPage(Objects.requireNonNull(fleet, "fleet"), Objects.requireNonNull(settings, "settings"));
    }

    /** Returns what answers the page's requests, for a server of the host's own. */
    public WebHandler handler() {
        return routes;
    }

    /** Returns the page's address with its token, or null if a server of the host's own serves it. */
    public @Nullable String address() {
        return address;
    }

    @Override
    public void close() {
        publisher.close();
        if (server != null) {
            server.close();
        }
    }
}
