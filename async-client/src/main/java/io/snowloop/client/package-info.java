// SPDX-License-Identifier: Apache-2.0
/**
 * The Fetcher: an HTTP/1.1 client on one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.client.Fetcher}, which a program uses, with its {@link io.snowloop.client.FetcherOptions} and
 *       {@link io.snowloop.client.Timeouts}.
 *   <li>{@code Exchange}, one request and its response; {@code Exchanges} and {@code InFlight}, all that are not over. A
 *       {@code Target} is a URL, an {@code Origin} the part of it that connections are kept by.
 *   <li>{@code ConnectionPool} and {@code OriginPool}: which request goes when, over which connection.
 *   <li>{@code ConnectAttempt}, a connection that is being opened, and {@code ClientConnection}, one that is open, with its
 *       {@code ConnectionTimeouts}. Both are a {@code Carrier} of an exchange.
 *   <li>The filters: {@link io.snowloop.client.Redirects}, with {@code Reference}; {@link io.snowloop.client.Retries};
 *       {@link io.snowloop.client.ContentDecoding}, with {@code GunzipStream} and {@code Gunzip}.
 *   <li>{@link io.snowloop.client.Download}, a body into a file.
 *   <li>{@link io.snowloop.client.EventSource}, events over as many connections as it takes, with the pauses of a {@code
 *       BackOff} between them.
 * </ol>
 */
@NullMarked
package io.snowloop.client;

import org.jspecify.annotations.NullMarked;
