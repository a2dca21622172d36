// SPDX-License-Identifier: Apache-2.0
/**
 * The WebSocket protocol without I/O (RFC 6455, and permessage-deflate, RFC 7692): bytes in, events out, and back, for both
 * roles.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.websocket.OpeningHandshake}, which makes a WebSocket of an HTTP connection.
 *   <li>{@link io.snowloop.websocket.Event} and {@link io.snowloop.websocket.WebSocketCodec}, the whole as its user sees it.
 *   <li>{@code FrameHeader} and {@code FrameHeaderReader}, what is on the wire; {@code FrameWriter}, the way back.
 *   <li>{@code InboundFrames} and {@code MessageAssembly}, which make messages of frames; {@code Utf8Validator}.
 *   <li>{@code MessageDeflater} and {@code MessageInflater}, the compression.
 * </ol>
 */
@NullMarked
package io.snowloop.websocket;

import org.jspecify.annotations.NullMarked;
