// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of HTTP messages. They are the same for a client and a server, and for all versions of HTTP.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.http.Handler} and {@link io.snowloop.http.Filter}: a server is a function, and so is a
 *       client.
 *   <li>{@link io.snowloop.http.Request} and {@link io.snowloop.http.Response}, the argument and the result of that
 *       function. {@code RequestedPath} is the half of a request that reads its target, {@code RequestPath} the normal form
 *       of paths. {@link io.snowloop.http.HttpException} is an error that has a status.
 *   <li>{@link io.snowloop.http.Headers}: an immutable list of fields, whose checks make header injection impossible.
 *   <li>{@link io.snowloop.http.Body}: bytes in memory, a {@link io.snowloop.http.FileBody}, or a
 *       {@link io.snowloop.http.BodyStream} that is pulled. A {@link io.snowloop.http.Transfer} reads a stream to its end
 *       and gives its pieces to a {@link io.snowloop.http.BodySink}; a {@link io.snowloop.http.LineReader} reads its lines.
 *       {@link io.snowloop.http.Progress} counts what is read of a body, and {@link io.snowloop.http.ByteRate} slows it down.
 *   <li>The small values of a start line, {@link io.snowloop.http.Method}, {@link io.snowloop.http.Status},
 *       {@link io.snowloop.http.Version}; and those that have a grammar of their own,
 *       {@link io.snowloop.http.MediaType}, {@link io.snowloop.http.Cookie}, {@link io.snowloop.http.HttpDate},
 *       {@link io.snowloop.http.QueryParameters}.
 * </ol>
 */
@NullMarked
package io.snowloop.http;

import org.jspecify.annotations.NullMarked;
