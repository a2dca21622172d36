// SPDX-License-Identifier: Apache-2.0
/**
 * The Fetcher: an HTTP client on one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.client.Fetcher}, which a program uses, with its {@link io.snowloop.client.FetcherOptions} and
 *       {@link io.snowloop.client.Timeouts}.
 *   <li>{@code Exchange}, one request and its response; {@code Exchanges} and {@code InFlight}, all that are not over. A
 *       {@code Target} is a URL, an {@code Origin} the part of it that says where to connect.
 *   <li>{@code ConnectionPool} and {@code OriginPool}: which request goes when, over which connection.
 *   <li>{@code ConnectAttempt}, a connection that is being opened, and {@code ClientConnection}, one that is open, with its
 *       {@code ConnectionTimeouts} and its {@code ExpectedContinue}. Both are a {@code Carrier} of an exchange.
 *   <li>{@code Http2ClientConnection}, one of HTTP/2, which a {@code NegotiatedProtocol} chooses, with its {@code Http2Responses}, {@code
 *       Http2Streams} and {@code Http2Timeouts}. A {@code Http2ClientStream} carries an exchange. {@code Sharing} is why an origin has one of
 *       them. For the pool, both kinds are a {@code PooledConnection}.
 *   <li>{@link io.snowloop.client.Proxy} and {@link io.snowloop.client.ProxyChoice}: a {@code Route} is an origin and the way to it, and a
 *       {@code TunnelAttempt} a connection that is being opened through a proxy.
 *   <li>{@link io.snowloop.client.FetchListener}, what a request costs: its {@link io.snowloop.client.FetchTimings} are taken by a {@code
 *       Timeline}, the {@code ExchangeObserver} of one exchange. {@link io.snowloop.client.HarFile}, a filter that writes them into a file, with
 *       {@code HarEntry}, {@code HarParts} and {@code RecordedBody}. {@code OwnLoop} warns of a fetcher that is not closed.
 *   <li>The filters: {@link io.snowloop.client.Redirects}, with {@code Reference}; {@link io.snowloop.client.Retries}, with
 *       {@code RetryPauses} and {@code RequestBudget};
 *       {@link io.snowloop.client.ContentDecoding}, with {@code DecodedStream} and its decoders, {@code Gunzip} and {@code Inflate};
 *       {@link io.snowloop.client.Credentials}, with {@code CredentialsField}, {@code Authorizer} and {@code BearerTokens};
 *       {@link io.snowloop.client.CookieJar}, with {@code SetCookie}, {@code CookieStore} and {@code CookieFile};
 *       {@link io.snowloop.client.BaseUrl} and {@link io.snowloop.client.DefaultHeaders}. The
 *       cache is in {@code io.snowloop.client.cache}.
 *   <li>The filters that know something of each origin ({@code PerOrigin}): {@link io.snowloop.client.CircuitBreaker}, with its {@code
 *       Circuit}s; {@link io.snowloop.client.Hedging}, with {@code RecentTimes}; {@link io.snowloop.client.RateLimiter}, with its {@code
 *       Pacer}s and {@code TokenBucket}s; {@link io.snowloop.client.Robots}, with {@code RobotsSite}, and its parser
 *       {@link io.snowloop.client.RobotsTxt}. {@link io.snowloop.client.Sitemap} goes with it.
 *   <li>{@link io.snowloop.client.Download}, a body into a file, and {@code ResumedDownload}; {@link io.snowloop.client.FormData}, files out of
 *       a form, with {@code JoinedBodies}.
 *   <li>{@code Crossing} and {@code ForeignBody}, between the fetcher's loop and another one; {@code BlockingWait}, for a thread without a loop.
 *   <li>{@link io.snowloop.client.EventSource}, events over as many connections as it takes, with the pauses of a {@code
 *       BackOff} between them, and {@link io.snowloop.client.ReconnectingWebSocket}.
 * </ol>
 */
@NullMarked
package io.snowloop.client;

import org.jspecify.annotations.NullMarked;
