// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Response;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@NeedsDocker
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the engine has a kernel of its own, which shares no sockets")
@DisplayName("A Fetcher meets nginx at a Unix-domain socket")
class UnixSocketIT {
    private static final String CONFIG = """
            events {}
            error_log /dev/stderr notice;
            http {
                server {
                    listen unix:/shared/nginx.sock;
                    location / { return 200 "$host: $connection_requests"; }
                }
            }
            """;

    @Test
    void whateverTheUrlSays(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress socket = UnixDomainSocketAddress.of(folder.resolve("nginx.sock"));
        try (PeerContainer nginx = PeerContainer.nginx(CONFIG)
                        .withCreateContainerCmdModifier(
                                create -> create.getHostConfig().withBinds(Bind.parse(folder + ":/shared")));
                Visitor visitor =
                        new Visitor(FetcherOptions.builder().connectTo(socket).build())) {
            nginx.start();
            Response first = visitor.get("http://peer.test/");
            Response second = visitor.get("http://peer.test/");

            assertThat(first.text()).isEqualTo("peer.test: 1");
            assertThat(second.text()).isEqualTo("peer.test: 2");
        }
    }
}
