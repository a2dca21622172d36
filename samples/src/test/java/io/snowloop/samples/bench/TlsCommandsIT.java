// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fetch} against {@code bench-server --tls}, and whom it believes. */
class TlsCommandsIT {
    @TempDir
    private Path folder;

    private static Server serve(Identity identity) throws IOException {
        return Server.of(BenchApp.create()).tls(TlsConfig.server(identity)).listen("127.0.0.1", 0);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsBelievedOnlyWhenToldSo() throws Exception {
        try (Server server = serve(SelfSigned.identity())) {
            String url = server.url("/plaintext");
            assertThat(url).startsWith("https://");

            CommandRun believing = CommandRun.of("fetch", "--insecure", url);
            assertThat(believing.out()).isEqualTo("Hello, World!");
            assertThat(believing.exitCode()).isZero();

            CommandRun careful = CommandRun.of("fetch", url);
            assertThat(careful.err()).contains("TLS handshake with 127.0.0.1");
            assertThat(careful.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsBelievedAndNoOther() throws Exception {
        TestAuthority authority = new TestAuthority("Ours");
        TestAuthority.Issued issued = authority.issue("127.0.0.1");
        try (Server server = serve(Identity.of(issued.key(), issued.chain()))) {
            String url = server.url("/json");
            CommandRun ours = CommandRun.of("fetch", "--cacert", pem(authority), url);
            assertThat(ours.out()).isEqualTo("{\"message\":\"Hello, World!\"}");
            CommandRun others = CommandRun.of("fetch", "--cacert", pem(new TestAuthority("Theirs")), url);
            assertThat(others.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aFileWithoutCertificatesIsABadArgument() {
        CommandRun run =
                CommandRun.of("fetch", "--cacert", folder.resolve("none.pem").toString(), "https://127.0.0.1/");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("cannot read the certificates: there is no file")
                .contains("none.pem");
    }

    @Test
    void onlyOneOfTheTwoMayBeGiven() {
        CommandRun run = CommandRun.of("fetch", "--insecure", "--cacert", "a.pem", "https://127.0.0.1/");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private String pem(TestAuthority authority) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(authority.certificate.getEncoded());
        Path file = Files.createTempFile(folder, "authority", ".pem");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        return file.toString();
    }
}
