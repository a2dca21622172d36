package io.snowloop.client;

import io.snowloop.http.connection.SharedQueue;
import io.snowloop.http.h1.DecoderContext;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;

/**
 * What all connections of a fetcher share.
 *
 * @param out the queue that requests are encoded into, see {@link io.snowloop.http.connection.Outflow}
 * @param decoder what the codecs share
 */
record ClientContext(Reactor reactor, FetcherOptions options, SharedQueue out, DecoderContext decoder) {
    static ClientContext of(Reactor reactor, FetcherOptions options) {
        return new ClientContext(reactor, options, new SharedQueue(), new DecoderContext());
    }

    Scheduler loop() {
        return reactor.loop();
    }
}
