// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.net.SocketAddress;

/**
 * Sees the steps of each connection that a {@link Connector} opens: to measure them, or to log them.
 *
 * <p>Their order is {@code LOOK_UP? ATTEMPT* CONNECTED?}. If it ends without {@code CONNECTED}, the connection has failed, or was cancelled.
 */
@FunctionalInterface
public interface ConnectObserver {
    /** Sees nothing. */
    ConnectObserver NONE = (step, address) -> {};

    /**
     * A step begins, and the one before is over. It is called on the loop's thread, in the middle of connecting: it must return at once,
     * and may not cancel or close anything. What it throws is reported, and changes nothing.
     *
     * @param step which one
     * @param address unresolved for {@code LOOK_UP}; else the one that is tried, or has won
     */
    void reached(Step step, SocketAddress address);

    /** What is done to open a connection. */
    enum Step {
        /** The name is being looked up. Not for an IP address, and not for a Unix-domain one. */
        LOOK_UP,

        /** An address is being tried; others may be, too (RFC 8305). */
        ATTEMPT,

        /** An address has won. The protocol is connected next. */
        CONNECTED
    }
}
