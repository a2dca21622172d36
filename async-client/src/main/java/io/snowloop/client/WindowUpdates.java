// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.h1.RemoteProtocolException;

/**
 * Gives windows back to the server (RFC 9113 §6.9), and bounds the WINDOW_UPDATE frames that wait for a server that sends and reads nothing
 * (§10.5): the transport has no limit of its own, and the codec does not know what the socket has taken. Progress of the socket begins the
 * count anew.
 */
final class WindowUpdates {
    private final Http2Outflow outflow;
    private final int most;

    /** How many were encoded since the socket has taken bytes. */
    private int waiting;

    /** How many bytes the socket had taken then. */
    private long taken;

    /** None yet. At most so many may wait. */
    WindowUpdates(Http2Outflow outflow, int most) {
        this.outflow = outflow;
        this.most = most;
    }

    /** See {@link Http2ClientConnection#consumed}. In a step. */
    void consumed(int stream, int bytes) throws RemoteProtocolException {
        long before = outflow.encoded();
        outflow.codec().consumed(stream, bytes, outflow.queue());
        if (outflow.encoded() == before) {
            return;
        }
        if (!outflow.awaitsPeer() || outflow.taken() != taken) {
            taken = outflow.taken();
            waiting = 0;
        }
        if (++waiting > most) {
            throw new RemoteProtocolException(
                    Status.BAD_GATEWAY,
                    "the server does not read: more than " + most + " WINDOW_UPDATE frames wait for it (limit queued)");
        }
    }
}
