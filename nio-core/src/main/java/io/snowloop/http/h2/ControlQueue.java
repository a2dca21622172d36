// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.buffer.ByteQueue;

/**
 * The frames that the codec sends of itself while it reads, until the caller takes them. They are mostly answers: a peer that
 * asks and does not read the answers would fill memory, so their number is bounded (RFC 9113 §10.5).
 */
final class ControlQueue {
    private final int limit;
    private final ByteQueue frames = new ByteQueue();
    private int count;

    ControlQueue(int limit) {
        this.limit = limit;
    }

    /** Where to append one more frame. */
    ByteQueue next() throws Http2Exception {
        if (count == limit) {
            throw FloodBudget.over("queued", limit);
        }
        count++;
        return frames;
    }

    /** Where to append the last frame, which always has a place. */
    ByteQueue last() {
        return frames;
    }

    void drainTo(ByteQueue out) {
        if (!frames.isEmpty()) {
            out.append(frames.peek());
            frames.clear();
            frames.trim();
            count = 0;
        }
    }
}
