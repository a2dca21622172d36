// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DatagramTransport} calls: the side of a UDP socket that understands the datagrams.
 *
 * <p>The order of calls is a grammar:
 *
 * <pre>
 *   opened (received | failed | writable)* closed
 * </pre>
 *
 * <p>All calls come from the loop's thread, and never from inside a call of the protocol to its transport. What a method
 * throws is reported. It ends nothing, except that of {@link #opened}: one socket serves many peers, and a datagram of one of
 * them must not take it from the others. With a stream it is different: see {@link Protocol}.
 */
public interface DatagramProtocol {
    /**
     * Tells that the socket is open, before the method that opens it returns. If this throws, the socket is closed.
     * @param transport what the protocol sends by
     */
    default void opened(DatagramTransport transport) {}

    /**
     * A datagram has come. Each call has one whole datagram, as its peer has sent it (RFC 768). Datagrams get lost, come twice
     * and come in another order; and anyone may send one with any address as its source.
     *
     * @param bytes lent until this returns: the buffer is the loop's own; may be empty
     * @param from where it came from
     */
    void received(ByteBuffer bytes, InetSocketAddress from);

    /**
     * A datagram was not sent, or the network has told of an earlier one; the socket stays open.
     * @param cause such as {@link java.net.PortUnreachableException}, if the socket is connected and no socket has the peer's
     *     port (ICMP, RFC 1122 §4.1.3.3), or "Message too long" for more bytes than a datagram has
     */
    default void failed(IOException cause) {}

    /** There is room again: the queue is empty, after {@link DatagramTransport#send send} has dropped a datagram for want of it. */
    default void writable() {}

    /**
     * The socket is closed: the last call. It comes exactly once.
     * @param cause what went wrong; null if this side has closed it, or its loop
     */
    default void closed(@Nullable Throwable cause) {}
}
