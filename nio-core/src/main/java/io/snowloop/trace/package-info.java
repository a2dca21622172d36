// SPDX-License-Identifier: Apache-2.0
/**
 * Traces of event loops, and explanations of late timers, tasks and channels.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.loop.LoopObserver}, the interface that observes a loop, and
 *       {@link io.snowloop.loop.LoopEvent}, the events that it gets.
 *   <li>{@link io.snowloop.trace.LoopTrace}, a ring buffer of events; {@link io.snowloop.trace.Recording}, a copy of
 *       it; {@link io.snowloop.trace.JsonLines}, its file format.
 *   <li>{@link io.snowloop.trace.LateReport}: the causes of a delay, which add up.
 *   <li>{@link io.snowloop.trace.DebugMode}: reports of slow callbacks and of common mistakes.
 *   <li>{@link io.snowloop.trace.Stepper}, which holds a loop between two events.
 * </ol>
 */
@NullMarked
package io.snowloop.trace;

import org.jspecify.annotations.NullMarked;
