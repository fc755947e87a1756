package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.handler.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes responses, all with the headers that keep a browser from doing anything but showing the page. */
final class Responses {

    /**
     * Scripts, styles, connections and images come from the page's own origin only; nothing else is loaded, and nobody
     * frames the page. The icon of the tab is drawn by the page as a data URL.
     */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Responses() {}

    static WebResponse of(int status, String type, byte[] body) {
        return new WebResponse(status, headers(type), body.length, out -> out.write(body));
    }

    static WebResponse json(String json) {
        return of(200, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a refusal with one sentence for people. */
    static WebResponse refused(int status, String why) {
        return of(status, "text/plain; charset=utf-8", (why + '\n').getBytes(StandardCharsets.UTF_8));
    }

    static WebResponse stream(String type, WebResponse.Body body) {
        return new WebResponse(200, headers(type), -1, body);
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", type);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
