package dev.pctl.progress.web.handler;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as the server of a host received it.
 *
 * @param method the method, such as {@code GET}
 * @param path the decoded path below the place where the host mounted the page, with its leading slash
 * @param query the query without its question mark, still encoded; empty if there is none
 * @param headers the headers; names are compared without regard to case
 * @param body the body, which is read once at most
 */
public record WebRequest(
        String method, String path, String query, Map<String, List<String>> headers, InputStream body) {

    public WebRequest {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
        method = method.toUpperCase(Locale.ROOT);
    }

    /** Returns the first value of a header, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
