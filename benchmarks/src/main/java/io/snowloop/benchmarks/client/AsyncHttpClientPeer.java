// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import static org.asynchttpclient.Dsl.asyncHttpClient;
import static org.asynchttpclient.Dsl.config;

import io.snowloop.benchmarks.server.PeerKey;
import java.util.concurrent.CountDownLatch;
import org.asynchttpclient.AsyncCompletionHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClientConfig;
import org.asynchttpclient.Response;
import org.jspecify.annotations.Nullable;

/** AsyncHttpClient, on one thread of Netty. */
public final class AsyncHttpClientPeer implements ClientPeer {
    private final AsyncHttpClient client;
    private final String base;

    /** A client for this port. */
    public AsyncHttpClientPeer(int port, int connections) {
        DefaultAsyncHttpClientConfig.Builder config =
                config().setIoThreadsCount(1).setMaxConnections(connections).setMaxConnectionsPerHost(connections);
        if (PeerKey.isGiven()) {
            config.setHttp2Enabled(false).setSslContext(ClientTls.nettyContext());
        }
        client = asyncHttpClient(config);
        base = ClientTls.base(port);
    }

    @Override
    public void fetch(String path, Answer answer) {
        client.prepareGet(base + path).execute(new AsyncCompletionHandler<@Nullable Void>() {
            @Override
            public @Nullable Void onCompleted(@Nullable Response response) {
                if (response != null) {
                    answer.complete(response.getStatusCode(), response.getResponseBodyAsBytes().length);
                }
                return null;
            }

            @Override
            public void onThrowable(Throwable error) {
                answer.fail(error);
            }
        });
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        begin.run();
        done.await();
    }
}
