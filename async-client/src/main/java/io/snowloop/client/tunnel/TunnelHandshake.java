// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import io.snowloop.buffer.ByteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a client and a proxy say to each other, until the connection is one to the origin. */
public interface TunnelHandshake {
    /**
     * Says the first words.
     * @param out what the bytes for the proxy are appended to
     */
    void start(ByteQueue out);

    /**
     * Takes bytes of the proxy.
     * @param bytes all of them are read
     * @param out what the bytes for the proxy are appended to
     * @throws IOException if the proxy refuses, breaks its protocol, or sends more than its answer: in all protocols of ours the client
     *     speaks first, so these bytes could only be the proxy's own
     */
    void receive(ByteBuffer bytes, ByteQueue out) throws IOException;

    /** {@return whether the connection is one to the origin} */
    boolean isOpen();
}
