// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.snowloop.benchmarks.server.PeerKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code java.net.http}: one thread for the selector, and one for the rest. */
public final class JdkClientPeer implements ClientPeer {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final HttpClient client;
    private final String base;

    /** A client for this port. Its pool is unbounded. */
    public JdkClientPeer(int port, int connections) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor);
        if (PeerKey.isGiven()) {
            builder.sslContext(ClientTls.context());
        }
        client = builder.build();
        base = ClientTls.base(port);
    }

    @Override
    public void fetch(String path, Answer answer) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).build();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).whenComplete((response, error) -> {
            if (error == null) {
                answer.complete(response.statusCode(), response.body().length);
            } else {
                answer.fail(error);
            }
        });
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        executor.execute(begin);
        done.await();
    }
}
