// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static io.snowloop.client.Retries.retries;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.ReadTimeoutException;
import io.snowloop.client.Redirects;
import io.snowloop.client.Retries;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/fetcher.md} shows. */
class FetcherPageTest {
    private final List<String> log = new ArrayList<>();
    private Server server;

    @BeforeEach
    void serve() throws Exception {
        server = new Snow()
                .get("/home/", request -> Response.text("home"))
                .get("/old/", request -> Response.redirect("/home/"))
                .get("/old-secret/", request -> Response.redirect("/secret/"))
                .get("/secret/", FetcherPageTest::secret)
                .get("/never/", (request, loop) -> loop.newPromise())
                .get("/busy/", this::busy)
                .get("/zipped/", FetcherPageTest::zipped)
                .get("/large/", request -> Response.text("x".repeat(1_000_000)))
                .listen(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Response busy(Request request) {
        log.add("asked");
        Status status = log.size() < 3 ? Status.SERVICE_UNAVAILABLE : Status.OK;
        return Response.text("at last").withStatus(status);
    }

    private static Response secret(Request request) {
        boolean allowed = "Bearer secret".equals(request.header("Authorization"));
        return allowed ? Response.text("for your eyes only") : Response.of(Status.UNAUTHORIZED);
    }

    private static Response zipped(Request request) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(request.headers().hasToken("Accept-Encoding", "gzip")).isTrue();
        return Response.bytes(zipped.toByteArray(), "text/plain").withHeader("Content-Encoding", "gzip");
    }

    @Test
    void manyRequestsOneThread() {
        List<String> urls = List.of(server.url("/home/"), server.url("/old/"), server.url("/large/"));
        // region run
        try (Fetcher fetcher = Fetcher.create()) {
            for (String url : urls) {
                fetcher.fetch(url).onComplete((response, error) -> log.add(url));
            }
            fetcher.run(); // returns when all are done, those included that callbacks started
        }
        // endregion

        assertThat(log).containsExactlyInAnyOrderElementsOf(urls);
    }

    @Test
    void threeTimeOuts() {
        // region timeouts
        Timeouts timeouts = Timeouts.builder()
                .connect(Duration.ofSeconds(2)) // the look-up of the name included
                .read(Duration.ofMillis(50)) // between two arrivals of bytes
                .total(Duration.ofSeconds(30)) // from the call to the last byte
                .build();
        FetcherOptions options = FetcherOptions.builder().timeouts(timeouts).build();
        try (Fetcher fetcher = Fetcher.create(options)) {
            Future<Response> never = fetcher.fetch(server.url("/never/"));
            fetcher.run();
            assertThat(never.outcome().error()).isInstanceOf(ReadTimeoutException.class);
        }
        // endregion
    }

    @Test
    void cancelClosesTheConnection() throws IOException {
        // region cancel
        try (EventLoop loop = EventLoop.open();
                Fetcher fetcher = Fetcher.on(
                        loop, FetcherOptions.builder().maxConnections(1).build())) {
            Future<Response> never = fetcher.fetch(server.url("/never/"));
            Future<Response> home = fetcher.fetch(server.url("/home/"));
            loop.runWhile(() -> fetcher.connections() == 0); // now "never" has the only connection, and "home" waits

            never.cancel(); // closes the connection, so that a new one can be opened for "home"
            fetcher.run();

            assertThat(home.resultNow().text()).isEqualTo("home");
        }
        // endregion
    }

    @Test
    void filtersAreAddedOneByOne() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            // region filters
            Fetcher site = fetcher.with(redirects(5)).with(retries(3)).with(contentDecoding());

            Response home = fetcher.runUntil(site.fetch(server.url("/old/"))); // redirected to /home/
            Response busy = fetcher.runUntil(site.fetch(server.url("/busy/"))); // 503 twice, then 200
            Response zipped = fetcher.runUntil(site.fetch(server.url("/zipped/"))); // sent as gzip

            assertThat(home.text()).isEqualTo("home");
            assertThat(busy.text()).isEqualTo("at last");
            assertThat(zipped.bytes()).hasSize(1_000_000);
            // endregion
            assertThat(log).containsExactly("asked", "asked", "asked");
        }
    }

    @Test
    void aFilterHasSettingsOrIsALambda() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            // region settings
            Filter token = (request, next) -> next.handle(request.withHeader("Authorization", "Bearer secret"));
            Redirects logged = redirects(5)
                    .withObserver((request, response) -> log.add(response.status() + " from " + request.path()));
            Retries quick = retries(3).withPauses(Duration.ofMillis(20), Duration.ofSeconds(2));
            Fetcher site = fetcher.with(token).with(logged).with(quick);

            Response secret = fetcher.runUntil(site.fetch(server.url("/old-secret/")));

            assertThat(secret.text()).isEqualTo("for your eyes only");
            assertThat(log).containsExactly("302 Found from /old-secret/");
            // endregion
        }
    }

    @Test
    void whichUrlHasAnswered() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            // region whence
            Filter whence = (request, next) ->
                    next.handle(request).map(response -> response.withHeader("X-Url", request.target()));
            Fetcher site = fetcher.with(redirects(5)).with(whence); // inside: it sees each request of the chain

            Response home = fetcher.runUntil(site.fetch(server.url("/old/")));

            assertThat(home.header("X-Url")).isEqualTo(server.url("/home/"));
            // endregion
        }
    }

    @Test
    void intoAFile(@TempDir Path folder) throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            // region download
            Path file = folder.resolve("large.txt");
            Future<Response> download = fetcher.download(Request.get(server.url("/large/")), file);

            assertThat(fetcher.runUntil(download).status()).isEqualTo(Status.OK);
            assertThat(file).hasSize(1_000_000);
            // endregion
        }
    }

    @Test
    void headFirstThenTheBodyPieceByPiece() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            Promise<Long> length = fetcher.loop().newPromise();
            fetcher.handle(Request.get(server.url("/large/")))
                    .onComplete((response, error) -> count(response.body().stream(), 0, length));

            assertThat(fetcher.runUntil(length)).isEqualTo(1_000_000);
        }
    }

    // region pieces
    /** Counts the bytes of a body, of which one piece at a time is in memory. */
    private static void count(BodyStream body, long before, Promise<Long> total) {
        body.read().onComplete((piece, error) -> {
            if (error != null) {
                total.fail(error);
            } else if (piece == null) {
                total.complete(before);
            } else {
                count(body, before + piece.remaining(), total);
            }
        });
    }
    // endregion
}
