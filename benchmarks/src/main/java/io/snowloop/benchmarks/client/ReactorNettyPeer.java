// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.netty.handler.ssl.SslContext;
import io.snowloop.benchmarks.server.PeerKey;
import java.util.concurrent.CountDownLatch;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Reactor Netty on {@code java.nio}, with one event loop. */
public final class ReactorNettyPeer implements ClientPeer {
    private final LoopResources loops = LoopResources.create("client", 1, true);
    private final HttpClient client;

    /** A client for this port. */
    public ReactorNettyPeer(int port, int connections) {
        ConnectionProvider pool = ConnectionProvider.builder("client")
                .maxConnections(connections)
                .pendingAcquireMaxCount(-1)
                .build();
        HttpClient plain =
                HttpClient.create(pool).runOn(loops, false).host("127.0.0.1").port(port);
        client = PeerKey.isGiven() ? overTls(plain) : plain;
    }

    private static HttpClient overTls(HttpClient plain) {
        SslContext context = ClientTls.nettyContext();
        return plain.secure(tls -> tls.sslContext(context));
    }

    @Override
    public void fetch(String path, Answer answer) {
        client.get()
                .uri(path)
                .responseSingle((response, body) -> body.asByteArray()
                        .map(bytes -> new Received(response.status().code(), bytes.length)))
                .subscribe(received -> answer.complete(received.status, received.length), answer::fail);
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        loops.onClient(false).execute(begin);
        done.await();
    }

    private record Received(int status, int length) {}
}
