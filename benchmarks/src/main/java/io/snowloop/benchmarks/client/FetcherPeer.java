// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.server.PeerKey;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Request;
import io.snowloop.tls.TlsConfig;
import java.util.concurrent.CountDownLatch;

/** The Fetcher on the calling thread, with its default limits, time-outs and checks. */
public final class FetcherPeer implements ClientPeer {
    private final Fetcher fetcher;
    private final String base;

    /** A client for this port. */
    public FetcherPeer(int port, int connections) {
        FetcherOptions.Builder options =
                FetcherOptions.builder().maxPerOrigin(connections).maxConnections(connections);
        if (PeerKey.isGiven()) {
            options.tls(TlsConfig.client(ClientTls.context()));
        }
        fetcher = Fetcher.create(options.build());
        base = ClientTls.base(port);
    }

    @Override
    public void fetch(String path, Answer answer) {
        fetcher.fetch(Request.get(base + path)).onComplete((response, error) -> {
            if (response != null) {
                answer.complete(response.status().code(), response.bytes().length);
            } else if (error != null) {
                answer.fail(error);
            }
        });
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) {
        begin.run();
        fetcher.run();
    }
}
