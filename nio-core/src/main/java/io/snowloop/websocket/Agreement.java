// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import org.jspecify.annotations.Nullable;

/**
 * What both ends have agreed on in the opening handshake.
 *
 * @param subprotocol one of those that the client has offered; null for none
 * @param deflate the compression of messages; null for none
 */
public record Agreement(
        @Nullable String subprotocol, @Nullable Deflate deflate) {}
