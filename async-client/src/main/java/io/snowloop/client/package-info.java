/**
 * The Fetcher: an HTTP client on one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.client.Fetcher}, which is what a program uses, with its
 *       {@link io.snowloop.client.Timeouts}.
 *   <li>{@code ConnectionPool} and {@code OriginPool}: which request goes when, on which connection.
 *   <li>{@code Exchange}, one request from its start to its end, and {@code ClientConnection}, which carries it.
 *   <li>The filters: {@link io.snowloop.client.Redirects}, with {@code Reference}; {@link io.snowloop.client.Retries};
 *       {@link io.snowloop.client.ContentDecoding}, with {@code Gunzip}.
 *   <li>{@link io.snowloop.client.Download}, a body into a file.
 * </ol>
 */
@NullMarked
package io.snowloop.client;

import org.jspecify.annotations.NullMarked;
