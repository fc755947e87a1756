package dev.pctl.progress.web.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the JDK's HTTP server ask a handler. */
public final class JdkServer implements AutoCloseable {

    /** Threads beside those of the viewers, for short requests. */
    private static final int SPARE_THREADS = 8;

    private static final int IDLE_SECONDS = 30;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final WebHandler handler;

    /**
     * Starts the server.
     *
     * @param server bound and not started
     * @param mostViewers how many streams may be open at once; connections that find no thread are closed
     */
    public JdkServer(HttpServer server, WebHandler handler, int mostViewers) {
        this.server = server;
        this.handler = handler;
        this.threads = new ThreadPoolExecutor(
                0, mostViewers + SPARE_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "pctl-progress-web-" + THREADS.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the port that is served. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebResponse response = handler.handle(new WebRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestURI().getRawQuery() == null
                            ? ""
                            : exchange.getRequestURI().getRawQuery(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody()));
            response.headers().forEach(exchange.getResponseHeaders()::set);
            long length = response.length();
            exchange.sendResponseHeaders(response.status(), length < 0 ? 0 : length == 0 ? -1 : length);
            if (length != 0) {
                try (OutputStream body = exchange.getResponseBody()) {
                    response.body().writeTo(body);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
