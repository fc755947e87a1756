package dev.pctl.progress.examples.provision;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.web.WebPage;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The tool's own web server, in which the library's page is one part of several: {@code /health} for a monitor, and the
 * page of the run below {@code /progress/}. A servlet would pass its requests to the page's handler in the same way.
 */
final class StatusServer implements AutoCloseable {

    private static final String MOUNT = "/progress";

    private final WebPage page = WebPage.builder().build();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "provision-web");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts the server on the loopback interface; port 0 is any free one. */
    StatusServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/health", StatusServer::health);
        server.createContext(MOUNT + '/', this::progress);
        server.start();
    }

    /** Returns the page, which the run has to know as a renderer. */
    WebPage page() {
        return page;
    }

    /** Returns the address of the page. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + MOUNT + "/#token=" + page.token();
    }

    private static void health(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] up = "{\"status\":\"up\"}\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, up.length);
            exchange.getResponseBody().write(up);
        }
    }

    /** Lets the page answer a request below its path. */
    private void progress(HttpExchange exchange) throws IOException {
        try (exchange) {
            WebResponse response = page.handler()
                    .handle(new WebRequest(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath().substring(MOUNT.length()),
                            Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                            exchange.getRequestHeaders(),
                            exchange.getRequestBody()));
            response.headers().forEach(exchange.getResponseHeaders()::set);
            long length = response.length();
            // the JDK's server takes 0 for a stream and -1 for no body
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
