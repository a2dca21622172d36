// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** One thread. It waits until the kernel, or the clock, says which conversations can go on. */
final class Select implements Rung {
    private final Machine machine;

    Select(Machine machine) {
        this.machine = machine;
    }

    @Override
    public Running serve(Backend backend) throws IOException {
        ServerSocketChannel server = machine.listen();
        All all = new All();
        all.add(new Accepting(server, client -> all.add(new Answering(client, backend, all.buffer))));
        return machine.start(server, () -> all.endOf(server), () -> {
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
                if (left.hasNext() && all.count() < atOnce) {
                    Asking call = new Asking(left.next(), machine.options().provider(), all.buffer);
                    calls.add(call);
                    all.add(call); // it may end at once
                } else {
                    all.goOn();
                }
            }
        }
        return calls.stream().map(Asking::body).toList();
    }

    /** All conversations of a thread. */
    private final class All implements Closeable {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        private final Selector selector = machine.options().provider().openSelector();
        private final PriorityQueue<Timer> timers = new PriorityQueue<>();
        private int open;

        All() throws IOException {}

        void add(Conversation conversation) throws IOException {
            open++;
            go(conversation.channel().register(selector, 0, conversation));
        }

        int count() {
            return open;
        }

        void goOn() throws IOException {
            selector.select(timers.isEmpty() ? 0 : timers.element().millisFrom(machine.now()));
            for (SelectionKey key : selector.selectedKeys()) {
                go(key);
            }
            selector.selectedKeys().clear();
            while (!timers.isEmpty() && timers.element().due - machine.now() <= 0) {
                go(timers.remove().key);
            }
        }

        private void go(SelectionKey key) throws IOException {
            Conversation conversation = (Conversation) key.attachment();
            Conversation.Wait wait = conversation.go(machine.now());
            switch (wait) {
                case END -> open--;
                case TIME -> timers.add(new Timer(conversation.due(), key.interestOps(0)));
                default -> key.interestOps(wait.ops());
            }
        }

        void endOf(ServerSocketChannel server) throws IOException {
            server.close();
            selector.wakeup();
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private record Timer(long due, SelectionKey key) implements Comparable<Timer> {
        /** For a select, to which 0 means any time. */
        long millisFrom(long now) {
            return Math.max(1, (due - now + 999_999) / 1_000_000);
        }

        @Override
        public int compareTo(Timer other) {
            return Long.signum(due - other.due); // not compare: the clock may overflow
        }
    }
}
