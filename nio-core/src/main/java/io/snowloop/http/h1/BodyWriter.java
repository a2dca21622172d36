// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.syntax.Grammar;

/**
 * The writer of bodies, one after the other. It adds the framing to the data, and checks that the data has the length
 * that the head has announced: a peer would take missing bytes from the next message, and read surplus ones as the next
 * message. Its exceptions are about mistakes of the caller.
 */
final class BodyWriter {
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(ISO_8859_1);

    private BodyFraming framing = Unmeasured.NONE;

    /** How many bytes of a {@link ContentLength} body are still to be sent. */
    private long left;

    /** The length of the data between {@link #beginData} and {@link #endData}; -1 outside. */
    private long open = -1;

    /** Starts the body of a message. {@code framing} is NONE also where a head announces a body that is not sent. */
    void start(BodyFraming framing) {
        this.framing = framing;
        this.left = framing instanceof ContentLength measured ? measured.length() : 0;
        this.open = -1;
    }

    /** Whether a byte of data may follow. */
    boolean allowsData() {
        return left > 0 || framing == Unmeasured.CHUNKED || framing == Unmeasured.UNTIL_CLOSE;
    }

    void beginData(long length, ByteQueue out) {
        requireNotInData();
        if (length < 0) {
            throw new IllegalArgumentException("data of " + length + " bytes");
        }
        if (framing instanceof ContentLength || framing == Unmeasured.NONE) {
            if (length > left) {
                throw new IllegalStateException(
                        "data of " + length + " bytes, but only " + left + " are left of the announced length");
            }
            left -= length;
        } else if (framing == Unmeasured.CHUNKED && length > 0) { // a chunk of size 0 ends the body
            out.appendHex(length);
            out.append('\r', '\n');
        }
        open = length;
    }

    void endData(ByteQueue out) {
        if (open < 0) {
            throw new IllegalStateException("endData without beginData");
        }
        if (framing == Unmeasured.CHUNKED && open > 0) {
            out.append('\r', '\n');
        }
        open = -1;
    }

    void end(Headers trailers, ByteQueue out) {
        requireNotInData();
        if (left > 0) {
            boolean nothing = framing instanceof ContentLength measured && measured.length() == left;
            throw new IllegalStateException("the body ends " + left + " bytes before its announced length"
                    + (nothing ? ": nothing has come of it. A stream can be read only once: was it sent before?" : ""));
        }
        requireAllowed(trailers);
        // All others have no place for trailers, so they are dropped (RFC 9112 §7.1.2).
        if (framing == Unmeasured.CHUNKED) {
            out.append(LAST_CHUNK);
            HeadWriter.appendFields(trailers, out);
            out.append('\r', '\n');
        }
    }

    private void requireNotInData() {
        if (open >= 0) {
            throw new IllegalStateException("beginData without endData");
        }
    }

    private static void requireAllowed(Headers trailers) {
        for (String name : Grammar.NO_TRAILERS) {
            if (trailers.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be a trailer");
            }
        }
    }
}
