// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Handler;
import io.snowloop.http.connection.SharedQueue;
import io.snowloop.http.h1.DecoderContext;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;

/**
 * What all connections of a server in one loop share.
 *
 * @param handler answers the requests
 * @param memory bounds what they keep in memory
 * @param metrics what is reported of them
 * @param limits logs limits that were hit, for all loops of the server
 * @param failures logs what handlers fail with, for all loops of the server
 * @param date the {@code Date} field of responses
 * @param out the queue that messages are encoded into
 * @param decoder what the codecs share
 */
record ServerContext(
        Reactor reactor,
        Handler handler,
        ServerOptions options,
        MemoryBudget memory,
        ServerMetrics metrics,
        LimitLog limits,
        FailureLog failures,
        DateHeader date,
        SharedQueue out,
        DecoderContext decoder) {
    static ServerContext of(
            Reactor reactor, ServerSetup setup, MemoryBudget memory, LimitLog limits, FailureLog failures) {
        DateHeader date = new DateHeader(setup.options().clock(), reactor);
        return new ServerContext(
                reactor,
                setup.handler(),
                setup.options(),
                memory,
                new ServerMetrics(setup.metrics(), reactor),
                limits,
                failures,
                date,
                new SharedQueue(),
                new DecoderContext());
    }

    Scheduler loop() {
        return reactor.loop();
    }
}
