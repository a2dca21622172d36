// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsEngine;
import io.snowloop.tls.Trust;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/tls.md} shows. */
class TlsPageTest {
    private final TestAuthority authority = new TestAuthority("Test Authority");
    private final TestAuthority.Issued issued = authority.issue("127.0.0.1");

    @TempDir
    Path files;

    @Test
    void bothEnds() throws Exception {
        Path chain = issued.writeChain(files.resolve("chain.pem"));
        Path key = issued.writeKey(files.resolve("key.pem"));
        Path authorities = authority.write(files.resolve("ca.pem"));
        Snow app = new Snow().get("/", request -> Response.text("hello"));

        // region both-ends
        TlsConfig serverTls = TlsConfig.server(Identity.pem(chain, key));
        TlsConfig clientTls = TlsConfig.client(Trust.pem(authorities));

        try (Server server = Server.of(app).tls(serverTls).listen("127.0.0.1", 0);
                Fetcher fetcher =
                        Fetcher.create(FetcherOptions.builder().tls(clientTls).build())) {
            String url = server.url("/"); // https://127.0.0.1:...
            Future<Response> response = fetcher.fetch(Request.get(url));
            fetcher.run();
            assertThat(response.await().text()).isEqualTo("hello");
        }
        // endregion
    }

    @Test
    void whoIsNotTrustedIsNotTalkedTo() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("hello"));
        try (Server server = Server.of(app)
                        .tls(TlsConfig.server(Identity.of(issued.key(), issued.chain())))
                        .listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.create()) {
            Future<Response> response = fetcher.fetch(Request.get(server.url("/")));
            fetcher.run();
            assertThatThrownBy(response::await)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("TLS handshake with 127.0.0.1");
        }
    }

    @Test
    void twoEnginesShakeHandsWithoutASocket() throws Exception {
        TlsConfig serverTls = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        TlsConfig clientTls = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
        TlsEngine client = TlsEngine.client(clientTls, "127.0.0.1", 443);
        TlsEngine server = TlsEngine.server(serverTls);
        while (client.state() == TlsEngine.State.HANDSHAKING || server.state() == TlsEngine.State.HANDSHAKING) {
            advance(client, server);
            advance(server, client);
        }
        assertThat(client.state()).isEqualTo(TlsEngine.State.OPEN);
        assertThat(server.state()).isEqualTo(TlsEngine.State.OPEN);
        assertThat(client.session().protocol()).isEqualTo("TLSv1.3");
    }

    // region advance
    /** Does what the engine says, until it needs bytes of the peer. */
    static void advance(TlsEngine engine, TlsEngine peer) throws Exception {
        ByteBuffer plaintext = ByteBuffer.allocate(TlsEngine.PLAINTEXT_SIZE);
        ByteBuffer output = ByteBuffer.allocate(TlsEngine.OUTPUT_SIZE);
        while (true) {
            switch (engine.next(plaintext, output)) {
                case NEED_TASK -> engine.task().run(); // in a loop: on another thread
                case OUTPUT -> {
                    peer.receive(output); // lent until keep(), which copies the unused bytes
                    peer.keep();
                }
                case OPENED, PLAINTEXT, ENDED, CONTINUE -> {}
                case NEED_BYTES -> {
                    return;
                }
            }
        }
    }
    // endregion
}
