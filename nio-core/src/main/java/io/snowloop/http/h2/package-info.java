// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP/2 without I/O (RFC 9113), for a server and for a client: bytes in and events out, messages in and bytes out. With
 * extensible priorities (RFC 9218) and the extended CONNECT (RFC 8441), and without server push.
 *
 * <p>Nothing here uses a channel, a loop, a clock or a thread, so every behaviour is tested with bytes alone.
 *
 * <p>Read in this order. {@link io.snowloop.http.h2.Http2Event} is what a peer sends. {@code Transitions} has the table of
 * what may happen in each {@link io.snowloop.http.h2.StreamState}. {@link io.snowloop.http.h2.Http2Codec} is what a
 * connection uses. Its two halves share a {@code Session}: the {@code Streams}, the windows ({@code FlowWindow},
 * {@code ReceiveWindow}) and the settings ({@code OwnSettings}, {@code PeerSettings}). The way in:
 *
 * <pre>
 * Http2Codec -> Receiver -> FrameReader -> FrameInput                the received bytes
 *                                       -> FrameRules                type, length and stream of each frame
 *                        -> DataReader                               a body, and its window
 *                        -> SectionReader -> hpack, FieldSection     the fields of a message
 *                        -> MessageReader -> RequestRules            which message it is
 *                        -> ControlReader                            all other frames
 * </pre>
 *
 * <p>The way out: {@code Sender} for messages, with {@code HeadWriter} and {@code SendOrder}; {@code ControlSender} for all
 * others; {@code ControlQueue} for what the codec says itself. {@link io.snowloop.http.h2.Http2Limits} bounds what a peer
 * can make us keep, and {@link io.snowloop.http.h2.FloodLimits} what it can make us do without a use.
 */
@NullMarked
package io.snowloop.http.h2;

import org.jspecify.annotations.NullMarked;
