// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.Timer;
import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler at an address: listens, and answers until it is closed.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#server -->
 * <pre>{@code
 * try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) { // on any free port
 *     assertThat(fetch(server.url("/")).text()).isEqualTo("Hello, World!");
 *
 *     server.drain(ofSeconds(5)).await(); // answers what it has begun, and accepts no more
 * }
 * }</pre>
 *
 * <p>All connections of one loop run on that loop's thread. The first loop accepts for all of them. Methods may be
 * called from any thread.
 */
public final class Server implements AutoCloseable {
    private static final LazyLogger LOG = new LazyLogger(Server.class);

    private final ServerListener listener;
    private final @Nullable EventLoopGroup ownLoops;
    private final String scheme;

    private Server(Builder builder, List<EventLoop> loops, @Nullable EventLoopGroup ownLoops, SocketAddress address)
            throws IOException {
        StatusPage.of(
                ErrorStatus.of(null)); // loads them: without a file descriptor, no class of a folder can be loaded
        this.listener =
                ServerListener.open(loops, builder.handler, builder.options, builder.tls, address, builder.takeOver);
        this.scheme = builder.tls == null ? "http://" : "https://";
        this.ownLoops = ownLoops;
    }

    /**
     * {@return a builder of a server for this handler}
     * @param handler what answers the requests, such as a {@link Snow} app; it is called on the loops' threads
     */
    public static Builder of(Handler handler) {
        return new Builder(handler);
    }

    /** {@return the address it listens on, with the actual port} */
    public SocketAddress address() {
        return listener.address();
    }

    /**
     * {@return whether it accepts connections: false after {@link #drain} and {@link #close}, and if the loop that accepts
     * has ended, which is logged too} A server that no longer listens does not begin again: close it, and listen with a new
     * one.
     */
    public boolean isListening() {
        return listener.isOpen();
    }

    /**
     * {@return the TCP port it listens on}
     * @throws IllegalStateException if it listens on a Unix-domain socket
     */
    public int port() {
        return inetAddress().getPort();
    }

    /**
     * {@return the URL of a path on this server: {@code http://127.0.0.1:8012/home/} for {@code /home/}}
     * @param path begins with a slash, and is already encoded; it may have a query
     */
    public String url(String path) {
        InetSocketAddress address = inetAddress();
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
        return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + path;
    }

    private InetSocketAddress inetAddress() {
        if (address() instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalStateException("this server listens on " + address() + ", which has no port and no URL");
    }

    /**
     * Graceful shutdown: stops listening, answers the request in progress on each connection, with {@code Connection:
     * close}, and resets the connections that are open after {@code limit}. Further pipelined requests are not answered: the
     * client has to send them again (RFC 9112 §9.6).
     *
     * @param limit how long the requests in progress may take, from now
     * @return completes when no connection is left; the server must be {@link #close closed} after that
     */
    public Future<@Nullable Void> drain(Duration limit) {
        if (firstLoop().isClosed()) {
            return Future.completed(null);
        }
        on(firstLoop(), () -> {
            listener.close();
            Timer timer = firstLoop().schedule(limit, () -> onEach(LoopServer::abort));
            listener.terminated().onDone(timer::cancel);
        });
        onEach(LoopServer::drain);
        return listener.terminated().shield();
    }

    /**
     * Stops listening and resets all connections. If the server has its own loops, they end, and their threads have ended
     * when this returns. A loop of the caller's goes on, and closes the connections.
     *
     * @throws IllegalStateException if a view or callback calls it on one of the server's own loops, which cannot end the
     *     thread that runs it; the server goes on unchanged
     */
    @Override
    public void close() {
        if (ownLoops != null) {
            refuseOnOwnLoop();
        }
        on(firstLoop(), listener::abandon);
        onEach(LoopServer::abort);
        if (ownLoops != null) {
            ownLoops.close();
        }
    }

    private void refuseOnOwnLoop() {
        for (LoopServer part : listener.parts()) {
            if (part.loop().inEventLoop()) {
                throw new IllegalStateException(
                        "close() waits for the threads of this server and was called on one of them, of " + part.loop()
                                + ": close the server from another thread, or begin with drain(limit)");
            }
        }
    }

    private void onEach(Consumer<LoopServer> action) {
        listener.parts().forEach(part -> on(part.loop(), () -> action.accept(part)));
    }

    /** Runs an action on a loop: at once if this is its thread, else as a task. Does nothing if the loop is closed. */
    static void on(EventLoop loop, Runnable action) {
        if (loop.isClosed()) {
            return;
        }
        if (loop.reactor().mayTouch()) {
            action.run();
            return;
        }
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            // closed since the check above
        }
    }

    private EventLoop firstLoop() {
        return listener.parts().get(0).loop();
    }

    /** Sets up a server. */
    public static final class Builder {
        private final Handler handler;
        private ServerOptions options = ServerOptions.DEFAULT;
        private @Nullable TlsConfig tls;
        private int loops = 1;
        private boolean takeOver;
        private @Nullable EventLoop sharedLoop;

        private Builder(Handler handler) {
            this.handler = Objects.requireNonNull(handler, "handler");
        }

        /**
         * Sets limits and time-outs.
         * @param options default: {@link ServerOptions#DEFAULT}
         * @return this builder
         */
        public Builder options(ServerOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Sets TLS for all connections: then the URL begins with {@code https://}.
         * @param tls of a server; default: none
         * @return this builder
         */
        public Builder tls(TlsConfig tls) {
            if (Objects.requireNonNull(tls, "tls").side() != TlsConfig.Side.SERVER) {
                throw new IllegalArgumentException("tls must be a server's configuration, not a client's");
            }
            this.tls = tls;
            return this;
        }

        /**
         * Sets the number of loops to start, each on its own thread.
         * @param loops at least 1; default: 1
         * @return this builder
         */
        public Builder loops(int loops) {
            this.loops = Bounds.atLeast("loops", 1, loops);
            return this;
        }

        /**
         * Sets a loop that the caller runs and closes. No thread is started.
         * @param loop serves all connections; closing the server does not close it
         * @return this builder
         */
        public Builder on(EventLoop loop) {
            this.sharedLoop = Objects.requireNonNull(loop, "loop");
            return this;
        }

        /**
         * Sets whether the file of a Unix-domain address is taken over that a server has left behind which has ended without
         * closing its socket. A file that is not a socket, or on which a server listens, is never deleted.
         *
         * @param takeOver default: false, and then {@code listen} fails because the address is in use
         * @return this builder
         */
        public Builder takeOver(boolean takeOver) {
            this.takeOver = takeOver;
            return this;
        }

        /**
         * Listens on a TCP address.
         * @param host a name or an IP address of this machine; {@code 0.0.0.0} and {@code ::} are all of them
         * @param port 0 for any free one, which {@link Server#port} tells
         * @return a server that accepts connections already
         * @throws java.net.BindException with the address in its message, if it is in use or not an address of this machine
         * @throws IOException if it cannot listen for another reason, such as no free file descriptor
         */
        public Server listen(String host, int port) throws IOException {
            return listen(new InetSocketAddress(Objects.requireNonNull(host, "host"), port));
        }

        /**
         * Listens, and serves until the calling thread is interrupted, or the JVM exits: by SIGTERM, Ctrl-C, or {@link
         * System#exit}. The JVM then waits until the server is {@linkplain Server#drain drained}, up to {@link
         * ServerTimeouts#drain}; its exit code stays what it would be, 143 for SIGTERM and 130 for Ctrl-C. The calling
         * thread runs the first loop.
         *
         * @param host a name or an IP address of this machine; {@code 0.0.0.0} and {@code ::} are all of them
         * @param port 0 for any free one
         * @throws java.net.BindException with the address in its message, if it is in use or not an address of this machine
         * @throws IllegalStateException after {@link #on}: that loop is run by its owner
         * @throws IOException as {@link #listen(String, int)}
         */
        public void run(String host, int port) throws IOException {
            InetSocketAddress address = new InetSocketAddress(Objects.requireNonNull(host, "host"), port);
            if (sharedLoop != null) {
                throw new IllegalStateException("run() runs a loop of its own, and on() gave it one: call listen()");
            }
            try (EventLoop first = EventLoop.open();
                    Server server = listenOnFirst(first, address)) {
                LOG.log(Level.INFO, "listening on {0}", server.url("/"));
                new DrainOnExit(server, options.timeouts().drain()).during(first::run);
            }
        }

        private Server listenOnFirst(EventLoop first, SocketAddress address) throws IOException {
            if (loops == 1) {
                return new Server(this, List.of(first), null, address);
            }
            EventLoopGroup others = EventLoopGroup.start(loops - 1);
            try {
                List<EventLoop> all = new ArrayList<>(List.of(first));
                all.addAll(others.loops());
                return new Server(this, all, others, address);
            } catch (IOException | RuntimeException e) {
                others.close();
                throw e;
            }
        }

        /**
         * Listens on a TCP or a Unix-domain address.
         * @param address a port of 0 stands for any free one
         * @return a server that accepts connections already
         * @throws IOException as {@link #listen(String, int)}
         */
        public Server listen(SocketAddress address) throws IOException {
            Objects.requireNonNull(address, "address");
            EventLoop shared = sharedLoop;
            if (shared != null) {
                return new Server(this, List.of(shared), null, address);
            }
            EventLoopGroup own = EventLoopGroup.start(loops);
            try {
                return new Server(this, own.loops(), own, address);
            } catch (IOException | RuntimeException e) {
                own.close();
                throw e;
            }
        }
    }
}
