// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.transport.Acceptor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a rung runs on. It is a parameter, so that the same rungs run in a simulation.
 *
 * @param address where servers listen
 * @param options the clock and the channels
 * @param threads starts a thread for each task
 */
record Machine(InetSocketAddress address, EventLoopOptions options, Executor threads) {
    /** This one. Its servers have any free port of the loopback address. */
    static final Machine REAL = new Machine(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EventLoopOptions.DEFAULT, Machine::startThread);

    /** For as many connections at once as there may be; the kernel limits it further (net.core.somaxconn). */
    static final int BACKLOG = 65_535;

    private static void startThread(Runnable task) {
        Thread thread = new Thread(task, "ladder");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens a listening socket. */
    ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = options.provider().openServerSocketChannel();
        return server.bind(address, BACKLOG);
    }

    /** The time of its clock, in nanoseconds. */
    long now() {
        return options.ticker().nanoTime();
    }

    /** Serves on a thread of its own, until {@code end} closes the listening socket. */
    Running start(ServerSocketChannel listening, Closeable end, Serving serving) {
        int port = listening.socket().getLocalPort();
        threads.execute(() -> {
            try (listening) {
                serving.run();
            } catch (ClosedChannelException e) {
                // this is the end
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new Running(port, end);
    }

    /** Serves by loops, each on a thread of its own, until they are stopped. */
    Running start(Acceptor server, List<EventLoop> loops) {
        loops.forEach(this::start);
        return new Running(((InetSocketAddress) server.address()).getPort(), () -> loops.forEach(EventLoop::stop));
    }

    /** Runs a loop on a thread of its own, until it is stopped. */
    void start(EventLoop loop) {
        threads.execute(() -> {
            try (loop) {
                loop.run();
            }
        });
    }

    /** What the thread of a server does. */
    @FunctionalInterface
    interface Serving {
        /** Serves to the end. */
        void run() throws IOException;
    }
}
