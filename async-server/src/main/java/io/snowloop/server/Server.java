package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.Timer;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    private final List<LoopServer> shares = new ArrayList<>();
    private final @Nullable EventLoopGroup ownLoops;
    private final int maxConnections;
    private final Promise<@Nullable Void> drained;
    private final Acceptor acceptor;

    /** How many connections there are, in all loops; changed by each of them. */
    private final AtomicInteger connections = new AtomicInteger();

    private int next;
    private boolean full;
    private boolean draining;
    private boolean saidFull;

    private Server(Builder builder, List<EventLoop> loops, @Nullable EventLoopGroup ownLoops, SocketAddress address)
            throws IOException {
        this.ownLoops = ownLoops;
        this.maxConnections = builder.options.maxConnections();
        for (EventLoop loop : loops) {
            shares.add(new LoopServer(loop, builder.handler, builder.options, this::connectionClosed));
        }
        EventLoop first = loops.get(0);
        this.drained = first.newPromise();
        this.acceptor = first.call(() -> Acceptor.listen(first, address, builder.options.backlog(), this::accepted));
    }

    /** Begins to set up a server for this handler. */
    public static Builder of(Handler handler) {
        return new Builder(handler);
    }

    /** On the first loop. */
    private void accepted(SocketChannel channel) {
        if (connections.incrementAndGet() >= maxConnections) {
            full = true;
            acceptor.pause();
            sayFull();
        }
        shares.get(next).accept(channel);
        next = (next + 1) % shares.size();
    }

    private void sayFull() {
        if (!saidFull) {
            saidFull = true;
            LOG.log(
                    Level.WARNING,
                    "ServerOptions.maxConnections = " + maxConnections
                            + " is reached: further connections wait in the backlog (said once)");
        }
    }

    /** On any of the loops. */
    private void connectionClosed() {
        int left = connections.decrementAndGet();
        if (left == maxConnections - 1 || left == 0) {
            on(firstLoop(), this::makeRoom);
        }
    }

    private void makeRoom() {
        if (full && connections.get() < maxConnections) {
            full = false;
            acceptor.resume();
        }
        if (draining && connections.get() == 0) {
            drained.complete(null);
        }
    }

    /** Where it listens, with the real port. */
    public SocketAddress address() {
        return acceptor.address();
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
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort() + path;
    }

    private InetSocketAddress inetAddress() {
        if (address() instanceof InetSocketAddress inet) {
            return inet;
        }
        throw new IllegalStateException("this server listens on " + address() + ", which has no port and no URL");
    }

    /**
     * Stops listening, lets every request that has come have its answer, tells clients to go ({@code Connection: close}),
     * and cuts off those that are left when {@code limit} is over.
     *
     * @return completes when there is no connection any more; the server still is to be {@link #close closed}
     */
    public Future<@Nullable Void> drain(Duration limit) {
        on(firstLoop(), () -> {
            draining = true;
            acceptor.close();
            makeRoom();
            Timer timer = firstLoop().schedule(limit, () -> onEach(LoopServer::abort));
            drained.onComplete((nothing, error) -> timer.cancel());
        });
        onEach(LoopServer::drain);
        return drained.shield();
    }

    /**
     * Stops listening and ends all connections at once. Loops of its own end, too; when this returns, their threads are
     * gone. A server on a loop of the caller's leaves the loop running.
     */
    @Override
    public void close() {
        on(firstLoop(), acceptor::close);
        onEach(LoopServer::abort);
        if (ownLoops != null) {
            ownLoops.close();
        }
    }

    private void onEach(Consumer<LoopServer> action) {
        shares.forEach(share -> on(share.loop(), () -> action.accept(share)));
    }

    private static void on(EventLoop loop, Runnable action) {
        if (loop.isClosed()) {
            return; // and with it all that was in it
        }
        if (loop.mayTouch()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    private EventLoop firstLoop() {
        return shares.get(0).loop();
    }

    /** What a server is set up with. */
    public static final class Builder {
        private final Handler handler;
        private ServerOptions options = ServerOptions.DEFAULT;
        private int loops = 1;
        private @Nullable EventLoop sharedLoop;

        private Builder(Handler handler) {
            this.handler = handler;
        }

        /** How connections are treated. Default: {@link ServerOptions#DEFAULT}. */
        public Builder options(ServerOptions options) {
            this.options = options;
            return this;
        }

        /** How many loops to start, a thread each. Default: 1. */
        public Builder loops(int loops) {
            if (loops < 1) {
                throw new IllegalArgumentException("a server needs at least 1 loop, not " + loops);
            }
            this.loops = loops;
            return this;
        }

        /** A loop to run on, which the caller runs and closes; no thread is started. */
        public Builder on(EventLoop loop) {
            this.sharedLoop = loop;
            return this;
        }

        /**
         * Listens.
         *
         * @param port 0 for any free one; {@link Server#port} tells it
         * @throws java.net.BindException naming the address, if it is taken or not ours
         */
        public Server listen(String host, int port) throws IOException {
            return listen(new InetSocketAddress(host, port));
        }

        /** Listens on a TCP or a Unix-domain address. */
        public Server listen(SocketAddress address) throws IOException {
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
