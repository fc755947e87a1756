package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of the page, from the jar. Only files that are named here are served. */
public final class Assets {

    private static final String FOLDER = "/dev/pctl/progress/web/internal/client/";

    /** The libraries, in the order in which they must run. */
    public static final List<String> LIBRARIES =
            List.of("lib/preact.min.umd.js", "lib/hooks.umd.js", "lib/htm.umd.js", "lib/uPlot.iife.min.js");

    /** The page's own modules, each after those that it imports. */
    public static final List<String> MODULES = List.of(
            "dom.js",
            "format.js",
            "words.js",
            "store.js",
            "source.js",
            "notify.js",
            "layers.js",
            "parts.js",
            "header.js",
            "failures.js",
            "advice.js",
            "building.js",
            "timeline.js",
            "graph.js",
            "table.js",
            "curves.js",
            "facts.js",
            "log.js",
            "app.js");

    /** What only the page of many runs needs. */
    public static final List<String> FLEET = List.of("fleet.html", "fleet.js");

    public static final List<String> STYLES = List.of("lib/uPlot.min.css", "page.css");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8");

    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

    /** Returns a file of the page. */
    public static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the file that is asked for, or null if there is none.
     *
     * @param page the file of the path {@code /}
     */
    @Nullable
    WebResponse find(WebRequest request, String page) {
        String name = request.path().equals("/") ? page : request.path().substring(1);
        if (!name.equals("index.html")
                && !LIBRARIES.contains(name)
                && !MODULES.contains(name)
                && !FLEET.contains(name)
                && !STYLES.contains(name)) {
            return null;
        }
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
        String accepted = request.header("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            return Responses.of(200, type, compressed.computeIfAbsent(name, n -> compress(read(n))))
                    .with("Content-Encoding", "gzip")
                    .with("Vary", "Accept-Encoding");
        }
        return Responses.of(200, type, read(name));
    }

    /** Returns the bytes, compressed by gzip. */
    public static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
