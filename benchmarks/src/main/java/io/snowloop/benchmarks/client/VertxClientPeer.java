// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.server.PeerKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PfxOptions;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Vert.x's client on {@code java.nio}, with one event loop. */
public final class VertxClientPeer implements ClientPeer {
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(false));
    private final Context context = vertx.getOrCreateContext();
    private final HttpClient client;

    /** A client for this port. */
    public VertxClientPeer(int port, int connections) {
        HttpClientOptions options =
                new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port);
        if (PeerKey.isGiven()) {
            options.setSsl(true)
                    .setEnabledSecureTransportProtocols(Set.of(PeerKey.PROTOCOL))
                    .setTrustOptions(
                            new PfxOptions().setPath(PeerKey.file().toString()).setPassword(PeerKey.PASSWORD));
        }
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    }

    @Override
    public void fetch(String path, Answer answer) {
        client.request(HttpMethod.GET, path)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> {
                    answer.complete(response.statusCode(), body.length());
                    return body;
                }))
                .onFailure(answer::fail);
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        context.runOnContext(now -> begin.run());
        done.await();
    }
}
