// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Reactor Netty's server and client on {@code java.nio}, with one event loop for both. Bodies are passed on as they come. */
public final class ReactorProxyPeer implements ServerPeer {
    private static final int CONNECTIONS = 1024;

    @Override
    public void serve(int port) {
        LoopResources loops = LoopResources.create("proxy", 1, true);
        ConnectionProvider pool = ConnectionProvider.builder("proxy")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1)
                .build();
        HttpClient client =
                HttpClient.create(pool).runOn(loops, false).host("127.0.0.1").port(ProxyEntries.originPort());
        HttpServer.create()
                .runOn(loops, false)
                .option(ChannelOption.SO_BACKLOG, Backlog.LENGTH)
                .host("127.0.0.1")
                .port(port)
                .handle((request, response) -> pass(request, response, client))
                .bindNow();
    }

    private static Publisher<Void> pass(HttpServerRequest request, HttpServerResponse response, HttpClient client) {
        return client.headers(sent -> copy(request.requestHeaders(), sent))
                .request(request.method())
                .uri(request.uri())
                .send(request.receive().retain())
                .response((received, body) -> {
                    response.status(received.status());
                    copy(received.responseHeaders(), response.responseHeaders());
                    return response.send(body.retain());
                });
    }

    private static void copy(HttpHeaders from, HttpHeaders to) {
        to.add(from);
        HopByHop.FIELDS.forEach(to::remove);
    }
}
