// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Retries.retries;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.client.testing.MockAnswer;
import io.snowloop.client.testing.MockServer;
import io.snowloop.client.testing.Recorder;
import io.snowloop.client.testing.Replay;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/test-a-client.md} shows. */
class ClientTestsPageTest {
    // region client
    /** The code that is tested: how many words a page has. */
    static Future<Integer> words(Handler http, String url) {
        return http.handle(Request.get(url))
                .flatMap(response -> response.collect(100_000))
                .map(response -> response.text().split(" ").length);
    }
    // endregion

    // region mock
    @Test
    void wordsAreCounted() throws Exception {
        // region mock-server
        try (EventLoop loop = EventLoop.open();
                MockServer server = MockServer.listen(loop); // on a free port
                Fetcher fetcher = Fetcher.on(loop)) {
            server.answer(Response.text("it snows again"));

            assertThat(fetcher.runUntil(words(fetcher, server.url("/today")))).isEqualTo(3);
            assertThat(server.requests()).extracting(Request::path).containsExactly("/today");
        }
        // endregion
    }
    // endregion

    // region faults
    @Test
    void aServerThatBreaksIsAskedAgain() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            MockServer server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2")).with(retries(3));
            server.answer(MockAnswer.reset())
                    .answer(Response.of(Status.SERVICE_UNAVAILABLE))
                    .answer(MockAnswer.of(Response.text("it snows")).after(ofSeconds(20))); // and no time on your clock

            assertThat(simulation.runUntil(words(fetcher, server.url("/")))).isEqualTo(2);
            assertThat(server.unused()).isZero();
        }
    }
    // endregion

    // region matcher
    @Test
    void eachPathHasItsAnswer() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            MockServer server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            server.when(request -> request.path().equals("/a"), MockAnswer.of(Response.text("one")))
                    .when(request -> request.path().equals("/b"), MockAnswer.of(Response.text("one two")));

            assertThat(simulation.runUntil(words(fetcher, server.url("/b")))).isEqualTo(2);
            assertThat(simulation.runUntil(words(fetcher, server.url("/a")))).isEqualTo(1);
        }
    }
    // endregion

    @Test
    void aServerWithTlsAndAProxyWithATunnel(@TempDir Path folder) throws Exception {
        TlsHowToPageTest.keytool(folder);
        try (EventLoop loop = EventLoop.open()) {
            // region tls
            TlsConfig tls = TlsConfig.server(Identity.pkcs12(folder.resolve("web.p12"), "changeit".toCharArray()));
            MockServer server = MockServer.listenTls(loop, "127.0.0.1", 0, tls);
            server.answer(Response.text("it snows"));

            FetcherOptions trusting = FetcherOptions.builder()
                    .tls(TlsConfig.client(Trust.pem(folder.resolve("web.pem"))))
                    .build();
            Fetcher fetcher = Fetcher.on(loop, trusting);
            assertThat(fetcher.runUntil(words(fetcher, server.url("/")))).isEqualTo(2); // https://127.0.0.1:...
            // endregion
            // region tunnel
            MockServer proxy = MockServer.listen(loop);
            proxy.answer(MockAnswer.tunnel(tls)).answer(Response.text("it snows again"));

            Fetcher behindProxy = Fetcher.on(
                    loop, trusting.toBuilder().proxies(Proxy.of(proxy.url(""))).build());
            assertThat(behindProxy.runUntil(words(behindProxy, "https://localhost/today")))
                    .isEqualTo(3);
            assertThat(proxy.requests())
                    .extracting(Request::toString)
                    .containsExactly("CONNECT localhost:443", "GET /today");
            // endregion
            fetcher.close();
            behindProxy.close();
            server.close();
            proxy.close();
        }
    }

    @Test
    void recordAndReplay(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("words.txt");
        try (EventLoop loop = EventLoop.open();
                MockServer real = MockServer.listen(loop);
                Fetcher plain = Fetcher.on(loop)) {
            real.answer(Response.text("it snows"));
            String url = real.url("/");
            // region record
            Recorder recorder = Recorder.create().alsoRedacting("X-Api-Key");
            Fetcher fetcher = plain.with(recorder).with(contentDecoding());
            fetcher.runUntil(words(fetcher, url));
            recorder.save(file);
            // endregion
            // region replay
            Replay replay = Replay.load(file);
            Fetcher offline = plain.with(replay);

            assertThat(fetcher.runUntil(words(offline, url))).isEqualTo(2);
            assertThat(replay.unused()).isZero();
            // endregion
        }
    }
}
