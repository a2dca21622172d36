// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The listening sockets of a server in one loop. All methods belong to that loop, unless they say otherwise. */
final class LoopListener {
    private final EventLoop loop;
    private final List<Acceptor> acceptors = new CopyOnWriteArrayList<>();

    /** One without sockets. */
    LoopListener(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    void listen(SocketAddress address, ListenOptions options, Consumer<SocketChannel> accepted) throws IOException {
        acceptors.add(Acceptor.listen(loop, address, options, accepted));
    }

    /** On a channel of the caller's, which stays open. */
    void listen(ServerSocketChannel channel, Consumer<SocketChannel> accepted) throws IOException {
        acceptors.add(Acceptor.listen(loop, channel, accepted));
    }

    /** Accepts nothing until {@link #resume}: new connections wait in the kernel's backlog. */
    void pause() {
        acceptors.forEach(Acceptor::pause);
    }

    void resume() {
        acceptors.forEach(Acceptor::resume);
    }

    void close() {
        acceptors.forEach(Acceptor::close);
    }

    /**
     * Runs an action on the loop when it has selected after the calls before this one, or at once if it is closed. Until then a socket
     * that was closed is open for the kernel: to close a channel cancels its key, and the selector closes the descriptor. Any thread.
     */
    void afterSelect(Runnable action) {
        task(() -> task(action)); // a callback's task may run in the same turn, a task's task runs in the next one
    }

    private void task(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    /** The addresses of the sockets, with their real ports, in the order of {@link #listen}. Any thread. */
    List<SocketAddress> addresses() {
        return acceptors.stream().map(Acceptor::address).toList();
    }

    /** Whether there are any, open or closed. Any thread. */
    boolean hasSockets() {
        return !acceptors.isEmpty();
    }

    /** Whether all sockets listen, paused or not. Any thread. */
    boolean isOpen() {
        return acceptors.stream().allMatch(Acceptor::isOpen);
    }

    /** Whether none of them listens. Any thread. */
    boolean isClosed() {
        return acceptors.stream().noneMatch(Acceptor::isOpen);
    }
}
