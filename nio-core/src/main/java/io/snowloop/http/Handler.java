package io.snowloop.http;

import io.snowloop.future.Future;

/**
 * A request in, the future of a response out: what a server is, and what a client is.
 *
 * <p>A Snow app is a {@code Handler}, and so is a Fetcher. So a reverse proxy is a handler that calls another one, a
 * {@link Filter} works on either side, and an app is tested by calling it, with no socket at all.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request. Called on a loop's thread, so it must not block.
     *
     * @return the response, whose head is there when the future completes; its body may still be under way
     */
    Future<Response> handle(Request request);
}
