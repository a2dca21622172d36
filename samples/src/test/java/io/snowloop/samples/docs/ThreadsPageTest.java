// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.BaseUrl.baseUrl;
import static io.snowloop.client.DefaultHeaders.defaultHeaders;
import static io.snowloop.client.Redirects.redirects;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.UrlBuilder;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/threads.md} shows. */
class ThreadsPageTest {
    private final Snow app = new Snow()
            .get("/v1/notes", request -> Response.text("notes for " + request.header("User-Agent")))
            .get("/never", (request, loop) -> loop.newPromise())
            .post("/echo", request -> Response.of(Status.OK).withBody(request.body()));
    private final Server server = listen(app);

    private static Server listen(Snow app) {
        try {
            return Server.of(app).listen("127.0.0.1", 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aProgramWithoutALoop() throws Exception {
        String url = server.url("/v1/notes");
        List<String> log = new ArrayList<>();
        // region send
        try (Fetcher fetcher = Fetcher.start()) { // a loop on a thread of its own
            Response response = fetcher.send(url); // this thread waits
            log.add(response.text());
        }
        // endregion
        assertThat(log).containsExactly("notes for null");
    }

    @Test
    void manyThreadsWithOneFetcher() throws Exception {
        String url = server.url("/v1/notes");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            // region threads
            FetcherOptions two = FetcherOptions.builder().maxPerOrigin(2).build();
            try (Fetcher fetcher = Fetcher.start(two)) {
                Callable<Response> call = () -> fetcher.send(url);
                for (var response : threads.invokeAll(List.of(call, call, call, call, call, call, call, call))) {
                    assertThat(response.get().status().isSuccess()).isTrue();
                }
            }
            // endregion
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFetcherThatIsNotStartedRunsItsLoop() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            assertThat(fetcher.send(server.url("/v1/notes")).text()).isEqualTo("notes for null");
        }
    }

    @Test
    void noBodyRunsTheLoopOfAnother() throws Exception {
        try (EventLoop loop = EventLoop.open();
                Fetcher fetcher = Fetcher.on(loop)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> fetcher.send(server.url("/v1/notes")))
                    .withMessageContaining("is not running");
        }
    }

    @Test
    void anInterruptCancelsTheFetch() throws Exception {
        try (Fetcher fetcher = Fetcher.start()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> fetcher.send(server.url("/never"))).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void whatAllRequestsHaveInCommon() throws Exception {
        String url = server.url("/v1/");
        // region api
        try (Fetcher fetcher = Fetcher.start()) {
            Fetcher api = fetcher.with(baseUrl(url))
                    .with(defaultHeaders(Headers.of("User-Agent", "my-notes/1", "Accept", "application/json")))
                    .with(redirects(5));
            assertThat(api.send("notes").text()).isEqualTo("notes for my-notes/1");
        }
        // endregion
    }

    @Test
    void urlsOutOfParts() {
        String title = "snow / ice";
        // region url
        String url = UrlBuilder.of("https://api.example/v1")
                .segments("notes", title) // a slash in it does not separate
                .query("tag", "a & b")
                .build();
        assertThat(url).isEqualTo("https://api.example/v1/notes/snow%20%2F%20ice?tag=a+%26+b");
        // endregion
    }

    @Test
    void timeoutsOfOneRequest() throws Exception {
        String url = server.url("/never");
        // region timeouts
        Timeouts hasty = Timeouts.builder()
                .pool(ofSeconds(1)) // for a connection that is free
                .connect(ofSeconds(2)) // for a new one, with TLS
                .read(ofMillis(100)) // for the next bytes of the response
                .total(ofSeconds(10)) // for all of it
                .build();
        try (Fetcher fetcher = Fetcher.start()) {
            Request request = Request.get(url).withAttribute(Timeouts.OF_REQUEST, hasty);
            assertThatThrownBy(() -> fetcher.send(request)).isInstanceOf(ReadTimeoutException.class);
        }
        // endregion
    }

    @Test
    void aServerWithSeveralLoops() throws Exception {
        String backend = server.url("/echo");
        Set<String> loops = Collections.synchronizedSet(new TreeSet<>());
        // region loops
        try (Fetcher fetcher = Fetcher.start()) {
            Snow proxy = new Snow().mount("/", request -> {
                Future<Response> response = fetcher.handle(request.withTarget(backend));
                return response.map(
                        head -> { // on the loop of the request
                            loops.add(Scheduler.current().toString());
                            return head;
                        });
            });
            try (Server front = Server.of(proxy).loops(2).listen("127.0.0.1", 0);
                    Fetcher clients = Fetcher.start()) {
                Body body = Body.of(new byte[100_000]);
                for (int i = 0; i < 4; i++) {
                    Request request = Request.post(front.url("/"), body).withHeader("Connection", "close");
                    assertThat(clients.send(request).body()).isEqualTo(body);
                }
            }
        }
        // endregion
        assertThat(loops).hasSize(2);
    }
}
