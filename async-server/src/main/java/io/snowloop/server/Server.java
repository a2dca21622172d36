package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.Timer;
import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A handler at an address: listens, and answers until it is closed.
 *
 * <pre>{@code
 * try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) {
 *     System.out.println(server.url("/"));
 * }
 * }</pre>
 *
 * <p>All connections of one loop run on that loop's thread. The first loop accepts for all of them. Methods may be
 * called from any thread.
 */
public final class Server implements AutoCloseable {
    private final ServerListener listener;
    private final @Nullable EventLoopGroup ownLoops;
    private final String scheme;

    private Server(Builder builder, List<EventLoop> loops, @Nullable EventLoopGroup ownLoops, SocketAddress address)
            throws IOException {
        this.listener = ServerListener.open(loops, builder.handler, builder.options, builder.tls, address);
        this.scheme = builder.tls == null ? "http://" : "https://";
        this.ownLoops = ownLoops;
    }

    /** Begins to set up a server for this handler. */
    public static Builder of(Handler handler) {
        return new Builder(handler);
    }

    /** Where it listens, with the real port. */
    public SocketAddress address() {
        return listener.address();
    }

    /**
     * The TCP port it listens on.
     *
     * @throws IllegalStateException if it listens on a Unix-domain socket
     */
    public int port() {
        return inetAddress().getPort();
    }

    /** The URL of a path on this server: {@code http://127.0.0.1:8012/home/} for {@code /home/}. */
    public String url(String path) {
        InetSocketAddress address = inetAddress();
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
        return scheme + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort() + path;
    }

    private InetSocketAddress inetAddress() {
        if (address() instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalStateException("this server listens on " + address() + ", which has no port and no URL");
    }

    /**
     * Stops listening, lets every request that has come have its answer, tells clients to go ({@code Connection: close}),
     * and cuts off those that are left when {@code limit} is over. Of requests that were pipelined, only the one that is
     * being answered counts: its client is told that the others are to be sent again (RFC 9112 §9.6).
     *
     * @return completes when there is no connection any more; the server still is to be {@link #close closed}
     */
    public Future<@Nullable Void> drain(Duration limit) {
        if (firstLoop().isClosed()) {
            return Future.completed(null);
        }
        on(firstLoop(), () -> {
            listener.close();
            Timer timer = firstLoop().schedule(limit, () -> onEach(LoopServer::abort));
            listener.terminated().onComplete((nothing, error) -> timer.cancel());
        });
        onEach(LoopServer::drain);
        return listener.terminated().shield();
    }

    /**
     * Stops listening and ends all connections at once. Loops of its own end, too; when this returns, their threads are
     * gone. A server on a loop of the caller's leaves the loop running, which does the rest.
     *
     * @throws IllegalStateException if called by a view or callback on a loop of the server's own: it can't end the
     *     thread that it runs on
     */
    @Override
    public void close() {
        on(firstLoop(), listener::abandon);
        onEach(LoopServer::abort);
        if (ownLoops != null) {
            ownLoops.close();
        }
    }

    private void onEach(Consumer<LoopServer> action) {
        listener.parts().forEach(part -> on(part.loop(), () -> action.accept(part)));
    }

    /** Does something on a loop: at once where this thread may, else soon. In a loop that is closed nothing is left. */
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
            // closed since we asked
        }
    }

    private EventLoop firstLoop() {
        return listener.parts().get(0).loop();
    }

    /** What a server is set up with. */
    public static final class Builder {
        private final Handler handler;
        private ServerOptions options = ServerOptions.DEFAULT;
        private @Nullable TlsConfig tls;
        private int loops = 1;
        private @Nullable EventLoop sharedLoop;

        private Builder(Handler handler) {
            this.handler = Objects.requireNonNull(handler, "handler");
        }

        /** How connections are treated. Default: {@link ServerOptions#DEFAULT}. */
        public Builder options(ServerOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** What to secure all connections with: the server is an {@code https://} one, then. Default: nothing. */
        public Builder tls(TlsConfig tls) {
            if (Objects.requireNonNull(tls, "tls").side() != TlsConfig.Side.SERVER) {
                throw new IllegalArgumentException("tls must be a server's configuration, not a client's");
            }
            this.tls = tls;
            return this;
        }

        /** How many loops to start, a thread each. At least 1; default: 1. */
        public Builder loops(int loops) {
            this.loops = Bounds.atLeast("loops", 1, loops);
            return this;
        }

        /** A loop to run on, which the caller runs and closes; no thread is started. */
        public Builder on(EventLoop loop) {
            this.sharedLoop = Objects.requireNonNull(loop, "loop");
            return this;
        }

        /**
         * Listens.
         *
         * @param port 0 for any free one; {@link Server#port} tells it
         * @throws java.net.BindException naming the address, if it is taken or not ours
         */
        public Server listen(String host, int port) throws IOException {
            return listen(new InetSocketAddress(Objects.requireNonNull(host, "host"), port));
        }

        /** Listens on a TCP or a Unix-domain address. */
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
