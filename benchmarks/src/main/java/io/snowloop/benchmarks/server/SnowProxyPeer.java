// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import java.io.IOException;

/** Snow and the Fetcher on one loop, with their default limits, time-outs and checks. Bodies are passed on as they come. */
public final class SnowProxyPeer implements ServerPeer {
    private static final int CONNECTIONS = 1024;

    @Override
    public void serve(int port) throws IOException {
        String origin = "http://127.0.0.1:" + ProxyEntries.originPort();
        EventLoop loop = EventLoop.open();
        Fetcher fetcher = Fetcher.on(
                loop,
                FetcherOptions.builder()
                        .maxPerOrigin(CONNECTIONS)
                        .maxConnections(CONNECTIONS)
                        .build());
        Snow app = new Snow().mount("/", request -> pass(request, origin, fetcher));
        Server.of(app)
                .options(ServerOptions.builder().backlog(Backlog.LENGTH).build())
                .on(loop)
                .run("127.0.0.1", port);
    }

    private static Future<Response> pass(Request request, String origin, Fetcher fetcher) {
        Request sent = request.withTarget(origin + request.target()).withHeaders(endToEnd(request.headers()));
        return fetcher.handle(sent).map(response -> response.withHeaders(endToEnd(response.headers())));
    }

    private static Headers endToEnd(Headers headers) {
        Headers rest = headers;
        for (String name : HopByHop.FIELDS) {
            rest = rest.without(name);
        }
        return rest;
    }
}
