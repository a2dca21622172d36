// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

/** A connection of the pool. One of HTTP/1.1 has room for one request, one of HTTP/2 for as many as the server allows. */
interface PooledConnection {
    /** The pool that it belongs to. */
    OriginPool origin();

    /**
     * Sends a request over this connection, which has room for it.
     * @return false if the request is invalid: then it has failed, nothing was sent, and the connection is as it was
     */
    boolean start(Exchange next);

    /** Whether it can take a request now. */
    boolean hasRoom();

    /** Whether it is open and has no request. */
    boolean isIdle();

    /** How many responses are complete. */
    int served();

    /** The time of an idle connection begins. */
    void awaitRequest();

    /** Takes no more requests, and closes when it has none. */
    void close();
}
