// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Http2Work;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.List;
import java.util.Set;

/**
 * Vert.x core over HTTP/2 on {@code java.nio}, with one event loop. It sends no {@code Date}. One setting is not the default:
 * over TLS it has a channel for each stream ({@code Http2MultiplexHandler}), because without that this release does not send
 * the rest of the large responses on a connection when no more requests come.
 */
public final class VertxHttp2Peer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        HttpServerOptions options = VertxPeer.options(port)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(Http2Work.MAX_STREAMS));
        if (PeerKey.isGiven()) {
            options.setHttp2MultiplexImplementation(true)
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                    .setSslEngineOptions(new JdkSSLEngineOptions())
                    .setEnabledSecureTransportProtocols(Set.of(PeerKey.PROTOCOL))
                    .setKeyCertOptions(KeyCertOptions.wrap(PeerKey.managers()));
        }
        VertxPeer.vertx()
                .createHttpServer(options)
                .requestHandler(VertxPeer::answer)
                .listen()
                .await();
    }
}
