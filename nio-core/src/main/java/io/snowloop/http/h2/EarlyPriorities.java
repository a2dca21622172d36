// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The PRIORITY_UPDATEs that came before the requests that they are about (RFC 9218 §7.1). There are at most as many as there
 * may be streams; a further one is dropped, which a priority may always be.
 */
final class EarlyPriorities {
    private final int most;
    private @Nullable Map<Integer, Priority> waiting;

    EarlyPriorities(int most) {
        this.most = most;
    }

    void put(int stream, Priority priority) {
        if (waiting == null) {
            waiting = new HashMap<>();
        }
        if (waiting.size() < most || waiting.containsKey(stream)) {
            waiting.put(stream, priority);
        }
    }

    /** The priority of a stream that opens now; null if there is none. Those of lower numbers will never be asked for. */
    @Nullable
    Priority take(int stream) {
        if (waiting == null) {
            return null;
        }
        Priority priority = waiting.get(stream);
        waiting.keySet().removeIf(number -> number <= stream);
        return priority;
    }
}
