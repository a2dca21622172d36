// SPDX-License-Identifier: Apache-2.0
/**
 * The ladder: the same server and the same client eleven times. They differ in how they wait. Read them from the bottom to the
 * top, each with its difference to the one below:
 *
 * <ol>
 *   <li>{@code One}, {@code Threads} and {@code Pool}: threads that stand still while they wait, in {@code Blocking};
 *   <li>{@code Spin}, {@code Select} and {@code Loop}: one thread that never does, with a {@code Conversation} for each
 *       connection; {@code MiniLoop} is the smallest event loop;
 *   <li>{@code Futures}, {@code Script} and {@code Loops}: on the {@link io.snowloop.loop.EventLoop}, with a {@code Link} for
 *       each connection;
 *   <li>{@code Virtual}: {@code Threads} once more, on virtual threads;
 *   <li>{@code SnowAndFetcher}: the library.
 * </ol>
 *
 * <p>{@code Wire} is the HTTP of all but the last. {@link io.snowloop.samples.ladder.race} measures them.
 */
@NullMarked
package io.snowloop.samples.ladder;

import org.jspecify.annotations.NullMarked;
