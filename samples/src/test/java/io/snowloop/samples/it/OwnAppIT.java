// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Container;

/** The examples of {@code docs/real-peers.md}: integration tests for your own app. */
@NeedsDocker
class OwnAppIT {
    // region client
    @Container // static: started once for all tests of the class, and stopped after the last one
    private static final GenericContainer<?> NGINX = new GenericContainer<>(PeerContainer.IMAGE)
            .withCommand("nginx", "-g", "daemon off;")
            .withCopyToContainer(Transferable.of("<h1>Hello</h1>"), "/var/www/html/hello.html")
            .withExposedPorts(80)
            .waitingFor(Wait.forHttp("/hello.html")); // not for the port: it is open before nginx answers

    @Test
    void aCachedPageIsNotSentAgain() throws Exception {
        String url = "http://" + NGINX.getHost() + ":" + NGINX.getMappedPort(80) + "/hello.html";
        try (Fetcher fetcher = Fetcher.create()) {
            Response page = fetcher.runUntil(fetcher.fetch(Request.get(url)));
            Request again = Request.get(url).withHeader("If-None-Match", page.header("ETag"));

            assertThat(page.text()).isEqualTo("<h1>Hello</h1>");
            assertThat(fetcher.runUntil(fetcher.fetch(again)).status()).isEqualTo(Status.NOT_MODIFIED);
        }
    }
    // endregion

    // region app
    private static String config(int port) {
        return """
                events {}
                http {
                    server {
                        listen 80;
                        location / {
                            proxy_pass http://host.docker.internal:%d;
                            proxy_set_header Host $http_host;
                        }
                    }
                }
                """.formatted(port);
    }

    private final Snow app = new Snow().get("/", request -> Response.text("You asked " + request.header("Host")));

    @Test
    void theAppGetsTheHostThatTheClientAskedFor() throws Exception {
        try (Server server = Server.of(app).listen("0.0.0.0", 0); // a container cannot reach 127.0.0.1
                GenericContainer<?> nginx = inFrontOf(server);
                Fetcher fetcher = Fetcher.create()) {
            nginx.start();
            String authority = nginx.getHost() + ":" + nginx.getMappedPort(80);
            Response response = fetcher.runUntil(fetcher.fetch(Request.get("http://" + authority + "/")));

            assertThat(response.text()).isEqualTo("You asked " + authority);
        }
    }

    private static GenericContainer<?> inFrontOf(Server server) {
        return new GenericContainer<>(PeerContainer.IMAGE)
                .withCommand("nginx", "-g", "daemon off;")
                .withCopyToContainer(Transferable.of(config(server.port())), "/etc/nginx/nginx.conf")
                .withExtraHost("host.docker.internal", "host-gateway") // the name of this machine in a container
                .withExposedPorts(80)
                .waitingFor(Wait.forHttp("/"));
    }
    // endregion
}
