// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docs/how-to/http2.md} shows. */
class Http2PageTest {
    private final TestAuthority authority = new TestAuthority("test");
    private final TestAuthority.Issued issued = authority.issue("127.0.0.1");
    private final Identity identity = Identity.of(issued.key(), issued.chain());

    /** The client is the JDK's. */
    @ParameterizedTest
    @CsvSource({"HTTP_2, by HTTP/2.0", "HTTP_1_1, by HTTP/1.1"})
    void aServer(Version version, String text) throws Exception {
        // region server
        Snow app = new Snow().get("/", request -> Response.text("by " + request.version()));
        Server server = Server.of(app)
                .tls(TlsConfig.server(identity))
                .http2(Http2Limits.DEFAULT)
                .listen("127.0.0.1", 0);
        // endregion
        try (server) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(TlsConfig.client(Trust.certificates(List.of(authority.certificate)))
                            .context())
                    .version(version)
                    .build();
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(server.url("/"))).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo(text);
            assertThat(response.version()).isEqualTo(version);
        }
    }

    @Test
    void limits() {
        // region limits
        Http2Limits limits = Http2Limits.builder()
                .maxConcurrentStreams(50)
                .initialWindowSize(256 * 1024) // faster uploads where a round trip takes long
                .build();
        // endregion
        assertThat(limits.maxConcurrentStreams()).isEqualTo(50);
    }
}
