// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ResponseCache} keeps responses. It may drop any of them at any time.
 *
 * <p>Its methods are called on the threads of the loops of all fetchers that share it, and must not block. A failure is logged, and
 * the request goes on as if nothing was stored.
 */
public interface CacheStore {
    /**
     * Looks for the response to a request.
     * @param url the key, as in {@link StoredResponse#url}
     * @param request the fields of the request
     * @return of those of the URL that {@linkplain StoredResponse#answers answer} them, the one that was received last; null if
     *     there is none
     */
    Future<@Nullable StoredResponse> find(String url, Headers request);

    /**
     * Keeps a response, in place of those that answer the same requests.
     * @param response with all of its body
     * @return completes when it is kept, or when the store has decided not to keep it
     */
    Future<@Nullable Void> put(StoredResponse response);

    /**
     * Drops all responses to a URL.
     * @param url the key, as in {@link StoredResponse#url}
     * @return completes when no later look-up finds one
     */
    Future<@Nullable Void> remove(String url);

    /** {@return a store in memory, of up to 16 MiB and 1,000 responses} */
    static CacheStore inMemory() {
        return inMemory(16L << 20, 1_000);
    }

    /**
     * {@return a store in memory} If there are more responses, those that were not used for the longest time go.
     * @param maxBytes of all responses, with their fields; at least 1
     * @param maxEntries the most responses; at least 1
     */
    static CacheStore inMemory(long maxBytes, int maxEntries) {
        return new MemoryStore(maxBytes, maxEntries);
    }

    /**
     * {@return a store in a folder, of up to 256 MiB and 10,000 responses}
     * @param folder as in {@link #inFolder(Path, long, int)}
     */
    static CacheStore inFolder(Path folder) {
        return inFolder(folder, 256L << 20, 10_000);
    }

    /**
     * {@return a store in a folder, which is there after a restart} If there are more responses, those that were not used for the
     * longest time go. A response is a file, which only its owner can read. A damaged file is removed, and what is not the
     * store's stays. What responses are found by is in memory, too: their URLs, and the fields of the requests that they depend on. That
     * is at most 1 MiB, or a sixteenth of {@code maxBytes} if that is more. A thread of the store reads and writes.
     *
     * @param folder of one store of one process at a time; it is made when it is needed
     * @param maxBytes of all responses, with their fields; at least 1
     * @param maxEntries the most responses; at least 1
     */
    static CacheStore inFolder(Path folder, long maxBytes, int maxEntries) {
        return new FolderStore(Objects.requireNonNull(folder, "folder"), maxBytes, maxEntries, FolderStore.thread());
    }
}
