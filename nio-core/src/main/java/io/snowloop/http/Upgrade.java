// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.transport.Protocol;

/**
 * The protocol that takes over a connection after the answer 101 (RFC 9110 §7.8): {@link Response#switching}. Each has one
 * connection. With HTTP/2 it is a stream (RFC 8441), if the request was an extended CONNECT for a WebSocket.
 *
 * <p>The server calls {@link #connected} when the 101 is written, and then {@link #received} with what has come behind the request.
 */
public interface Upgrade extends Protocol {
    /** The server drains: the protocol ends its connection in its own way, soon. What is left at the end is reset. */
    void drain();
}
