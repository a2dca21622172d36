// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Readiness;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.metrics.LoopMetrics;
import io.snowloop.metrics.Metrics;
import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
 * <p>All connections of one loop run on that loop's thread. The first loop accepts for all of them, unless {@link
 * Builder#reusePort} is set. Methods may be called from any thread.
 */
public final class Server implements AutoCloseable {
    private final ServerListener listener;
    private final ServerLoops loops;
    private final ServerAddresses addresses;
    private final ServerEnding ending;

    Server(ServerLoops loops, ServerListener listener, ServerAddresses addresses) {
        this.listener = listener;
        this.addresses = addresses;
        this.loops = loops;
        this.ending = new ServerEnding(listener);
    }

    /**
     * {@return a builder of a server for this handler}
     * @param handler what answers the requests, such as a {@link Snow} app; it is called on the loops' threads
     */
    public static Builder of(Handler handler) {
        return new Builder(handler);
    }

    /** {@return the address it listens on, with the actual port; of several, the first} */
    public SocketAddress address() {
        return addresses.first();
    }

    /** {@return the addresses it listens on, with the actual ports, in the order of {@link Builder#listen(SocketAddress, SocketAddress...)}} */
    public List<SocketAddress> addresses() {
        return addresses.all();
    }

    /**
     * {@return whether it accepts connections on all addresses: false after {@link #drain} and {@link #close}, and if the loop that accepts
     * has ended, which is logged too} A server that no longer listens does not begin again: close it, and listen with a new
     * one.
     */
    public boolean isListening() {
        return listener.isOpen();
    }

    /** {@return whether it should be given more requests} For its own views, {@code request.context().readiness()} says it. */
    public Readiness readiness() {
        return listener.readiness();
    }

    /** Completes when each loop has run a task, which one that hangs does not. Any thread. */
    Future<@Nullable Void> turned() {
        Future<@Nullable Void> turned = Future.completed(null);
        for (LoopServer part : listener.parts()) {
            if (!part.loop().isClosed()) {
                turned = turned.flatMap(before -> part.loop().submit(part::looked));
            }
        }
        return turned;
    }

    /**
     * {@return the TCP port it listens on; of several, that of the first address}
     * @throws IllegalStateException if the first address is that of a Unix-domain socket
     */
    public int port() {
        return addresses.port();
    }

    /**
     * {@return the URL of a path on this server, at its first address: {@code http://127.0.0.1:8012/home/} for {@code /home/}}
     * @param path begins with a slash, or is refused; already encoded; it may have a query
     * @throws IllegalStateException if the first address is that of a Unix-domain socket
     */
    public String url(String path) {
        return addresses.url(Objects.requireNonNull(path, "path"));
    }

    /**
     * Graceful shutdown: stops listening, answers the request in progress on each connection, with {@code Connection:
     * close}, and resets the connections that are open after {@code limit}. A connection without a request so far may bring one
     * within {@link ServerTimeouts#linger}. Further pipelined requests are not answered: the client has to send them again (RFC
     * 9112 §9.6).
     * @param limit how long the requests in progress may take, from now
     * @return completes when no connection is left; the server must be {@link #close closed} after that
     */
    public Future<@Nullable Void> drain(Duration limit) {
        return ending.drain(Duration.ZERO, limit);
    }

    /**
     * Graceful shutdown behind a load balancer: goes on as before for a time of notice, in which {@link #readiness} is {@link
     * Readiness#DRAINING}, and then {@linkplain #drain(Duration) drains}. A balancer that asks for the {@link Health} of its servers
     * sends no more requests here then, and no client is refused.
     * @param notice how long to go on: longer than it takes a balancer to notice; not negative
     * @param limit how long the requests in progress may take after that
     * @return completes when no connection is left; the server must be {@link #close closed} after that
     */
    public Future<@Nullable Void> drain(Duration notice, Duration limit) {
        return ending.drain(notice, limit);
    }

    /**
     * Stops listening and resets all connections. If the server has its own loops, they end, and their threads have ended
     * when this returns. A loop of the caller's goes on, and closes the connections.
     * @throws IllegalStateException if a view or callback calls it on one of the server's own loops, which cannot end the
     *     thread that runs it; the server goes on unchanged
     */
    @Override
    public void close() {
        loops.checkMayClose();
        ending.abort();
        loops.close();
    }

    /** Sets up a server. */
    public static final class Builder {
        private final Handler handler;
        private ServerOptions options = ServerOptions.DEFAULT;
        private @Nullable TlsConfig tls;
        private int loops = 1;
        private Metrics metrics = Metrics.NONE;
        private final ListenOptions.Builder listening = ListenOptions.builder();
        private @Nullable Http2Limits http2;
        private AddressRanges proxies = AddressRanges.of();
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
         * Sets where figures go: of connections, of requests and their durations, and of the loops that the server starts ({@link LoopMetrics}).
         * @param metrics such as {@link io.snowloop.metrics.Prometheus}; default: {@link Metrics#NONE}
         * @return this builder
         */
        public Builder metrics(Metrics metrics) {
            this.metrics = Objects.requireNonNull(metrics, "metrics");
            return this;
        }

        /**
         * Has the server speak HTTP/2 (RFC 9113), too: with clients that choose {@code h2} by ALPN or, without TLS, begin with its preface.
         * @param limits of each connection, beside {@link #options}; default: none, and then the server speaks HTTP/1.1 only
         * @return this builder
         */
        public Builder http2(Http2Limits limits) {
            this.http2 = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /**
         * Sets the number of loops to start, each on its own thread.
         * @param loops at least 1; default: 1. More than one together with {@link #on} is refused when it begins to listen
         * @return this builder
         */
        public Builder loops(int loops) {
            this.loops = Bounds.atLeast("loops", 1, loops);
            return this;
        }

        /**
         * Sets a loop of the caller, who runs it, or lets {@link #run} do that, and closes it. No thread is started.
         * @param loop serves all connections; closing the server does not close it. Another thread can listen while it runs
         * @return this builder
         */
        public Builder on(EventLoop loop) {
            this.sharedLoop = Objects.requireNonNull(loop, "loop");
            return this;
        }

        /**
         * Sets whether the file of a Unix-domain address is taken over that a server has left behind which has ended without
         * closing its socket. A file that is not a socket, or on which a server listens, is never deleted.
         * @param takeOver default: false, and then {@code listen} fails because the address is in use
         * @return this builder
         */
        public Builder takeOver(boolean takeOver) {
            listening.takeOver(takeOver);
            return this;
        }

        /**
         * Sets whether each loop listens on the TCP addresses with a socket of its own, and keeps the connections that the kernel gives to
         * it: {@link java.net.StandardSocketOptions#SO_REUSEPORT}. No connection changes its thread, and the loops accept at the same time; but
         * the kernel chooses by a hash of the addresses: few may share a loop while another has none. Each further loop may accept one more.
         *
         * <p>Other servers of the same user that set this may listen on the same port, in other processes too. {@code listen} fails on a system
         * that has no such option, such as Windows.
         * @param reusePort default: false, and then the first loop accepts, and gives each connection to the next loop
         * @return this builder
         */
        public Builder reusePort(boolean reusePort) {
            listening.reusePort(reusePort);
            return this;
        }

        /**
         * Sets the proxies that tell the addresses of their clients by the PROXY protocol, version 1 or 2 (HAProxy's proxy-protocol.txt).
         * Each of their connections has to begin with its header, in front of TLS and within {@link ServerTimeouts#head}; else it is closed.
         * {@link io.snowloop.http.Request#remoteAddress} is the client's then. On other connections such a header is a bad request.
         * @param proxies and no others: who sends the header may claim to be any client. Default: none
         * @return this builder
         */
        public Builder proxyProtocol(AddressRanges proxies) {
            this.proxies = Objects.requireNonNull(proxies, "proxies");
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
         * Listens, and serves until the calling thread is interrupted, or the JVM exits: by SIGTERM, Ctrl-C, or {@link System#exit}. The JVM
         * then waits until the server is {@linkplain Server#drain(Duration, Duration) drained}, with {@link ServerTimeouts#notice} and {@link
         * ServerTimeouts#drain}; its exit code stays what it would be, 143 for SIGTERM and 130 for Ctrl-C. The calling thread runs the
         * first loop, or the one of {@link #on}, which stays open: an app whose views fetch has a Fetcher on it.
         * @param host a name or an IP address of this machine; {@code 0.0.0.0} and {@code ::} are all of them
         * @param port 0 for any free one
         * @throws java.net.BindException with the address in its message, if it is in use or not an address of this machine
         * @throws IllegalStateException if the loop of {@link #on} is running already
         * @throws IOException as {@link #listen(String, int)}
         */
        public void run(String host, int port) throws IOException {
            run(new InetSocketAddress(Objects.requireNonNull(host, "host"), port));
        }

        /**
         * Listens and serves as {@link #run(String, int)}, on TCP and Unix-domain addresses.
         * @param address the first one; a port of 0 stands for any free one
         * @param more further ones
         * @throws IllegalStateException if the loop of {@link #on} is running already
         * @throws IOException as {@link #listen(SocketAddress, SocketAddress...)}
         */
        public void run(SocketAddress address, SocketAddress... more) throws IOException {
            start().run(ServerStart.at(how(), ServerAddresses.all(address, more)));
        }

        /**
         * Serves as {@link #run(String, int)}, on a channel that is bound already: see {@link #listen(ServerSocketChannel)}.
         * @param channel of {@link System#inheritedChannel}, for example
         * @throws IllegalStateException if the loop of {@link #on} is running already
         * @throws IOException as {@link #listen(ServerSocketChannel)}
         */
        public void run(ServerSocketChannel channel) throws IOException {
            start().run(ServerStart.on(channel));
        }

        /**
         * Listens on TCP and Unix-domain addresses. All have the same loops, settings and limits, and end together.
         * @param address the first one; a port of 0 stands for any free one
         * @param more further ones
         * @return a server that accepts connections already
         * @throws IOException as {@link #listen(String, int)}; then it listens on none of them
         */
        public Server listen(SocketAddress address, SocketAddress... more) throws IOException {
            return start().listen(ServerStart.at(how(), ServerAddresses.all(address, more)));
        }

        /**
         * Listens on a channel that is bound already: one that the process has from its parent, such as systemd ({@link
         * System#inheritedChannel}), or one with options of your own. The first loop accepts. {@code backlog}, {@link #takeOver} and
         * {@link #reusePort} are for who binds, and have no effect.
         *
         * <p>The channel stays yours. The server makes it non-blocking; drained or closed, it accepts no more, and leaves the channel open.
         * Then connections wait in the backlog: for the next server, in this process or in another that has the socket, or for your
         * {@code channel.close()}, which resets them.
         * @param channel in no other loop until the server is closed
         * @return a server that accepts connections already
         * @throws IllegalArgumentException if the channel is not bound
         * @throws IOException if the channel is closed, or of another provider than the loops
         */
        public Server listen(ServerSocketChannel channel) throws IOException {
            return start().listen(ServerStart.on(channel));
        }

        private ListenOptions how() {
            return listening.backlog(options.backlog()).build();
        }

        private ServerStart start() {
            return new ServerStart(new ServerSetup(handler, options, tls, metrics, http2, proxies), loops, sharedLoop);
        }
    }
}
