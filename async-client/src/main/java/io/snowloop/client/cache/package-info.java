// SPDX-License-Identifier: Apache-2.0
/**
 * A private cache for the Fetcher (RFC 9111).
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.client.cache.ResponseCache}, the filter that a program uses, with {@code CachedExchange}, one request
 *       through it, {@code StoringStream}, a body that is stored while it is read, and {@code CacheKey}, by which a URL is found.
 *   <li>{@link io.snowloop.client.cache.CacheStore}, where responses are kept: {@code MemoryStore} and {@code FolderStore}, with
 *       {@code LruIndex} and {@code ResponseFile}.
 *   <li>{@code io.snowloop.client.cache.policy}, the rules, without I/O.
 * </ol>
 */
@NullMarked
package io.snowloop.client.cache;

import org.jspecify.annotations.NullMarked;
