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
 * @param readNanos {@link Timeouts#read}, in nanoseconds: it is needed for each request
 * @param keepAliveNanos {@link FetcherOptions#keepAlive}, in nanoseconds
 * @param out the queue that requests are encoded into, see {@link io.snowloop.http.connection.Outflow}
 * @param decoder what the codecs share
 */
record ClientContext(
        Reactor reactor,
        FetcherOptions options,
        long readNanos,
        long keepAliveNanos,
        SharedQueue out,
        DecoderContext decoder) {
    static ClientContext of(Reactor reactor, FetcherOptions options) {
        return new ClientContext(
                reactor,
                options,
                Deadline.nanos(options.timeouts().read()),
                Deadline.nanos(options.keepAlive()),
                new SharedQueue(),
                new DecoderContext());
    }

    Scheduler loop() {
        return reactor.loop();
    }
}
