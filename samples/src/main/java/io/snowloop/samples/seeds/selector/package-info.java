// SPDX-License-Identifier: Apache-2.0
/**
 * The client of the fourth article, on selectors: a loop without transports.
 *
 * <p>{@link io.snowloop.samples.seeds.selector.DefaultSelector} is Python's class of that name, with four of its
 * methods. {@link io.snowloop.samples.seeds.selector.Fetcher} is the client that the article builds on it.
 */
@NullMarked
package io.snowloop.samples.seeds.selector;

import org.jspecify.annotations.NullMarked;
