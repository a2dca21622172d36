// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** A fetcher on the test's own thread. Closing it makes sure that it leaves nothing: no fetch, connection, timer, socket. */
final class Visitor implements AutoCloseable {
    final EventLoop loop;
    final Fetcher fetcher;

    Visitor() {
        this(FetcherOptions.DEFAULT);
    }

    Visitor(FetcherOptions options) {
        try {
            loop = EventLoop.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        fetcher = Fetcher.on(loop, options);
    }

    Response get(String url) throws Exception {
        return fetch(Request.get(url));
    }

    Response fetch(Request request) throws Exception {
        return loop.runUntil(fetcher.fetch(request));
    }

    /** What a fetch fails with. */
    Throwable failure(Request request) throws Exception {
        return failure(fetcher.fetch(request));
    }

    Throwable failure(Future<Response> response) throws Exception {
        try {
            throw new AssertionError("came to " + loop.runUntil(response));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    // region close
    @Override
    public void close() {
        fetcher.close();
        Future<Void> patience = loop.sleep(Duration.ofSeconds(5)); // sockets that close do so within it
        loop.runWhile(() -> !patience.isDone() && (loop.reactor().registrations() > 0 || loop.pendingTimers() > 1));
        assertThat(patience.isDone())
                .as("left are %d sockets, %d timers", loop.reactor().registrations(), loop.pendingTimers())
                .isFalse();
        assertThat(fetcher.inFlight()).as("fetches").isZero();
        assertThat(fetcher.connections()).as("connections").isZero();
        loop.close();
    }
    // endregion
}
