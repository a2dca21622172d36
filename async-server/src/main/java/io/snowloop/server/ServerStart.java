// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a server starts, whatever it listens on.
 *
 * @param loops how many to start
 * @param shared a loop of the caller's; null for loops of the server's own
 */
record ServerStart(ServerSetup setup, int loops, @Nullable EventLoop shared) {
    private static final LazyLogger LOG = new LazyLogger(Server.class);

    ServerStart {
        if (shared != null && loops > 1) {
            throw new IllegalStateException("loops(" + loops + ") starts loops with threads of their own, and on("
                    + shared + ") serves with that loop alone: leave one of the two out");
        }
    }

    /** What it listens on. */
    @FunctionalInterface
    interface Listening {
        /** Begins to listen, for a server with these loops. */
        ServerListener open(List<EventLoop> loops, ServerSetup setup) throws IOException;
    }

    /** On these addresses. */
    static Listening at(ListenOptions how, List<SocketAddress> addresses) {
        return (loops, setup) -> ServerListener.open(loops, setup, how, addresses);
    }

    /** On a channel of the caller's. */
    static Listening on(ServerSocketChannel channel) {
        Objects.requireNonNull(channel, "channel");
        return (loops, setup) -> ServerListener.open(loops, setup, channel);
    }

    /** A server that its caller closes. */
    Server listen(Listening listening) throws IOException {
        return open(shared == null ? ServerLoops.start(loops, options()) : ServerLoops.shared(shared), listening);
    }

    /** Serves on the calling thread until it is interrupted, or the JVM exits. */
    void run(Listening listening) throws IOException {
        if (shared != null) {
            serve(shared, ServerLoops.shared(shared), listening);
            return;
        }
        try (EventLoop first = EventLoop.open(options())) {
            serve(first, ServerLoops.startBeside(first, loops - 1, options()), listening);
        }
    }

    private void serve(EventLoop first, ServerLoops serving, Listening listening) throws IOException {
        try (Server server = open(serving, listening)) {
            LOG.log(Level.INFO, "listening on {0}", where(server.addresses()));
            new DrainOnExit(server, setup.options().timeouts()).during(first::run);
        }
    }

    private Server open(ServerLoops serving, Listening listening) throws IOException {
        try {
            ErrorStatus.of(null); // without a file descriptor, no class of a folder can be loaded
            ErrorPage.load();
            FailureLog.load();
            ServerListener listener = listening.open(serving.all(), setup);
            return new Server(serving, listener, where(listener.addresses()));
        } catch (IOException | RuntimeException e) {
            serving.close();
            throw e;
        }
    }

    private ServerAddresses where(List<SocketAddress> addresses) {
        return new ServerAddresses(setup.tls() == null ? "http" : "https", addresses);
    }

    private EventLoopOptions options() {
        return ServerLoops.options(setup.metrics());
    }
}
