// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

/**
 * The compression that both ends have agreed on: permessage-deflate (RFC 7692 §7).
 *
 * @param serverKeepsContext whether the server's messages may refer to its earlier ones ({@code server_no_context_takeover}
 *     says that they do not)
 * @param clientKeepsContext the same for the client's
 * @param threshold the least bytes of a message that this end compresses; not sent to the peer
 */
public record Deflate(boolean serverKeepsContext, boolean clientKeepsContext, int threshold) {}
