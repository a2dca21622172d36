// SPDX-License-Identifier: Apache-2.0
/**
 * The part of a loop that knows channels. It is for Snowloop's transports, client and server: the package is exported to
 * their modules only.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.loop.channel.Reactor}: waits for channels and calls the handlers of those that are ready. Its
 *       {@code Selection} is the JDK's selector, which other threads can wake.
 *   <li>{@link io.snowloop.loop.channel.Registration} and {@link io.snowloop.loop.channel.ReadyHandler}: a channel in the
 *       loop, and its handler.
 *   <li>{@link io.snowloop.loop.channel.LoopThread}: the thread that all of this belongs to.
 *   <li>{@link io.snowloop.loop.channel.Deadline}: a timer that is moved far more often than it fires.
 *   <li>{@link io.snowloop.loop.channel.TurnShare}: what one connection may do in a turn.
 *   <li>{@link io.snowloop.loop.channel.TurnQueue}: something for each of many, in several turns.
 * </ol>
 */
@NullMarked
package io.snowloop.loop.channel;

import org.jspecify.annotations.NullMarked;
