// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.CapturedLog;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fetcher whose own loop no thread runs, called from a view of an app. */
class IdleFetcherTest {
    private static final String NO_URL = "/"; // so that nothing is sent

    private final CapturedLog log = new CapturedLog(Fetcher.class);

    @AfterEach
    void close() {
        log.close();
    }

    private static void fetchOnAnotherLoop(Fetcher fetcher) throws Exception {
        try (EventLoop app = EventLoop.open()) {
            app.runUntil(app.submit(() -> {
                Future<Response> never = fetcher.fetch(NO_URL);
                return Future.completed(never);
            }));
        }
    }

    @Test
    void isWarnedOfOnce() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            fetchOnAnotherLoop(fetcher);
            fetchOnAnotherLoop(fetcher);

            List<LogRecord> records = log.records();
            assertThat(records).hasSize(1);
            assertThat(records.get(0).getMessage())
                    .contains("a fetch on the thread of loop-", "use a fetcher of Fetcher.on(loop) or Fetcher.start()");
        }
    }

    @Test
    void thatRunsOrWillBeRunIsNot() throws Exception {
        try (Fetcher started = Fetcher.start();
                Fetcher later = Fetcher.create();
                EventLoop loop = EventLoop.open();
                Fetcher shared = Fetcher.on(loop)) {
            fetchOnAnotherLoop(started);
            fetchOnAnotherLoop(shared);
            later.fetch(NO_URL).flatMap(none -> later.fetch(NO_URL)); // no loop runs on this thread
            later.run();

            assertThat(log.records()).isEmpty();
        }
    }
}
