// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.snowloop.benchmarks.measure.Http2Work;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Helidon SE over HTTP/2, set up as {@link HelidonPeer}: a virtual thread for each connection, and one for each stream. It
 * speaks HTTP/1.1, too, as by default. With HTTP/2 alone, this release sends its SETTINGS before the handshake of TLS is
 * done, and they are lost.
 */
public final class HelidonHttp2Peer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException, GeneralSecurityException {
        WebServerConfig.Builder server = HelidonPeer.server(
                port,
                Http1Config.create(),
                Http2Config.builder()
                        .maxConcurrentStreams(Http2Work.MAX_STREAMS)
                        .build());
        if (PeerKey.isGiven()) {
            server.tls(Tls.builder()
                    .sslContext(PeerKey.context())
                    .addEnabledProtocol(PeerKey.PROTOCOL)
                    .addApplicationProtocol("h2")
                    .build());
        }
        server.build().start();
    }
}
