// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Field lines that were parsed before, and their fields. A browser sends most of its lines with each request, and all browsers of a kind
 * send nearly the same ones. The same bytes have the same meaning, so they need not be parsed twice. (HPACK's dynamic table has the same
 * idea, RFC 7541 §2.3.2; Jetty has a cache of fields for each connection.)
 *
 * <p>A line is found by its first bytes, before its end is known. A hit costs one comparison of arrays. For a browser's request that takes
 * a quarter off the time above the socket, and half of the memory. A miss costs a hash of 16 bytes: 5 % if no line is known.
 *
 * <p>One table for a loop, which has its size from the beginning on: no peer can make it grow, and an idle connection keeps no line. See
 * ADR 14.
 */
final class FieldLineMemo {
    private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    /** The most lines: some dozens of clients of different kinds, in 130 KiB at most. */
    static final int SLOTS = 256;

    /** The most bytes of a line, with its line end. A User-Agent has 120 to 160. */
    static final int LONGEST = 192;

    /**
     * One of so many lines that are not known is kept. Lines that come again are kept soon. And if none does, a line that is kept
     * costs more than one that is parsed: the memory that it takes is old when the next one replaces it.
     */
    private static final int KEEPS_ONE_OF = 64;

    /**
     * The names of fields that are kept. All connections of a loop share the memo, and a hit is faster than a miss. With a secret in
     * it, a client could measure whether its guess is what another client has sent. So these are fields of a program, not of its user.
     */
    private static final Set<String> NAMES = new HashSet<>();

    static {
        String names = """
                Accept Accept-Charset Accept-Encoding Accept-Language Cache-Control Connection Content-Encoding Content-Length
                Content-Type DNT Host Keep-Alive Pragma Priority Sec-CH-UA Sec-CH-UA-Mobile Sec-CH-UA-Platform Sec-Fetch-Dest
                Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User Server TE Transfer-Encoding Upgrade-Insecure-Requests User-Agent Vary
                """;
        for (String name : names.split("\\s")) {
            NAMES.add(name);
            NAMES.add(name.toLowerCase(Locale.ROOT));
        }
    }

    /** The low half of the hash of each line. So most misses look at no line, which would not be in the CPU's cache. */
    private final int[] tags = new int[SLOTS];

    private final byte[][] lines = new byte[SLOTS][];
    private final Headers[] fields = new Headers[SLOTS];

    private int random;

    /**
     * Takes the line at the front of {@code queue} off it, and adds its field.
     *
     * @param limit the most bytes that the line may have, with its line end
     * @return how many bytes it has; 0, with nothing done, if it is not known
     */
    int take(ByteQueue queue, int limit, Headers.Builder section) {
        byte[] array = queue.array();
        int from = queue.arrayOffset();
        long hash = hash(array, from, queue.size());
        int slot = slot(hash);
        if (tags[slot] != (int) hash) {
            slot = second(slot);
            if (tags[slot] != (int) hash) {
                return 0;
            }
        }
        byte[] line = lines[slot];
        if (line == null
                || line.length > Math.min(queue.size(), limit)
                || !Arrays.equals(line, 0, line.length, array, from, from + line.length)) {
            return 0;
        }
        section.addAll(fields[slot]);
        queue.skip(line.length);
        return line.length;
    }

    /**
     * Whether the next line that is not known is to be {@link #keep kept}. Not each 64th one: heads have the same lines in the same
     * order, so some would never have their turn.
     */
    boolean keepsNext() {
        random = random * 1_664_525 + 1_013_904_223; // Press et al., Numerical Recipes, §7.1
        return Integer.remainderUnsigned(random >>> 16, KEEPS_ONE_OF) == 0;
    }

    /**
     * Keeps a line that has been parsed, unless it is long or its field is not one of a program.
     *
     * @param queue begins with it
     * @param colon how many bytes are before the colon
     * @param length in bytes, without the line end
     */
    void keep(ByteQueue queue, int colon, int length) {
        byte[] array = queue.array();
        int from = queue.arrayOffset();
        int end = from + length + 2;
        // It is parsed again: so the many lines that are not kept need no object of their own.
        Headers field = Headers.builder()
                .add(array, from, from + colon, from + colon + 1, from + length)
                .build();
        if (end - from > LONGEST || !NAMES.contains(field.name(0))) {
            return;
        }
        long hash = hash(array, from, queue.size());
        int slot = slot(hash);
        int second = second(slot);
        tags[second] = tags[slot];
        lines[second] = lines[slot];
        fields[second] = fields[slot];
        tags[slot] = (int) hash;
        lines[slot] = Arrays.copyOfRange(array, from, end);
        fields[slot] = field;
    }

    /** A hash of the first 16 bytes: behind 8, {@code Sec-Fetch-} and {@code sec-ch-ua} have not told their fields yet. */
    private static long hash(byte[] bytes, int from, int length) {
        if (length < 2 * Long.BYTES) {
            return 0; // at the end of what has come; these lines share a slot
        }
        long hash = (long) LONGS.get(bytes, from) * 31 + (long) LONGS.get(bytes, from + Long.BYTES);
        hash *= 0x9E37_79B9_7F4A_7C15L; // Fibonacci hashing (Knuth, volume 3, §6.4)
        return hash ^ hash >>> Integer.SIZE;
    }

    private static int slot(long hash) {
        return (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(SLOTS)));
    }

    /** Where the line goes that was in a slot before: two lines that share their slot stay, as in a cache of two ways. */
    private static int second(int slot) {
        return slot ^ 1;
    }
}
