// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import java.util.concurrent.CountDownLatch;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * Apache's HttpAsyncClient with one I/O thread, and the pool that it recommends for many connections to the same host.
 */
public final class ApacheClientPeer implements ClientPeer {
    private final CloseableHttpAsyncClient client;
    private final String base;

    /** A client for this port. */
    public ApacheClientPeer(int port, int connections) {
        client = HttpAsyncClients.custom()
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .build())
                .build();
        client.start();
        base = "http://127.0.0.1:" + port;
    }

    @Override
    public void fetch(String path, Answer answer) {
        SimpleHttpRequest request = SimpleRequestBuilder.get(base + path).build();
        client.execute(request, new FutureCallback<SimpleHttpResponse>() {
            @Override
            public void completed(SimpleHttpResponse response) {
                answer.complete(response.getCode(), response.getBodyBytes().length);
            }

            @Override
            public void failed(Exception error) {
                answer.fail(error);
            }

            @Override
            public void cancelled() {
                answer.fail(new IllegalStateException("cancelled"));
            }
        });
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        begin.run();
        done.await();
    }
}
