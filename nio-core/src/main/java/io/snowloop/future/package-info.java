/**
 * Values that are not there yet.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.future.Future}, the read side: what a caller gets. Every combinator is written with one
 *       primitive, {@code transform}.
 *   <li>{@link io.snowloop.future.Completed}, the simple case: a value, or an error, that is there already.
 *   <li>{@link io.snowloop.future.Promise}, the write side: pending now, {@code Completed} once, for ever.
 *   <li>{@link io.snowloop.future.EventExecutor}, where a promise's callbacks run. The event loop is one.
 * </ol>
 */
@NullMarked
package io.snowloop.future;

import org.jspecify.annotations.NullMarked;
