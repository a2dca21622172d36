// SPDX-License-Identifier: Apache-2.0
/**
 * What the two ends of an HTTP connection share: the objects between the codec and the transport.
 *
 * <p>A connection has one of each; it does not inherit from them. Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.http.connection.Inflow}, the receiving half: events of the codec, bodies for handlers.
 *   <li>{@link io.snowloop.http.connection.IncomingBody}, a body that is being received, and its back-pressure.
 *   <li>{@link io.snowloop.http.connection.Outflow}, the sending half: bodies, and one write for all that was encoded.
 *       {@code FileTransfer} sends files.
 *   <li>{@link io.snowloop.http.connection.Http2Outflow} and {@link io.snowloop.http.connection.StreamOutflow}, the same for a
 *       connection of HTTP/2 and for each of its streams. {@link io.snowloop.http.connection.UnreadBytes} counts what a stream has
 *       received, so that the windows are opened for each byte once.
 *   <li>{@link io.snowloop.http.connection.StreamTransport}, a stream in the place of a socket, for WebSocket.
 * </ol>
 */
@NullMarked
package io.snowloop.http.connection;

import org.jspecify.annotations.NullMarked;
