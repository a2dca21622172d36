// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsEngine;
import io.snowloop.tls.Trust;
import java.util.List;

/** What the page on TLS asks. Each method returns the answer. */
final class TlsQuestions {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TlsConfig CLIENT = TlsConfig.client(Trust.certificates(List.of(AUTHORITY.certificate)));

    private TlsQuestions() {}

    private static TlsConfig server(String name) {
        TestAuthority.Issued issued = AUTHORITY.issue(name);
        return TlsConfig.server(Identity.of(issued.key(), issued.chain()));
    }

    private static Future<Response> fetch(String scheme, TlsConfig tls) throws Exception {
        try (Server server = Server.of(new Snow().get("/", request -> Response.text("hello")))
                        .tls(tls)
                        .listen("127.0.0.1", 0);
                Fetcher fetcher =
                        Fetcher.create(FetcherOptions.builder().tls(CLIENT).build())) {
            Future<Response> response = fetcher.fetch(scheme + "://127.0.0.1:" + server.port() + "/");
            fetcher.run();
            return response;
        }
    }

    static String anotherHost() throws Exception {
        return fetch("https", server("example.org")).isFailed() ? "the handshake fails" : "it sends the request";
    }

    static String inClear() throws Exception {
        return fetch("http", server("127.0.0.1")).isFailed() ? "no response" : "a response";
    }

    static String roundTrips() throws Exception {
        TlsEngine client = TlsEngine.client(CLIENT, "127.0.0.1", 443);
        TlsEngine server = TlsEngine.server(server("127.0.0.1"));
        int roundTrips = 0;
        TlsPageTest.advance(client, server);
        while (client.state() == TlsEngine.State.HANDSHAKING) {
            TlsPageTest.advance(server, client);
            TlsPageTest.advance(client, server);
            roundTrips++;
        }
        return roundTrips == 1 ? "one" : String.valueOf(roundTrips);
    }
}
