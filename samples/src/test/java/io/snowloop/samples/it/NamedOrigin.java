// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Proxy;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Snow app with and without TLS that only a proxy in a container can reach: its name is known there, and not on the test's machine. So a
 * response shows that the proxy was asked, and that it looked up the name.
 */
final class NamedOrigin implements AutoCloseable {
    /** A name that {@link PeerContainer} knows. */
    static final String NAME = PeerContainer.ORIGIN;

    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final Trust TRUST = Trust.certificates(List.of(AUTHORITY.certificate));

    final Server plain;
    final Server secure;

    /** The addresses that requests came from: those of connections of the proxy. */
    final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();

    NamedOrigin() {
        Snow app = new Snow()
                .bodyLimit(4_000_000)
                .get("/field/{name}", request -> Response.text(String.valueOf(request.header(request.path("name")))))
                .get("/target/{rest:path}", request -> Response.text(request.target()))
                .post("/length", request -> Response.text(String.valueOf(request.bytes().length)))
                .get(
                        "/zeros/{count:int}",
                        request -> Response.bytes(new byte[request.pathInt("count")], "application/octet-stream"))
                .get("/silence", (request, loop) -> loop.newPromise())
                .webSocket("/echo", socket -> socket.onText(socket::send))
                .filter((request, next) -> {
                    connections.add(request.remoteAddress());
                    return next.handle(request);
                });
        TestAuthority.Issued issued = AUTHORITY.issue(NAME, "127.0.0.1");
        try {
            plain = Server.of(app).listen("0.0.0.0", 0); // a container cannot reach 127.0.0.1
            secure = Server.of(app)
                    .tls(TlsConfig.server(Identity.of(issued.key(), issued.chain())))
                    .listen("0.0.0.0", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://" + NAME + ":" + plain.port() + path;
    }

    String secureUrl(String path) {
        return "https://" + NAME + ":" + secure.port() + path;
    }

    /** Who trusts the origin, and goes through a proxy. */
    static Visitor visitor(Proxy proxy) {
        return visitor(proxy, FetcherOptions.DEFAULT);
    }

    static Visitor visitor(Proxy proxy, FetcherOptions options) {
        return new Visitor(
                options.toBuilder().tls(TlsConfig.client(TRUST)).proxies(proxy).build());
    }

    @Override
    public void close() {
        plain.close();
        secure.close();
    }
}
