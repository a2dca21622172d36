/**
 * The fourth article's client, on selectors: what a loop is before there are transports.
 *
 * <p>{@link io.snowloop.samples.seeds.selector.DefaultSelector} is Python's class of that name, four calls of it.
 * {@link io.snowloop.samples.seeds.selector.Fetcher} is what the article builds on it.
 */
@NullMarked
package io.snowloop.samples.seeds.selector;

import org.jspecify.annotations.NullMarked;
