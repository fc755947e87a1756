package dev.pctl.progress.web.handler;

import java.io.IOException;

/**
 * Answers the requests of the page, in whichever server the host has. Thread-safe.
 *
 * <p>The host calls {@link #handle} for every request below the place where it mounts the page, copies status and headers
 * of the response, and lets the body write itself. A body with length -1 keeps its thread until the viewer leaves.
 */
@FunctionalInterface
public interface WebHandler {

    /**
     * Answers a request.
     *
     * @throws IOException if the request's body cannot be read
     */
    WebResponse handle(WebRequest request) throws IOException;
}
