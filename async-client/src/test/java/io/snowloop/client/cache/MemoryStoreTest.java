// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.cache.policy.Vary;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Bounds and variants, which all stores have from one index. */
class MemoryStoreTest {
    private static int made;

    /** A response, newer than those before, with its text as body. */
    static StoredResponse stored(String url, String vary, String text, String... requestFields) {
        Headers headers = vary.isEmpty() ? Headers.empty() : Headers.of("Vary", vary);
        Instant at = Instant.ofEpochSecond(1_000_000 + made++);
        Headers selecting = Vary.selecting(headers, Headers.of(requestFields));
        return new StoredResponse(url, selecting, Status.OK, headers, at, at, Body.of(text));
    }

    /** The text that a store has for a request; null if it has none. */
    private static String text(CacheStore store, String url, String... requestFields) {
        StoredResponse found = store.find(url, Headers.of(requestFields)).resultNow();
        return found == null ? null : found.body().text();
    }

    @Test
    void theOneThatWasNotUsedForTheLongestTimeGoes() {
        CacheStore store = CacheStore.inMemory(1_000_000, 2);
        store.put(stored("a", "", "1"));
        store.put(stored("b", "", "2"));
        text(store, "a");
        store.put(stored("c", "", "3"));

        assertThat(text(store, "b")).isNull();
        assertThat(text(store, "a")).isEqualTo("1");
        assertThat(text(store, "c")).isEqualTo("3");
    }

    @Test
    void bytesAreCounted() {
        long size = stored("a", "", "x".repeat(1_000)).size();
        CacheStore store = CacheStore.inMemory(2 * size, 100);
        for (int i = 0; i < 5; i++) { // the same ones again and again: what is replaced does not count
            store.put(stored("a", "", "x".repeat(1_000)));
            store.put(stored("b", "", "y".repeat(1_000)));
        }
        assertThat(text(store, "a")).isNotNull();
        store.remove("b");
        store.put(stored("c", "", "z".repeat(1_000)));
        assertThat(text(store, "a")).isNotNull();

        store.put(stored("d", "", "too long".repeat(1_000)));
        assertThat(text(store, "d")).isNull();
        assertThat(text(store, "a")).as("others stay").isNotNull();
        store.put(stored("d", "", "x".repeat(1_001)));
        assertThat(text(store, "c")).as("one byte too many").isNull();
    }

    @Test
    void variantsOfAUrl() {
        CacheStore store = CacheStore.inMemory();
        store.put(stored("a", "Accept", "html", "Accept", "text/html"));
        store.put(stored("a", "Accept", "json", "Accept", "application/json"));
        store.put(stored("a", "accept, ACCEPT", "html 2", "Accept", "text/html"));

        assertThat(text(store, "a", "Accept", "text/html")).isEqualTo("html 2");
        assertThat(text(store, "a", "accept", " application/json")).isEqualTo("json");
        assertThat(text(store, "a")).isNull();
        store.put(stored("a", "", "any"));
        assertThat(text(store, "a", "Accept", "text/html")).as("the newest").isEqualTo("any");
        store.remove("a");
        assertThat(text(store, "a", "Accept", "text/html")).isNull();
    }

    /** Fields are small objects: 1,000 with a letter each take 100 KB, and are 2 KB of text. */
    @Test
    void theObjectsOfFieldsAreCounted() {
        Headers.Builder fields = Headers.builder();
        for (int i = 0; i < 1_000; i++) {
            fields.add("a", "b");
        }
        Instant at = Instant.EPOCH;
        StoredResponse many = new StoredResponse("a", Headers.empty(), Status.OK, fields.build(), at, at, Body.EMPTY);

        assertThat(many.size()).isBetween(98_000L, 99_000L);
    }

    /** A look-up goes through them, and a server that sets another cookie each time makes as many as it likes. */
    @Test
    void aUrlHas64Variants() {
        CacheStore store = CacheStore.inMemory();
        for (int i = 0; i < 65; i++) {
            store.put(stored("a", "Cookie", "v" + i, "Cookie", "c=" + i));
        }

        assertThat(text(store, "a", "Cookie", "c=0")).isNull();
        assertThat(text(store, "a", "Cookie", "c=1")).isEqualTo("v1");
        assertThat(text(store, "a", "Cookie", "c=64")).isEqualTo("v64");
    }

    /** Each look-up reads the list. */
    @Test
    void aLongVaryIsForNoOtherRequest() {
        CacheStore store = CacheStore.inMemory();
        store.put(stored("a", "x".repeat(1_024), "kept"));
        store.put(stored("b", "x".repeat(1_025), "lost"));

        assertThat(text(store, "a")).isEqualTo("kept");
        assertThat(text(store, "b")).isNull();
    }
}
