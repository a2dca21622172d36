// SPDX-License-Identifier: Apache-2.0
/**
 * A WebSocket over a transport: the same for both ends.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.websocket.connection.WebSocket}, what an app may call, and what calls it.
 *   <li>{@link io.snowloop.websocket.connection.WebSocketOptions}, its settings.
 *   <li>{@link io.snowloop.websocket.connection.WebSocketProtocol}, from the 101 to the close.
 *   <li>{@code Outbox}, which sends with back-pressure; {@code WebSocketTimeouts}, what it waits for.
 * </ol>
 */
@NullMarked
package io.snowloop.websocket.connection;

import org.jspecify.annotations.NullMarked;
