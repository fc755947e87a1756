package dev.pctl.progress.web.handler;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param length the length of the body in bytes, or -1 for a body that lasts as long as the viewer listens
 * @param body writes the body
 */
public record WebResponse(int status, Map<String, String> headers, long length, Body body) {

    /** Writes a body. A stream of events returns only when the viewer has left or the run is over. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes the body, and flushes where the viewer must see what was written.
         *
         * @throws IOException if the viewer has left
         */
        void writeTo(OutputStream out) throws IOException;
    }

    public WebResponse {
        headers = Map.copyOf(headers);
    }

    /** Returns the same response with one more header. */
    public WebResponse with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebResponse(status, more, length, body);
    }
}
