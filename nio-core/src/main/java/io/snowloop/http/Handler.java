// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;

/**
 * A function from a request to the future of a response. A server is one, and a client is one.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#handler -->
 * <pre>{@code
 * Handler hello = request -> Future.completed(Response.text("Hello, " + request.query("name")));
 *
 * Response response = hello.handle(Request.get("/?name=Holle")).resultNow(); // no socket is needed
 * assertThat(response.text()).isEqualTo("Hello, Holle");
 * }</pre>
 *
 * <p>A Snow app is a {@code Handler}, and a Fetcher is one too. So a reverse proxy is a handler that calls another handler,
 * a {@link Filter} works on both sides, and a test of an app calls it, without a socket.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request. It is called on a loop's thread, so it must not block.
     * @param request its body may still be arriving
     * @return completes with a response as soon as its head is there; the body may come later
     */
    Future<Response> handle(Request request);
}
