/**
 * Snow, an asynchronous micro web framework.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.server.Snow}, the app: routes and filters. It is a {@link io.snowloop.http.Handler}.
 *   <li>{@link io.snowloop.server.View} and {@link io.snowloop.server.AsyncView}, what an app is written in, and
 *       {@code ViewHandler}, which makes handlers of them. {@code BlockingView} shows how a thread's result comes back
 *       to a loop.
 *   <li>{@code Router}: {@code PathPattern} reads a pattern, {@code PathTree} keeps them all, {@code PathSearch} finds
 *       the one for a path.
 *   <li>{@link io.snowloop.server.ErrorMapper} and {@link io.snowloop.server.HttpException}, and {@code Guard}, which
 *       sees to it that there is always a response.
 *   <li>{@link io.snowloop.server.StaticFiles}, a view of a folder: {@code PublicFolder} is what may be seen of it,
 *       {@code Validators}, {@code Conditions} and {@code ByteRange} are what clients and caches want to know.
 *   <li>{@link io.snowloop.server.Server}, any handler at an address: {@code ServerListener} accepts connections,
 *       {@code LoopServer} is the part of a server in one loop, {@code ServerConnection} is one connection from accept to
 *       close, and {@code ServerExchange} one request and its answer.
 * </ol>
 */
@NullMarked
package io.snowloop.server;

import org.jspecify.annotations.NullMarked;
