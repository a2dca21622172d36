// SPDX-License-Identifier: Apache-2.0
/**
 * One thread that waits for many channels at once.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.loop.EventLoop}: {@code turn} has all phases of the loop. Its owner runs, stops and closes it.
 *   <li>{@link io.snowloop.loop.Scheduler}: what code that runs on a loop may ask of it.
 *   <li>{@link io.snowloop.loop.Timer}, the queue behind it, and {@link io.snowloop.loop.Ticker}, its clock.
 *   <li>{@code io.snowloop.loop.channel}: the part of the loop that knows channels, for transports.
 *   <li>{@link io.snowloop.loop.BlockingThreads}: where calls that block run, for {@code Scheduler.blocking}.
 *   <li>{@link io.snowloop.loop.EventLoopGroup}: several loops, each on a thread of its own.
 *   <li>{@link io.snowloop.loop.LoopObserver} and {@link io.snowloop.loop.LoopEvent}: how a loop is observed;
 *       {@link io.snowloop.loop.NamedTask}: a task that has a name in what is observed.
 * </ol>
 */
@NullMarked
package io.snowloop.loop;

import org.jspecify.annotations.NullMarked;
