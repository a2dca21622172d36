// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** At most 200 threads. The 201st connection waits in a queue, until another one has closed. */
final class Pool implements Rung {
    private static final int SIZE = 200;

    private final ThreadFactory threads;

    Pool(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = Machine.REAL.listen();
        ExecutorService pool = Executors.newFixedThreadPool(SIZE, threads);
        return Machine.REAL.start(server, server, () -> {
            while (true) {
                SocketChannel client = server.accept();
                pool.execute(() -> Blocking.answer(client, backend));
            }
        });
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(atOnce, SIZE), threads);
        List<Future<String>> calls = new ArrayList<>();
        for (URI url : urls) {
            calls.add(pool.submit(() -> Blocking.get(url)));
        }
        pool.shutdown();
        return Calls.values(calls);
    }
}
