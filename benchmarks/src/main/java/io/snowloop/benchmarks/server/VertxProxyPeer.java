// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** The reverse proxy of Vert.x as in its manual, with one event loop for both halves. It removes the fields of one connection. */
public final class VertxProxyPeer implements ServerPeer {
    private static final int CONNECTIONS = 1024;

    @Override
    public void serve(int port) throws Exception {
        Vertx vertx = VertxPeer.vertx();
        HttpClient client =
                vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        HttpProxy proxy = HttpProxy.reverseProxy(client).origin(ProxyEntries.originPort(), "127.0.0.1");
        vertx.createHttpServer(VertxPeer.options(port))
                .requestHandler(proxy)
                .listen()
                .await();
    }
}
