// SPDX-License-Identifier: Apache-2.0
/**
 * Connections as byte streams, and datagrams, with callbacks.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.transport.Transport}, what a protocol may call, and {@link io.snowloop.transport.Protocol}, what
 *       calls it: the two halves of every connection (the names are asyncio's).
 *   <li>{@link io.snowloop.transport.SocketTransport}: a socket in a loop. It alone reads and writes sockets. Its
 *       {@code WriteQueue} and the {@link io.snowloop.transport.WaterMarks}.
 *   <li>{@link io.snowloop.transport.Acceptor}: incoming connections.
 *   <li>{@link io.snowloop.transport.Connector}: outgoing connections, with its {@link io.snowloop.transport.Resolver}.
 *   <li>{@link io.snowloop.transport.DatagramTransport} and {@link io.snowloop.transport.DatagramProtocol}: UDP.
 * </ol>
 */
@NullMarked
package io.snowloop.transport;

import org.jspecify.annotations.NullMarked;
