// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.connection.SharedQueue;
import io.snowloop.http.h1.DecoderContext;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;

/**
 * What all connections of a fetcher share.
 *
 * @param keepAliveNanos {@link FetcherOptions#keepAlive}, in nanoseconds
 * @param maxAgeNanos {@link FetcherOptions#maxAge}, in nanoseconds
 * @param metrics what is reported of them
 * @param out the queue that requests are encoded into, see {@link io.snowloop.http.connection.Outflow}
 * @param decoder what the codecs share
 * @param logins of the HTTP proxies
 * @param memory for the bodies that are collected
 */
record ClientContext(
        Reactor reactor,
        FetcherOptions options,
        long keepAliveNanos,
        long maxAgeNanos,
        PoolMetrics metrics,
        SharedQueue out,
        DecoderContext decoder,
        ProxyLogins logins,
        BodyMemory memory) {
    static ClientContext of(Reactor reactor, FetcherOptions options) {
        return new ClientContext(
                reactor,
                options,
                Deadline.nanos(options.keepAlive()),
                Deadline.nanos(options.maxAge()),
                new PoolMetrics(options.metrics()),
                new SharedQueue(),
                new DecoderContext(),
                new ProxyLogins(),
                new BodyMemory(FetcherOptions.class, options.maxMemory()));
    }

    Scheduler loop() {
        return reactor.loop();
    }
}
