/**
 * The systems that Snowloop grew out of, each with the calls it had in its article, and without its flaws.
 *
 * <p>Each stands on another part of the toolkit, so that together they show what every part is for. Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.samples.seeds.selector.Fetcher}, on the bare loop: a callback for each key.
 *   <li>{@link io.snowloop.samples.seeds.NoBlockIO}, on transports and protocols.
 *   <li>{@link io.snowloop.samples.seeds.AsyncHttp} and {@link io.snowloop.samples.seeds.AsyncRequest}, on the real
 *       Fetcher: how little is left.
 *   <li>{@link io.snowloop.samples.seeds.snow.Snow}, on the real Snow.
 * </ol>
 *
 * <p>What was wrong with each of them, and which test shows that it is right now, stands in {@code docs/seeds.md}.
 */
@NullMarked
package io.snowloop.samples.seeds;

import org.jspecify.annotations.NullMarked;
