// SPDX-License-Identifier: Apache-2.0
/**
 * The format of server-sent events (WHATWG HTML, "Server-sent events"), for both ends. Bytes in, events out, and back.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.http.sse.ServerSentEvent}, an event.
 *   <li>{@link io.snowloop.http.sse.EventStreamWriter}, which a server sends them with.
 *   <li>{@link io.snowloop.http.sse.EventStreamParser}, which a client reads them with.
 * </ol>
 */
@NullMarked
package io.snowloop.http.sse;

import org.jspecify.annotations.NullMarked;
