// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.connection.StreamOutflow;

/**
 * Whether the server takes a request while it is silent: then it has more time for the response. It is measured by what the socket has taken
 * of all that the connection has sent, because that is what tells of the server's reading.
 */
final class SendProgress {
    /** In how many parts a time is looked at. */
    static final int SLICES = 8;

    private final Http2Streams streams;
    private final Http2Outflow connection;
    private final StreamOutflow body;

    /** How much the connection had encoded after the last byte of this request. */
    private long end;

    /** How much the socket had taken at the beginning of the time that is looked at. */
    private long takenBefore;

    /** When that time began, in nanoseconds of the ticker. */
    private long since;

    /** Of a request whose head has been encoded. */
    SendProgress(Http2ClientConnection connection, StreamOutflow body) {
        this.streams = connection.streams;
        this.connection = connection.outflow;
        this.body = body;
        encoded();
    }

    /** More of the request has been encoded, or all of it. */
    void encoded() {
        end = connection.encoded();
        streams.requestsEnd = end;
    }

    /** The time that is looked at begins now. If nothing is queued, the socket is expected to take what this step has encoded. */
    void begin(long now) {
        since = now;
        takenBefore = connection.awaitsPeer() ? connection.taken() : connection.encoded();
    }

    /**
     * Whether there was progress in that time. A body is judged by its own bytes if only its own window is closed: the server does not read
     * it. One that waits behind others, or for the window of the connection, is judged by the bytes of all requests; not by those of a PING,
     * say. A body whose source has none is never late.
     */
    boolean isMade() {
        if (isTakenUpTo(end)) {
            return true;
        }
        return body.isSending() && (body.awaitsSource() || (!body.isWindowShut() && isTakenUpTo(streams.requestsEnd)));
    }

    /** Bytes have come at that time, which may be before this one began. */
    void heard(long time) {
        if (time - since > 0) {
            since = time;
        }
    }

    /**
     * When that time is to be looked at, of which {@code most} nanoseconds are allowed. Nothing tells when the socket takes bytes. So as long
     * as it may, that is an eighth later, and the time is as much too long at most.
     */
    long nextLook(long now, long most) {
        boolean mayBeMade = body.isSending() || Math.min(connection.taken(), takenBefore) < end;
        long over = since + most;
        long slice = now + Math.max(1, most / SLICES);
        return mayBeMade && slice - over < 0 ? slice : over;
    }

    /** Whether the socket has taken some of the bytes up to there; or not all that was expected, then it has begun to wait since. */
    private boolean isTakenUpTo(long position) {
        long taken = connection.taken();
        return taken != takenBefore && Math.min(taken, takenBefore) < position;
    }
}
