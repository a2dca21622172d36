// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsDocker
@DisplayName("HAProxy tells the addresses of its clients by the PROXY protocol")
class ProxyProtocolIT {
    private static String config(int port, String setting) {
        return """
                defaults
                    mode tcp
                    timeout connect 1s
                    timeout client 10s
                    timeout server 10s

                frontend clients
                    bind :80
                    default_backend app
                backend app
                    server app host.docker.internal:%d %s
                """.formatted(port, setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2", "send-proxy-v2-ssl"})
    void inEachVersion(String setting) throws Exception {
        AddressRanges all = AddressRanges.of("0.0.0.0/0", "::/0"); // the test does not know that of the container
        Snow app = new Snow()
                .get(
                        "/",
                        request -> Response.text(request.remoteAddress() + " at "
                                + request.context().localAddress()));
        try (Server server = Server.of(app).proxyProtocol(all).listen("0.0.0.0", 0);
                PeerContainer haproxy = PeerContainer.haproxy(config(server.port(), setting));
                Visitor visitor = new Visitor()) {
            haproxy.start();
            assertThat(visitor.get(haproxy.url("/")).text())
                    .as("the port that HAProxy listens on in its container")
                    .matches("/[0-9.]+:[0-9]+ at /[0-9.]+:80");
        }
    }
}
