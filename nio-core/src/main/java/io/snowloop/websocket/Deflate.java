// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.options.Bounds;

/**
 * The compression that both ends have agreed on: permessage-deflate (RFC 7692 §7).
 *
 * @param serverKeepsContext whether the server's messages may refer to its earlier ones ({@code server_no_context_takeover}
 *     says that they do not)
 * @param clientKeepsContext the same for the client's
 * @param threshold the least bytes of a message that this end compresses; not sent to the peer
 */
public record Deflate(boolean serverKeepsContext, boolean clientKeepsContext, int threshold) {
    /** The least bytes that are worth it, in the two constants. */
    private static final int USUAL = 128;

    /** Each message is compressed alone: no memory is held between messages. */
    public static final Deflate WITHOUT_CONTEXT = new Deflate(false, false, USUAL);

    /** Messages may refer to earlier ones: smaller for small messages, and about 300 KB for each connection. */
    public static final Deflate WITH_CONTEXT = new Deflate(true, true, USUAL);

    /** Checks that the threshold is not negative. */
    public Deflate {
        Bounds.atLeast("threshold", 0, threshold);
    }
}
