// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/** A thread for each connection: while one waits, the others run. */
final class Threads implements Rung {
    private final ThreadFactory threads;

    Threads(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = Machine.REAL.listen();
        return Machine.REAL.start(server, server, () -> {
            while (true) {
                SocketChannel client = server.accept();
                threads.newThread(() -> Blocking.answer(client, backend)).start();
            }
        });
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException, InterruptedException {
        Semaphore free = new Semaphore(atOnce);
        List<FutureTask<String>> calls = new ArrayList<>();
        for (URI url : urls) {
            FutureTask<String> call = new FutureTask<>(() -> Blocking.get(url));
            calls.add(call);
            free.acquire();
            threads.newThread(() -> {
                        call.run();
                        free.release();
                    })
                    .start();
        }
        return Calls.values(calls);
    }
}
