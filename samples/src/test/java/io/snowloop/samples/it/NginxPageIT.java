// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.Forwarded.xForwarded;
import static io.snowloop.server.filter.RequestId.requestIdOfProxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.RateLimit;
import io.snowloop.server.filter.RequestId;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;

/** What {@code docs/how-to/nginx.md} shows. */
@NeedsDocker
@DisplayName("The app and the configuration of the page on nginx")
class NginxPageIT {
    /** Made when the address of nginx is known. */
    private static volatile Snow app = new Snow();

    private static final Server SERVER = serve();

    @Container
    private static final PeerContainer NGINX = PeerContainer.nginx(config(SERVER.port()));

    private static Server serve() {
        try {
            return Server.of(request -> app.handle(request)).listen("0.0.0.0", 0); // a container cannot reach 127.0.0.1
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void trustNginx() {
        app = app(AddressRanges.of(NGINX.address()))
                .get(
                        "/who",
                        request -> Response.text(request.remoteAddress() + " for " + request.header("Host") + ", TLS: "
                                + request.context().isSecure()));
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static String config(int port) {
        // region config
        return """
                events {}
                error_log /dev/stderr notice;
                http {
                    map $http_upgrade $connection_upgrade {
                        default upgrade;
                        ''      '';
                    }
                    server {
                        listen 80;
                        location / {
                            proxy_pass http://host.docker.internal:%d;
                            proxy_http_version 1.1;
                            proxy_set_header Host $http_host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_set_header X-Forwarded-Proto $scheme;
                            proxy_set_header X-Forwarded-Host $http_host;
                            proxy_set_header X-Request-Id $request_id;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection $connection_upgrade;
                            proxy_buffering off;
                        }
                    }
                }
                """.formatted(port);
        // endregion
    }

    private static Snow app(AddressRanges nginx) {
        // region app
        RateLimit limit = RateLimit.builder(5, Duration.ofMinutes(1)).build(); // for each client
        Snow search = new Snow().filter(limit).get("/", request -> Response.text("found"));
        return new Snow()
                .filter(xForwarded(nginx)) // first: the others see the client, and not nginx
                .filter(requestIdOfProxy()) // one id for a request, in nginx' log and in this one
                .filter(accessLog())
                .mount("/search", search)
                .get("/id", request -> Response.text(RequestId.of(request)))
                .get("/events", request -> EventStream.of(request, events -> events.send("at once")))
                .webSocket("/echo", socket -> socket.onText(socket::send));
        // endregion
    }

    @Test
    @DisplayName("limit each client, whatever it says of itself")
    void limits() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            int last = 0;
            for (int i = 0; i < 6; i++) {
                Request request = Request.get(NGINX.url("/search/")).withHeader("X-Forwarded-For", "192.0.2." + i);
                last = fetcher.runUntil(fetcher.fetch(request)).status().code();
            }
            assertThat(last).isEqualTo(429);
        }
    }

    @Test
    @DisplayName("tell who the client is, and by which name and scheme it came")
    void client() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            String told = fetcher.runUntil(fetcher.fetch(NGINX.url("/who"))).text();
            assertThat(told)
                    .endsWith(" for " + NGINX.url("").replace("http://", "") + ", TLS: false")
                    .doesNotContain(NGINX.address());
            Request forged = Request.get(NGINX.url("/who")).withHeader("X-Forwarded-Proto", "https");
            assertThat(fetcher.runUntil(fetcher.fetch(forged)).text()).isEqualTo(told);
        }
    }

    @Test
    @DisplayName("have one id for a request")
    void id() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            Response response = fetcher.runUntil(fetcher.fetch(NGINX.url("/id")));
            assertThat(response.text())
                    .matches("[0-9a-f]{32}") // as nginx makes them
                    .isEqualTo(response.header("X-Request-Id"));
        }
    }

    @Test
    @DisplayName("let events through at once")
    void events() throws Exception {
        try (Fetcher fetcher = Fetcher.create();
                EventSource source = EventSource.of(fetcher, NGINX.url("/events"))) {
            assertThat(fetcher.runUntil(source.next())).isEqualTo(ServerSentEvent.of("at once"));
        }
    }

    @Test
    @DisplayName("let a WebSocket through, of a page of their own")
    void webSocket() throws Exception {
        String page = NGINX.url("");
        Request opening = Request.get(page.replace("http", "ws") + "/echo").withHeader("Origin", page);
        try (Fetcher fetcher = Fetcher.create()) {
            Promise<String> echo = fetcher.loop().newPromise();
            WebSocket socket = fetcher.runUntil(fetcher.webSocket(opening, WebSocketOptions.DEFAULT));
            socket.onText(echo::complete);
            socket.send("snow");
            assertThat(fetcher.runUntil(echo)).isEqualTo("snow");
        }
    }
}
