// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A client that behaves. Each of its requests must be answered, whatever others do meanwhile. */
final class GoodTraffic implements AutoCloseable {
    private static final int AT_ONCE = 8;

    /** Shorter than the target keeps them: so that no request meets a connection that is just being closed. */
    private static final FetcherOptions OPTIONS =
            FetcherOptions.builder().keepAlive(Duration.ofMillis(50)).build();

    private final FetcherOptions options;
    private final String url;
    private final Random random;
    private final Thread thread = new Thread(this::run, "good-traffic");
    private volatile boolean stopped;
    private volatile long answers;
    private volatile Throwable failure;

    /** Begins to send requests to a server, whose sizes are drawn from {@code seed}. */
    GoodTraffic(Target target, long seed) {
        this(target, seed, OPTIONS);
    }

    /** The same over HTTP/2. */
    static GoodTraffic overHttp2(Target target) {
        return new GoodTraffic(
                target,
                1,
                OPTIONS.toBuilder().httpVersion(HttpVersionPolicy.HTTP_2).build());
    }

    private GoodTraffic(Target target, long seed, FetcherOptions options) {
        this.options = options;
        url = "http://127.0.0.1:" + target.address().getPort();
        random = new Random(seed);
        thread.start();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void run() {
        try (EventLoop loop = EventLoop.open();
                Fetcher fetcher = Fetcher.on(loop, options)) {
            do {
                answers += loop.runUntil(Future.all(loop, requests(fetcher))).size();
            } while (!stopped);
            loop.runWhile(() -> fetcher.connections() > 0);
            assertThat(loop.reactor().registrations())
                    .as("channels of the client")
                    .isZero();
            assertThat(loop.pendingTimers()).as("timers of the client").isZero();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private List<Future<Response>> requests(Fetcher fetcher) {
        List<Future<Response>> responses = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            int size = random.nextInt(50_000);
            responses.add(
                    random.nextBoolean()
                            ? expect("Hello, World!", fetcher.fetch(Request.get(url + "/plaintext")))
                            : expect("read " + size, fetcher.fetch(upload(size))));
        }
        return responses;
    }

    private Request upload(int size) {
        return Request.post(url + "/upload", Body.of(new byte[size]));
    }

    private static Future<Response> expect(String text, Future<Response> response) {
        return response.map(received -> {
            assertThat(received.text()).isEqualTo(text);
            return received;
        });
    }

    /** Stops; fails if a request has failed, or the client has kept anything. */
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        assertThat(failure).isNull();
        assertThat(answers).as("answers").isPositive();
    }
}
