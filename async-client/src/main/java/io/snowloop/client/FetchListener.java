// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Attribute;
import io.snowloop.http.Request;

/**
 * Sees what each request of a fetcher costs: of all of them ({@link FetcherOptions#listener}), or of those that have it as their
 * {@link #OF_REQUEST}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CostsPageTest.java#listener -->
 * <pre>{@code
 * FetcherOptions options = FetcherOptions.builder()
 *         .listener(timings -> log.add(timings.toString()))
 *         .build();
 * }</pre>
 *
 * <p>It sees requests as they are sent, behind all filters: each redirect, each retry, and each answer to a challenge is one of its own.
 * What a filter answers by itself, a cache for example, is none.
 *
 * <p>All calls come from the queue of the fetcher's loop, on its thread, and must not block. What they throw is reported, and changes
 * nothing for the request.
 */
@FunctionalInterface
public interface FetchListener {
    /** The listener of one request, after that of {@link FetcherOptions}: {@code request.withAttribute(OF_REQUEST, listener)}. */
    Attribute<FetchListener> OF_REQUEST = Attribute.of("listener");

    /** Sees nothing, at no cost. */
    FetchListener NONE = timings -> {};

    /**
     * A request is over: its response is complete, it has failed, or it was cancelled. It is called once for each request, and before the
     * callbacks of {@link Fetcher#fetch(Request)}; a reader of a streamed body may see the end of it first.
     *
     * @param timings what it has cost
     */
    void finished(FetchTimings timings);

    /**
     * A request begins. It is called once for each that was not cancelled before, in front of {@link #entered} with {@link FetchPhase#QUEUE},
     * which may follow again: a server of HTTP/2 can leave a request untouched, and then it waits for another connection.
     *
     * @param request the one that is sent
     */
    default void began(Request request) {
        requireNonNull(request, "request");
    }

    /**
     * A phase begins, and the one before is over.
     *
     * @param request the one that is sent
     * @param phase never the same twice in a row. If a connection was closed by the server while it was idle, and the request is sent
     *     again over another one, an earlier phase follows
     */
    default void entered(Request request, FetchPhase phase) {
        requireNonNull(request, "request");
        requireNonNull(phase, "phase");
    }

    /**
     * {@return a listener that tells this one, and then the other one}
     * @param next is told also if this one throws
     */
    default FetchListener andThen(FetchListener next) {
        return new ListenerPair(this, requireNonNull(next, "next"));
    }
}
