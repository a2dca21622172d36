// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the head that was parsed last, and its event. Clients that poll, health checks, and proxies that forward
 * for many clients send the same head again and again. The same bytes have the same meaning, so they need not be parsed
 * twice. (TCP's header prediction has the same idea: Jacobson, RFC 1144 §3.)
 *
 * <p>A hit costs one comparison of arrays, and saves about half of the time that a small request takes above the
 * socket. A miss ends at the first eight bytes that differ, and costs a copy of at most {@value #LONGEST} bytes. The
 * event of a request carries its framing, so a hit reads no header at all.
 *
 * <p>Why one head, and for the whole loop: a table of heads needs a hash of each head, also of those that are not in
 * it; a memo for each connection makes an idle connection hold the bytes. See ADR 14.
 */
final class HeadMemo {
    /** In bytes. Longer heads come from browsers, which seldom send the same one twice. */
    private static final int LONGEST = 512;

    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private @Nullable Event head;

    /** Who sent the head: {@code HTTP/1.1 200 OK} is a status line from a server, and an error from a client. */
    private @Nullable Role sender;

    /** The limits that the head has passed, compared by identity. Other limits could refuse it. */
    private @Nullable Limits limits;

    /**
     * Takes the remembered head off the front of {@code queue}.
     *
     * @return null, with the queue unchanged, if it begins with other bytes
     */
    @Nullable
    Event take(ByteQueue queue, Role sender, Limits limits) {
        int start = queue.arrayOffset();
        // The remembered bytes are all that the parser has read, up to the end of the head. So it would do the same
        // with
        // any bytes that begin like them.
        if (this.sender != sender
                || this.limits != limits
                || queue.size() < length
                || !Arrays.equals(bytes, 0, length, queue.array(), start, start + length)) {
            return null;
        }
        queue.skip(length);
        return head;
    }

    /**
     * Remembers a head instead of the last one, unless it is long or has credentials.
     *
     * @param array in which the {@code count} bytes of the head are, from index {@code from} on
     */
    void remember(byte[] array, int from, int count, Event parsed, Headers headers, Role sender, Limits limits) {
        if (count <= LONGEST && !hasCredentials(headers)) {
            System.arraycopy(array, from, bytes, 0, count);
            this.length = count;
            this.head = parsed;
            this.sender = sender;
            this.limits = limits;
        }
    }

    /**
     * All connections of a loop share the memo, and a hit is faster than a miss. With a secret in the memo, a client
     * could measure whether its guess is what another client has sent.
     */
    private static boolean hasCredentials(Headers headers) {
        return headers.contains("Cookie")
                || headers.contains("Set-Cookie")
                || headers.contains("Authorization")
                || headers.contains("Proxy-Authorization");
    }
}
