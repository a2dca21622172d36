// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Http2Options;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Version;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/http2.md} shows of a client. */
class Http2ClientPageTest {
    private final TestAuthority authority = new TestAuthority("test");
    private final TestAuthority.Issued issued = authority.issue("127.0.0.1");
    private final TlsConfig trust = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
    private final Snow app = new Snow().get("/", request -> Response.text("by " + request.version()));

    @Test
    void aClientNegotiates() throws Exception {
        TlsConfig server = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        try (EventLoop loop = EventLoop.open();
                Server snow = Server.of(app)
                        .tls(server)
                        .http2(Http2Limits.DEFAULT)
                        .on(loop)
                        .listen("127.0.0.1", 0)) {
            String url = snow.url("/");
            // region negotiate
            FetcherOptions options = FetcherOptions.builder()
                    .httpVersion(HttpVersionPolicy.NEGOTIATE) // HTTP/2 where the server chooses it
                    .tls(trust)
                    .build();
            try (Fetcher fetcher = Fetcher.on(loop, options)) {
                List<Future<Response>> responses = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    responses.add(fetcher.fetch(url)); // over one connection
                }
                for (Response response : loop.runUntil(Future.all(loop, responses))) {
                    assertThat(response.version()).isEqualTo(Version.HTTP_2);
                }
                assertThat(fetcher.connections()).isEqualTo(1);
            }
            // endregion
        }
    }

    @Test
    void oneRequestChooses() throws Exception {
        try (EventLoop loop = EventLoop.open();
                Server snow = Server.of(app).http2(Http2Limits.DEFAULT).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            String url = snow.url("/");
            // region one-request
            Request known = Request.get(url).withAttribute(HttpVersionPolicy.OF_REQUEST, HttpVersionPolicy.HTTP_2);
            assertThat(loop.runUntil(fetcher.fetch(known)).text()).isEqualTo("by HTTP/2.0");
            assertThat(loop.runUntil(fetcher.fetch(url)).text()).isEqualTo("by HTTP/1.1");
            // endregion
            assertThat(fetcher.connections()).isEqualTo(2);
        }
    }

    /** What {@code docs/how-to/websocket.md} shows. */
    @Test
    void aWebSocketShares() throws Exception {
        TlsConfig server = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        Snow with = new Snow()
                .mount("/app", app)
                .webSocket("/socket", (socket, request) -> socket.send("by " + request.version()));
        try (EventLoop loop = EventLoop.open();
                Server snow = Server.of(with)
                        .tls(server)
                        .http2(Http2Limits.DEFAULT)
                        .on(loop)
                        .listen("127.0.0.1", 0)) {
            String url = snow.url("");
            FetcherOptions options = FetcherOptions.builder()
                    .httpVersion(HttpVersionPolicy.NEGOTIATE)
                    .tls(trust)
                    .build();
            try (Fetcher fetcher = Fetcher.on(loop, options)) {
                // region websocket
                loop.runUntil(fetcher.fetch(url + "/app/")); // its connection is one of HTTP/2
                WebSocket socket = loop.runUntil(fetcher.webSocket(url + "/socket"));
                socket.onText(text -> {
                    assertThat(text).isEqualTo("by HTTP/2.0");
                    assertThat(fetcher.connections()).isEqualTo(1);
                    socket.close(1000, text);
                });
                // endregion
                assertThat(loop.runUntil(socket.closed())).isEqualTo(CloseReason.of(1000));
            }
        }
    }

    @Test
    void settings() {
        // region settings
        FetcherOptions options = FetcherOptions.builder()
                .httpVersion(HttpVersionPolicy.NEGOTIATE)
                .http2(Http2Options.builder()
                        .ping(Duration.ofSeconds(10)) // notice sooner that a server is gone
                        .limits(Http2Limits.builder()
                                .initialWindowSize(1024 * 1024) // for a fast download where a round trip takes long
                                .build())
                        .build())
                .build();
        // endregion
        assertThat(options.http2().ping()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.http2().limits().initialWindowSize()).isEqualTo(1024 * 1024);
    }
}
