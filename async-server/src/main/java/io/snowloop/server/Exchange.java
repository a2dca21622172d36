// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Response;
import io.snowloop.server.ConnectionTimeouts.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as a {@link HandlerCall} sees them: a {@link ServerExchange} of HTTP/1.1, or an
 * {@link Http2Stream}.
 */
interface Exchange {
    /** Does it as a step of the connection: what it encodes is written at the end. */
    void run(Runnable action);

    /** Sends the response, or the status that says what the error means. */
    void respond(@Nullable Response response, @Nullable Throwable error);

    /** Ends the connection, or the stream, with the response, also if a collector waits for the rest of the request. */
    void end();

    /** Another wait begins. */
    void enter(Phase phase);

    /** Whether the server drains. */
    boolean isDraining();
}
