// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Snow over TLS. One limit is not the default: after 100,000 requests a connection would end, and the load does not open
 * another one.
 */
public final class SnowTlsPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException, GeneralSecurityException {
        Server.of(SnowPeer.app())
                .options(ServerOptions.builder()
                        .backlog(Backlog.LENGTH)
                        .maxRequests(Long.MAX_VALUE)
                        .build())
                .tls(TlsConfig.server(PeerKey.context()).toBuilder()
                        .protocols(PeerKey.PROTOCOL)
                        .build())
                .listen("127.0.0.1", port);
    }
}
