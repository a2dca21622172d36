// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What is told of the way of one exchange, in the middle of each step. That of {@link Exchanges} only counts it, and serves all; a
 * {@link Timeline} is for one.
 */
interface ExchangeObserver {
    /** It begins, on the loop. */
    default void begun() {}

    /** A connection is going to be opened by this connector: the result is to be used in its place. */
    default Connector connectingBy(Connector connector) {
        return connector;
    }

    /** The proxy has opened a tunnel. */
    default void tunneled() {}

    /** The server has not processed it, and it waits for a connection again. */
    default void waiting() {}

    /** A connection has it, and sends the request, on this stream if it is one of HTTP/2; else 0. */
    default void sendingOver(Transport transport, int stream) {}

    /** The request is sent, and the head of the response has not come. */
    default void sent() {}

    /** Bytes of the response have come. */
    default void answered() {}

    /** The head of the response has come, the final one. */
    default void responded(Status status) {}

    /**
     * It is over.
     *
     * @param error null if the response is complete
     */
    void over(Exchange exchange, @Nullable Throwable error);
}
