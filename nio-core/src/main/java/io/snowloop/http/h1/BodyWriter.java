package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import java.util.List;

/**
 * The writer of bodies, one after the other: it puts the framing around data, and sees to it that what was promised is
 * kept. All that it can complain about is a mistake of our own side.
 */
final class BodyWriter {
    private static final byte[] LAST_CHUNK = "0\r\n".getBytes(ISO_8859_1);

    /** What decides about framing, routing or the connection must not come late (RFC 9110 §6.5.1). */
    private static final List<String> NO_TRAILERS =
            List.of("Content-Length", "Transfer-Encoding", "Host", "Connection", "Trailer", "Content-Type");

    private BodyFraming framing = Unmeasured.NONE;

    /** Of a measured body. */
    private long left;

    /** The length of the data that has begun and not ended, -1 outside of data. */
    private long open = -1;

    void start(BodyFraming framing) {
        this.framing = framing;
        this.left = framing instanceof ContentLength measured ? measured.length() : 0;
        this.open = -1;
    }

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
                throw new IllegalStateException("data of " + length + " bytes where " + left + " are left of the body");
            }
            left -= length;
        } else if (framing == Unmeasured.CHUNKED && length > 0) { // a chunk of 0 would be the last one
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
            throw new IllegalStateException("the body ends and " + left + " of its promised bytes are missing");
        }
        requireAllowed(trailers);
        if (framing == Unmeasured.CHUNKED) {
            out.append(LAST_CHUNK);
            HeadWriter.appendFields(trailers, out);
            out.append('\r', '\n');
        }
    }

    private void requireNotInData() {
        if (open >= 0) {
            throw new IllegalStateException("data that has begun must end with endData first");
        }
    }

    private void requireAllowed(Headers trailers) {
        if (trailers.isEmpty()) {
            return;
        }
        if (framing instanceof ContentLength) {
            throw new IllegalStateException("trailers need a chunked body; leave its length unknown");
        }
        for (String name : NO_TRAILERS) {
            if (trailers.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be a trailer");
            }
        }
    }
}
