// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import java.util.Set;

/** Vert.x core over the JDK's TLS on {@code java.nio}, with one event loop. It sends no {@code Date}. */
public final class VertxTlsPeer implements ServerPeer {
    @Override
    public void serve(int port) throws Exception {
        HttpServerOptions options = VertxPeer.options(port)
                .setSsl(true)
                .setSslEngineOptions(new JdkSSLEngineOptions())
                .setEnabledSecureTransportProtocols(Set.of(PeerKey.PROTOCOL))
                .setKeyCertOptions(KeyCertOptions.wrap(PeerKey.managers()));
        VertxPeer.vertx()
                .createHttpServer(options)
                .requestHandler(VertxPeer::answer)
                .listen()
                .await();
    }
}
