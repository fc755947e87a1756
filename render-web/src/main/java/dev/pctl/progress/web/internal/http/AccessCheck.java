package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask. The name in {@code Host} must be one of the page's own, which stops DNS rebinding. A request that
 * names its origin must come from the page itself, which stops other sites. And what the page says of the run needs the
 * token, which only those have who were given the address.
 */
public final class AccessCheck {

    /** The header with the token. A header, not a cookie: a browser adds cookies for other ports of the same host too. */
    public static final String TOKEN = "X-Progress-Token";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<String> hosts;
    private final byte @Nullable [] token;

    /**
     * A check.
     *
     * @param hosts the names by which the page can be asked for, beside those of the loopback interface
     * @param token the token, or null if the host lets in only whom it knows
     */
    public AccessCheck(Set<String> hosts, @Nullable String token) {
        this.hosts = Set.copyOf(hosts);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns why a request is refused whatever it asks for, or null. */
    @Nullable
    WebResponse refuse(WebRequest request) {
        String host = request.header("Host");
        if (host == null || !isOwn(host)) {
            return Responses.refused(421, "This page is not served under that host name.");
        }
        String site = request.header("Sec-Fetch-Site");
        boolean foreign = "cross-site".equals(site) || "same-site".equals(site);
        boolean opened = "navigate".equals(request.header("Sec-Fetch-Mode"))
                && request.method().equals("GET")
                && request.path().equals("/");
        if ((foreign && !opened) || !isSameOrigin(request.header("Origin"), host)) {
            return Responses.refused(403, "Requests of other sites are refused.");
        }
        return null;
    }

    private boolean isOwn(String host) {
        String name = name(host);
        return LOOPBACK.contains(name) || hosts.contains(name) || hosts.contains(host.toLowerCase(Locale.ROOT));
    }

    static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(name(host));
    }

    private static String name(String host) {
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isSameOrigin(@Nullable String origin, String host) {
        if (origin == null) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns whether the request carries the token. Takes the same time for any wrong one. */
    boolean hasToken(WebRequest request) {
        if (token == null) {
            return true;
        }
        String given = request.header(TOKEN);
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
