// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import io.snowloop.http.Status;
import org.junit.jupiter.api.DisplayName;

@NeedsDocker
@DisplayName("A Fetcher goes through tinyproxy")
class TinyproxyIT extends ForwardProxyContract {
    private static String config(int port, int plain, int secure, String more) {
        return """
                Port %d
                Timeout 60
                MaxClients 100
                LogLevel Info
                ViaProxyName "tinyproxy"
                ConnectPort %d
                ConnectPort %d
                ConnectPort 9
                """.formatted(port, plain, secure) + more;
    }

    /** It does not ask again, and so it does not say 407. */
    @Override
    Status refusal() {
        return Status.UNAUTHORIZED;
    }

    @Override
    PeerContainer proxy(int plain, int secure) {
        return PeerContainer.tinyproxies(
                        config(80, plain, secure, ""),
                        config(81, plain, secure, "BasicAuth " + USER + " " + PASSWORD + "\n"))
                .withExposedPorts(80, 81);
    }
}
