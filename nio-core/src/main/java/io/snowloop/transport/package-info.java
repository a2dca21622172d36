/**
 * Byte streams that call you.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.transport.Transport}, what I may call, and {@link io.snowloop.transport.Protocol}, what calls
 *       me: the two halves of every connection (the names are asyncio's).
 *   <li>{@link io.snowloop.transport.SocketTransport}, a socket in the loop: the only class that reads and writes one;
 *       its {@link io.snowloop.transport.WriteQueue} and {@link io.snowloop.transport.WaterMarks}.
 *   <li>{@link io.snowloop.transport.Acceptor}, connections that come.
 *   <li>{@link io.snowloop.transport.Connector}, connections that go, with its {@link io.snowloop.transport.Resolver}.
 * </ol>
 */
@NullMarked
package io.snowloop.transport;

import org.jspecify.annotations.NullMarked;
