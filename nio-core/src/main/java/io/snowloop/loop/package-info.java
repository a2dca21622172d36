/**
 * One thread that waits for many channels at once.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.loop.EventLoop}: {@code runOnce} is the whole machine.
 *   <li>{@link io.snowloop.loop.Registration} and {@link io.snowloop.loop.ReadyHandler}: a channel in the loop, and who
 *       is called when it is ready.
 *   <li>{@link io.snowloop.loop.Timer}, the queue behind it, and {@link io.snowloop.loop.Ticker}, the clock it goes by.
 *   <li>{@link io.snowloop.loop.Deadline}: a timer that is moved far more often than it fires.
 *   <li>{@link io.snowloop.loop.EventLoopGroup}: several loops, a thread each.
 *   <li>{@link io.snowloop.loop.LoopObserver} and {@link io.snowloop.loop.LoopEvent}: the one point at which a loop can be
 *       watched; {@link io.snowloop.loop.NamedTask}, for those who want to be found in what is seen there.
 *   <li>{@link io.snowloop.loop.LateLogger}: where surprises are told.
 * </ol>
 */
@NullMarked
package io.snowloop.loop;

import org.jspecify.annotations.NullMarked;
