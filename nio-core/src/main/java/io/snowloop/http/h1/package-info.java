/**
 * HTTP/1.1 without I/O (RFC 9112): bytes in and events out, events in and bytes out, for a server and for a client.
 *
 * <p>Read in this order. {@link io.snowloop.http.h1.Event} is what passes over a connection. {@code Transitions} says
 * in two tables who may do what when, in terms of {@link io.snowloop.http.h1.State}; {@code Cycle} walks them.
 * {@link io.snowloop.http.h1.Http1Codec} ties all together and is what a connection uses. On the way in it asks
 * {@code Inbound} for bytes, {@code HeadParser} for heads, {@code BodyFraming} where the body ends, and
 * {@code BodyReader} with {@code ChunkedDecoder} for the body; on the way out {@code HeadWriter} and {@code BodyWriter}.
 * {@link io.snowloop.http.h1.Limits} bounds what a peer can make us keep.
 *
 * <p>Nothing here knows a channel, a loop, a clock or a thread, so every behaviour is tested with bytes alone.
 */
@NullMarked
package io.snowloop.http.h1;

import org.jspecify.annotations.NullMarked;
