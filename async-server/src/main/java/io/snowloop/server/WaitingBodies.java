// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The bodies in memory that wait for clients which do not read them: pages and lists that views have made. An array that several answers have,
 * such as a page that the application keeps, counts once.
 */
final class WaitingBodies {
    /** Smaller ones take no more than the objects of their answers. */
    private static final int SMALL = 1024;

    /** How many answers wait with an array. */
    private final IdentityHashMap<byte[], Integer> answers = new IdentityHashMap<>();

    /** The bytes of a body that counts; else null. What is outside of the heap has mostly been put there to be sent many times. */
    static byte @Nullable [] counted(Body body) {
        return body instanceof Body.Bytes bytes
                        && bytes.length() > SMALL
                        && !bytes.buffer().isDirect()
                ? bytes.array()
                : null;
    }

    /** One more answer waits with these. Returns how many bytes more are kept for that. */
    long add(byte[] body) {
        return answers.merge(body, 1, Integer::sum) == 1 ? body.length : 0;
    }

    /** Whether one answer waits with them. What several have is the application's, and to end one of them gives nothing back. */
    boolean areOfOne(byte[] body) {
        return answers.getOrDefault(body, 0) == 1;
    }

    /** One of those does not wait any longer. Returns how many bytes fewer are kept. */
    long remove(byte[] body) {
        return answers.computeIfPresent(body, (same, count) -> count == 1 ? null : count - 1) == null ? body.length : 0;
    }
}
