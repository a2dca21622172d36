// SPDX-License-Identifier: Apache-2.0
/**
 * What the two ends of an HTTP/1.1 connection share: the objects between the codec and the transport.
 *
 * <p>A connection has one of each; it does not inherit from them. Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.http.connection.Inflow}, the receiving half: events of the codec, bodies for handlers.
 *   <li>{@link io.snowloop.http.connection.IncomingBody}, a body that is being received, and its back-pressure.
 *   <li>{@link io.snowloop.http.connection.Outflow}, the sending half: bodies, and one write for all that was encoded.
 *       {@code FileTransfer} sends files.
 * </ol>
 */
@NullMarked
package io.snowloop.http.connection;

import org.jspecify.annotations.NullMarked;
