// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.activej.dns.DnsClient;
import io.activej.eventloop.Eventloop;
import io.activej.http.HttpClient;
import io.activej.http.HttpRequest;
import io.activej.http.HttpResponse;
import io.activej.promise.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** ActiveJ's client, on its own thread. Keep-alive is turned on, which is not its default. */
public final class ActiveJClientPeer implements ClientPeer {
    private final Eventloop loop = Eventloop.create();
    private final HttpClient client;
    private final String base;

    /** A client for this port. Its pool is unbounded. */
    public ActiveJClientPeer(int port, int connections) throws UnknownHostException {
        DnsClient unused =
                DnsClient.builder(loop, InetAddress.getByName("127.0.0.1")).build();
        client = HttpClient.builder(loop, unused)
                .withKeepAliveTimeout(Duration.ofSeconds(30))
                .build();
        loop.keepAlive(true);
        new Thread(loop, "loop").start();
        base = "http://127.0.0.1:" + port;
    }

    @Override
    public void fetch(String path, Answer answer) {
        Promise<HttpResponse> fetched =
                client.request(HttpRequest.get(base + path).build());
        fetched.whenResult(response -> response.loadBody()
                        .whenResult(body -> answer.complete(response.getCode(), body.readRemaining()))
                        .whenException(answer::fail))
                .whenException(answer::fail);
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        loop.execute(begin);
        done.await();
    }
}
