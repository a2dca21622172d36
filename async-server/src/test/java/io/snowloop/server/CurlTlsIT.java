// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("curl, over TLS")
class CurlTlsIT {
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");
    private static final TestAuthority.Issued ISSUED = AUTHORITY.issue("127.0.0.1");
    private static final Identity IDENTITY = Identity.of(ISSUED.key(), ISSUED.chain());
    private static final String LARGE = "0123456789abcdef".repeat(50_000);

    /** What curl exits with if it does not believe the server to be who it is. */
    private static final int UNTRUSTED = 60;

    @TempDir
    private Path folder;

    @BeforeAll
    static void findCurl() throws InterruptedException {
        Curl.require();
    }

    private static Server serve(TlsConfig tls) throws IOException {
        Snow app = new Snow()
                .get("/", request -> Response.text("hello"))
                .post("/echo", request -> Response.text(request.text()));
        return Server.of(app).tls(tls).listen("127.0.0.1", 0);
    }

    /** The kernel can't encipher what it sends. */
    @Test
    void resumesADownload() throws Exception {
        Files.writeString(folder.resolve("large.txt"), LARGE);
        Snow app = new Snow().get("/{path:path}", StaticFiles.of(folder));
        try (Server server = Server.of(app).tls(TlsConfig.server(IDENTITY)).listen("127.0.0.1", 0)) {
            assertThat(curl(server.url("/large.txt"), trusting("-r", "300000-699999"))
                            .text())
                    .isEqualTo(LARGE.substring(300_000, 700_000));
        }
    }

    private Curl curl(String url, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(url);
        return Curl.run(folder, LARGE, arguments);
    }

    private String[] trusting(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--cacert");
        all.add(AUTHORITY.write(folder.resolve("ca.pem")).toString());
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tlsv1.3", "--tls-max 1.2"})
    void getsAndUploads(String version) throws Exception {
        try (Server server = serve(TlsConfig.server(IDENTITY))) {
            List<String> options = new ArrayList<>(List.of(version.split(" ")));
            options.addAll(List.of("-w", "[%{http_version} %{num_connects}]", server.url("/")));
            assertThat(curl(server.url("/"), trusting(options.toArray(String[]::new)))
                            .text())
                    .isEqualTo("hello[1.1 1]hello[1.1 0]");
            assertThat(curl(server.url("/echo"), trusting("--data-binary", "@-"))
                            .text())
                    .isEqualTo(LARGE);
        }
    }

    @Test
    void doesNotTalkToWhomItDoesNotTrust() throws Exception {
        try (Server server = serve(TlsConfig.server(IDENTITY))) {
            assertThat(curl(server.url("/")).exit()).isEqualTo(UNTRUSTED);
            assertThat(curl(server.url("/"), "--insecure").text()).isEqualTo("hello");
        }
    }

    @Test
    void showsWhoItIs() throws Exception {
        TestAuthority.Issued client = AUTHORITY.issue("somebody");
        String chain = client.writeChain(folder.resolve("chain.pem")).toString();
        String key = client.writeKey(folder.resolve("key.pem")).toString();
        try (Server server = serve(TlsConfig.server(IDENTITY, Trust.certificates(List.of(AUTHORITY.certificate))))) {
            assertThat(curl(server.url("/"), trusting("--cert", chain, "--key", key))
                            .text())
                    .isEqualTo("hello");
            assertThat(curl(server.url("/"), trusting()).printed())
                    .containsPattern("alert (bad certificate|certificate required)"); // an older JDK says the former
        }
    }
}
