// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Snow over HTTP/2. One limit is not the default: after 100,000 requests a connection would be told to go away, and h2load
 * does not open another one.
 */
public final class SnowHttp2Peer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException, GeneralSecurityException {
        Server.Builder server = Server.of(SnowPeer.app())
                .options(ServerOptions.builder()
                        .backlog(Backlog.LENGTH)
                        .maxRequests(Long.MAX_VALUE)
                        .build())
                .http2(Http2Limits.builder()
                        .maxConcurrentStreams(Http2Work.MAX_STREAMS)
                        .build());
        if (PeerKey.isGiven()) {
            server.tls(TlsConfig.server(PeerKey.context()).toBuilder()
                    .protocols(PeerKey.PROTOCOL)
                    .build());
        }
        server.listen("127.0.0.1", port);
    }
}
