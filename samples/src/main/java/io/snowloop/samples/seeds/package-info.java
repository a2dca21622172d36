// SPDX-License-Identifier: Apache-2.0
/**
 * The five systems from which Snowloop has been developed, with the calls that each has in its article, and without the
 * flaws.
 *
 * <p>Each uses another part of the toolkit, so together they show the purpose of each part. Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.samples.seeds.selector.Fetcher}, on the bare loop: a callback for each key.
 *   <li>{@link io.snowloop.samples.seeds.NoBlockIO}, on transports and protocols.
 *   <li>{@link io.snowloop.samples.seeds.AsyncHttp} and {@link io.snowloop.samples.seeds.AsyncRequest}, on the real
 *       Fetcher: little code is left.
 *   <li>{@link io.snowloop.samples.seeds.snow.Snow}, on the real Snow.
 * </ol>
 *
 * <p>A {@code Journal} prints what their {@code main} methods send, and what comes.
 *
 * <p>{@code docs/seeds.md} lists the flaws of the originals, and the tests which show that they are fixed here.
 */
@NullMarked
package io.snowloop.samples.seeds;

import org.jspecify.annotations.NullMarked;
