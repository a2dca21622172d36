// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.hpack.HpackEncoder;
import org.jspecify.annotations.Nullable;

/**
 * The writer of header sections. It encodes them one after the other, and each has to be sent: the peer's decoder follows. So
 * all checks come before.
 *
 * <p>The fields that HTTP/2 has no place for are left out, not refused: a handler need not know which version its client
 * speaks (RFC 9113 §8.2.2).
 */
final class HeadWriter {
    /** An idle connection holds no larger array. */
    private static final int LARGEST_RETAINED = 4096;

    private static final String[] STATUS_CODES = new String[600];

    static {
        for (int code = 100; code < STATUS_CODES.length; code++) {
            STATUS_CODES[code] = String.valueOf(code);
        }
    }

    private final HpackEncoder encoder;
    private final PeerSettings peer;

    /** The section that is being encoded; empty between calls. */
    private final ByteQueue block = new ByteQueue();

    HeadWriter(Http2Limits limits, PeerSettings peer) {
        this.encoder = new HpackEncoder(limits.headerTableSize());
        this.peer = peer;
    }

    /** The peer has another table from now on. */
    void setMaxTableSize(long bytes) {
        encoder.setMaxTableSize(bytes);
    }

    /** Appends a request. A length that is not negative is added. */
    void request(int stream, RequestHead head, long length, boolean end, ByteQueue out) {
        encoder.encode(":method", head.method().name(), block);
        if (!head.scheme().isEmpty()) {
            encoder.encode(":scheme", head.scheme(), block);
        }
        String authority = head.authority() == null ? head.headers().get("Host") : head.authority();
        if (authority != null) { // §8.3.1: instead of Host
            encoder.encode(":authority", authority, block);
        }
        if (!head.path().isEmpty()) {
            encoder.encode(":path", head.path(), block);
        }
        if (head.protocol() != null) {
            encoder.encode(":protocol", head.protocol(), block);
        }
        encode(head.headers(), "Host");
        length(length);
        flush(stream, end, out);
    }

    /** Appends a response. A length that is not negative is added; {@code except} is a field that is left out. */
    void response(
            int stream,
            Status status,
            Headers headers,
            Headers more,
            long length,
            @Nullable String except,
            boolean end,
            ByteQueue out) {
        encoder.encode(":status", text(status.code()), block);
        encode(headers, except);
        encode(more, except);
        length(length);
        flush(stream, end, out);
    }

    private static String text(int code) {
        return code < STATUS_CODES.length ? STATUS_CODES[code] : String.valueOf(code);
    }

    /** Appends trailers, which end the message. */
    void trailers(int stream, Headers trailers, ByteQueue out) {
        encode(trailers, null);
        flush(stream, true, out);
    }

    private void encode(Headers headers, @Nullable String except) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            boolean left = name.equalsIgnoreCase(except) || isOfConnection(name, headers.value(i));
            if (!left) {
                encoder.encode(name, headers.value(i), block);
            }
        }
    }

    private void length(long length) {
        if (length >= 0) {
            encoder.encode("content-length", String.valueOf(length), block);
        }
    }

    private void flush(int stream, boolean end, ByteQueue out) {
        FrameWriter.headers(block, end, stream, peer.maxFrameSize(), out);
        if (block.array().length > LARGEST_RETAINED) {
            block.trim();
        }
    }

    /** Whether a field is about a connection of HTTP/1.1. The length of the name tells it for nearly all others. */
    private static boolean isOfConnection(String name, String value) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE") && !value.equalsIgnoreCase("trailers");
            case 7 -> name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }
}
