// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One thread. A loop does the waiting, and conversations are callbacks. */
final class Loop implements Rung {
    private final Machine machine;

    Loop(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = machine.listen();
        All all = new All(new MiniLoop(machine.options()));
        all.add(new Accepting(server, client -> all.add(new Answering(client, backend, all.buffer))));
        return machine.start(server, all.loop::stop, () -> {
            try (all.loop) {
                all.loop.run();
            }
        });
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException {
        List<Asking> calls = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        Iterator<URI> left = urls.iterator();
        EventLoopOptions options = machine.options().toBuilder()
                .exceptionHandler((error, callback) -> failures.add(error))
                .build();
        try (MiniLoop loop = new MiniLoop(options)) {
            All all = new All(loop);
            while (left.hasNext() || all.open > 0) {
                if (left.hasNext() && all.open < atOnce) {
                    Asking call = new Asking(left.next(), options.provider(), all.buffer);
                    calls.add(call);
                    all.add(call); // it may end at once
                } else {
                    loop.turn();
                }
                if (!failures.isEmpty()) {
                    throw new IOException(failures.get(0));
                }
            }
        }
        return calls.stream().map(Asking::body).toList();
    }

    /** All conversations of a thread. */
    private static final class All {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        final MiniLoop loop;
        int open;

        All(MiniLoop loop) {
            this.loop = loop;
        }

        void add(Conversation conversation) throws IOException {
            open++;
            go(loop.register(conversation.channel(), 0, key -> go(key, conversation)), conversation);
        }

        private void go(SelectionKey key, Conversation conversation) throws IOException {
            Conversation.Wait wait = conversation.go(loop.now());
            switch (wait) {
                case END -> open--;
                case TIME -> {
                    key.interestOps(0);
                    loop.at(conversation.due(), () -> go(key, conversation));
                }
                default -> key.interestOps(wait.ops());
            }
        }
    }
}
