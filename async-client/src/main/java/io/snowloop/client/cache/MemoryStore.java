// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import org.jspecify.annotations.Nullable;

/** Responses in memory. Its methods wait for each other, each for as long as a look-up takes: loops may share it. */
final class MemoryStore implements CacheStore {
    /** A response in memory. Not a record: it is compared by identity. */
    private static final class Kept implements LruIndex.Entry {
        private final StoredResponse response;

        Kept(StoredResponse response) {
            this.response = response;
        }

        @Override
        public StoredResponse response() {
            return response;
        }

        @Override
        public long size() {
            return response.size();
        }
    }

    private final LruIndex<Kept> index;

    MemoryStore(long maxBytes, int maxEntries) {
        index = new LruIndex<>(maxBytes, maxBytes, maxEntries);
    }

    @Override
    public synchronized Future<@Nullable StoredResponse> find(String url, Headers request) {
        Kept found = index.find(requireNonNull(url, "url"), requireNonNull(request, "request"));
        return Future.completed(found == null ? null : found.response());
    }

    @Override
    public synchronized Future<@Nullable Void> put(StoredResponse response) {
        index.put(new Kept(requireNonNull(response, "response")));
        return Future.completed(null);
    }

    @Override
    public synchronized Future<@Nullable Void> remove(String url) {
        index.remove(requireNonNull(url, "url"));
        return Future.completed(null);
    }
}
