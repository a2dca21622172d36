// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One thread. It asks all conversations, again and again, whether they can go on. */
final class Spin implements Rung {
    private final Machine machine = Machine.REAL;

    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = machine.listen();
        All all = new All();
        all.add(new Accepting(server, client -> all.add(new Answering(client, backend, all.buffer))));
        return machine.start(server, server, () -> {
            try (all) {
                while (server.isOpen()) {
                    all.goOn();
                }
            }
        });
    }

    @Override
    public List<String> fetch(List<URI> urls, int atOnce) throws IOException {
        List<Asking> calls = new ArrayList<>();
        Iterator<URI> left = urls.iterator();
        try (All all = new All()) {
            while (left.hasNext() || all.count() > 0) {
                while (left.hasNext() && all.count() < atOnce) {
                    Asking call = new Asking(left.next(), machine.options().provider(), all.buffer);
                    calls.add(call);
                    all.add(call);
                }
                all.goOn();
            }
        }
        return calls.stream().map(Asking::body).toList();
    }

    /** All conversations of a thread. */
    private final class All implements Closeable {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        private final List<Conversation> open = new ArrayList<>();

        void add(Conversation conversation) {
            open.add(conversation);
        }

        int count() {
            return open.size();
        }

        void goOn() throws IOException {
            for (int i = open.size() - 1; i >= 0; i--) {
                if (open.get(i).go(machine.now()) == Conversation.Wait.END) {
                    open.remove(i);
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (Conversation conversation : open) {
                conversation.channel().close();
            }
        }
    }
}
