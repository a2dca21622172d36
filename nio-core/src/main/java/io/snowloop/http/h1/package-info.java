// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/1.1 without I/O (RFC 9112), for a server and for a client: bytes in and events out, messages in and bytes out.
 *
 * <p>Nothing here uses a channel, a loop, a clock or a thread, so every behaviour is tested with bytes alone.
 *
 * <p>Read in this order. {@link io.snowloop.http.h1.Event} is what a peer sends. {@code Transitions} has the tables of
 * what each side may do in each {@link io.snowloop.http.h1.State}; {@code Cycle} follows them, and knows what the heads
 * have negotiated. {@link io.snowloop.http.h1.Http1Codec} is what a connection uses. The way in:
 *
 * <pre>
 * Http1Codec -> MessageReader -> Inbound                             the received bytes
 *                             -> HeadParser -> StartLine, FieldLines lines
 *                                           -> RequestTarget         target and Host
 *                                           -> FramingRules          where the body ends: BodyFraming
 *                                           -> HeadMemo              the same head again
 *                                           -> FieldLineMemo         the same line again
 *                             -> BodyReader, ChunkedDecoder          the body
 * </pre>
 *
 * <p>The way out: {@code HeadWriter} and {@code BodyWriter}. {@link io.snowloop.http.h1.Limits} bounds what a peer can
 * make us store.
 */
@NullMarked
package io.snowloop.http.h1;

import org.jspecify.annotations.NullMarked;
