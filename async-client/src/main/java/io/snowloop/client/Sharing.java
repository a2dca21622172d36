// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import org.jspecify.annotations.Nullable;

/**
 * The one connection of HTTP/2 that all requests to an origin share, if its server speaks that.
 *
 * <pre>
 *   NONE       HTTP/1.1: as many connections as the settings allow
 *   POSSIBLE   no connection is open: the next one will tell
 *   AWAITED    that connection is being opened, and requests wait for it in the place of one of their own
 *   SHARED     it is one of HTTP/2, and takes requests: one is enough (RFC 9113 §9.1)
 * </pre>
 */
final class Sharing {
    /** So many connections in a row that end without a request taken: then requests are not sent again over another one. */
    private static final int MOST_FRUITLESS = 3;

    private enum State {
        NONE,
        POSSIBLE,
        AWAITED,
        SHARED
    }

    private State state;
    private @Nullable Http2ClientConnection connection;
    private int fruitless;

    /** It is possible, or not. */
    Sharing(boolean possible) {
        this.state = possible ? State.POSSIBLE : State.NONE;
    }

    /** The shared connection, if it has room for one more request; else null. */
    @Nullable
    Http2ClientConnection lease() {
        return connection != null && connection.hasRoom() ? connection : null;
    }

    /** Whether a connection may be opened for a request: not while all can have the same one, or may be able to in a moment. */
    boolean mayOpen() {
        return state == State.NONE || state == State.POSSIBLE;
    }

    boolean isAwaited() {
        return state == State.AWAITED;
    }

    /** A connection is being opened. */
    void connecting() {
        if (state == State.POSSIBLE) {
            state = State.AWAITED;
        }
    }

    /** It could not be opened. */
    void connectFailed() {
        if (state == State.AWAITED) {
            state = State.POSSIBLE;
        }
    }

    /** The server has chosen HTTP/1.1. */
    void exclude() {
        state = State.NONE;
    }

    /** A connection of HTTP/2 is open. Returns whether it is the shared one; if there is another, it is for one request. */
    boolean begin(Http2ClientConnection opened) {
        if (state == State.SHARED) {
            return false;
        }
        state = State.SHARED;
        connection = opened;
        return true;
    }

    /** A connection takes no more requests. */
    @SuppressWarnings("ReferenceEquality")
    void end(Http2ClientConnection retired) {
        if (connection == retired) {
            connection = null;
            state = State.POSSIBLE;
            fruitless++;
        }
    }

    /** No request comes any more. */
    void close() {
        if (connection != null) {
            connection.shutDown();
        }
    }

    /** Whether a connection is the shared one. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(PooledConnection other) {
        return connection == other;
    }

    /** The server has taken a request. */
    void worked() {
        fruitless = 0;
    }

    /** Whether requests that a server has not processed may be sent again: not to one that never processes any. */
    boolean mayRepeat() {
        return fruitless <= MOST_FRUITLESS;
    }
}
