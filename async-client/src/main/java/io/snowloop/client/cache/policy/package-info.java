// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of RFC 9111, without I/O and without a clock: header fields and times in, decisions out.
 *
 * <p>Read in this order: {@code CacheControl}, the directives; {@code Freshness}, how long a response is fresh and how old it is;
 * {@code Reuse}, whether a stored response answers a request; {@code Storing}, whether a response is stored, and which of its fields;
 * {@code Vary}, for which requests.
 */
@NullMarked
package io.snowloop.client.cache.policy;

import org.jspecify.annotations.NullMarked;
