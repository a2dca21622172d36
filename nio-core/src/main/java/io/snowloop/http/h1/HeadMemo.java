package io.snowloop.http.h1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head that was parsed last, and its bytes: who polls, checks health, or speaks for many clients as a proxy does, sends
 * the same one again and again, and the same bytes mean the same. (TCP's header prediction is that idea, too: Jacobson,
 * RFC 1144 §3.)
 *
 * <p>A hit costs one comparison of arrays, and saves about half of what a small request costs above the socket. A miss
 * ends at the first eight bytes that differ, and costs a copy. Heads with credentials are not remembered: they are nobody
 * else's business, and all connections of a loop share this.
 */
final class HeadMemo {
    /** Longer ones come from browsers, seldom twice. In bytes. */
    private static final int LONGEST = 512;

    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private @Nullable Event head;

    /** Who had sent it, and what it was measured by. */
    private @Nullable Role sender;

    private @Nullable Limits limits;

    /** Takes a head that is known off {@code queue}; null if it begins with another one. */
    @Nullable
    Event take(ByteQueue queue, Role sender, Limits limits) {
        int start = queue.arrayOffset();
        if (this.sender != sender
                || this.limits != limits
                || queue.size() < length
                || !Arrays.equals(bytes, 0, length, queue.array(), start, start + length)) {
            return null;
        }
        queue.skip(length);
        return head;
    }

    /** Remembers a head whose {@code count} bytes stood in {@code array} from {@code from} on. */
    void remember(byte[] array, int from, int count, Event parsed, Headers headers, Role sender, Limits limits) {
        if (count <= LONGEST && !hasCredentials(headers)) {
            System.arraycopy(array, from, bytes, 0, count);
            this.length = count;
            this.head = parsed;
            this.sender = sender;
            this.limits = limits;
        }
    }

    private static boolean hasCredentials(Headers headers) {
        return headers.contains("Cookie")
                || headers.contains("Set-Cookie")
                || headers.contains("Authorization")
                || headers.contains("Proxy-Authorization");
    }
}
