// SPDX-License-Identifier: Apache-2.0
/**
 * Snow, an asynchronous micro web framework.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.server.Snow}, the app: routes and filters. It is a {@link io.snowloop.http.Handler}.
 *       {@code Routes} is what can be added to it and to a {@link io.snowloop.server.RouteGroup}; {@code MethodRoutes} has a method
 *       for each method of HTTP.
 *   <li>{@link io.snowloop.server.View} and {@link io.snowloop.server.AsyncView}, the handlers that an app is written in,
 *       and {@code ViewHandler}, which collects the body for them. {@code BlockingView} shows how the result of a thread
 *       gets back to a loop.
 *   <li>{@code Router}: {@code PathPattern} reads a pattern, {@code PathTree} has all patterns, {@code PathSearch} finds the
 *       pattern for a path, {@code Endpoint} is what answers there. {@code NamedPaths} goes the other way, from a route to its path; {@link
 *       io.snowloop.server.RoutesPage} lists all, and {@link io.snowloop.server.OpenApi} describes what they take.
 *   <li>{@link io.snowloop.server.ErrorMapper}, and {@code ErrorHandling}, which calls it, so that there is always a
 *       response.
 *   <li>{@link io.snowloop.server.StaticFiles}, a view of a folder: {@code PublicFolder} finds the files that may be seen;
 *       {@code Validators}, {@code Conditions} and {@code ByteRange} answer the questions of clients and caches.
 *   <li>{@link io.snowloop.server.Templates}, where a template engine is plugged in; {@link io.snowloop.server.LiveReload} is for
 *       those who write templates.
 *   <li>{@link io.snowloop.server.EventStream}, a response of server-sent events; {@code EventQueue} is its body.
 *   <li>{@link io.snowloop.server.Health}, what a load balancer asks for.
 *   <li>{@link io.snowloop.server.Server}, any handler at an address: {@code ServerListener} accepts connections,
 *       {@code LoopServer} is the part of a server in one loop, {@code ServerConnection} is one connection from accept to
 *       close, {@code ServerExchange} one request on it, and {@code ServerAnswer} its answer. {@code
 *       ServerEnding} is a server's end.
 * </ol>
 */
@NullMarked
package io.snowloop.server;

import org.jspecify.annotations.NullMarked;
