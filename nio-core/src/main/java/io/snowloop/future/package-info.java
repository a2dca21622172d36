// SPDX-License-Identifier: Apache-2.0
/**
 * Futures: values that do not exist yet.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.future.Future}, the read side: what a caller gets. All derivations use one primitive, {@code
 *       transform}.
 *   <li>{@link io.snowloop.future.Completed}, the simple case: a future that is done.
 *   <li>{@link io.snowloop.future.Promise}, the write side: pending at first, then done. {@code PromiseState} is its
 *       one field, {@code Waiter} what that holds while it is pending.
 *   <li>{@code ResourceOutcome}, a value that holds a resource and must not be lost.
 *   <li>{@link io.snowloop.future.EventExecutor}, where a promise's callbacks run. The event loop is one.
 *   <li>{@link io.snowloop.future.Context}, values that go with the callbacks of one request.
 * </ol>
 */
@NullMarked
package io.snowloop.future;

import org.jspecify.annotations.NullMarked;
