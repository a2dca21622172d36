/**
 * What a loop did, and why something was late.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.loop.LoopObserver}, the one point at which a loop can be watched, and
 *       {@link io.snowloop.loop.LoopEvent}, all that it tells.
 *   <li>{@link io.snowloop.trace.LoopTrace}, the ring that the events are kept in; {@link io.snowloop.trace.Recording}, what
 *       is read out of it; {@link io.snowloop.trace.JsonLines}, the same as a file.
 *   <li>{@link io.snowloop.trace.LateReport}: causes that add up.
 *   <li>{@link io.snowloop.trace.DebugMode}: a loop that complains.
 * </ol>
 */
@NullMarked
package io.snowloop.trace;

import org.jspecify.annotations.NullMarked;
