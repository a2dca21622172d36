package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
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
    private final List<LoopServer> shares = new ArrayList<>();
    private final @Nullable EventLoopGroup ownLoops;
    private final Acceptor acceptor;
    private int next;

    private Server(Builder builder, List<EventLoop> loops, @Nullable EventLoopGroup ownLoops, SocketAddress address)
            throws IOException {
        this.ownLoops = ownLoops;
        for (EventLoop loop : loops) {
            shares.add(new LoopServer(loop, builder.handler, builder.options));
        }
        this.acceptor = onLoop(
                loops.get(0),
                () -> Acceptor.listen(
                        loops.get(0),
                        address,
                        builder.options.backlog(),
                        channel -> nextShare().accept(channel)));
    }

    /** Begins to set up a server for this handler. */
    public static Builder of(Handler handler) {
        return new Builder(handler);
    }

    private LoopServer nextShare() {
        LoopServer share = shares.get(next);
        next = next + 1 == shares.size() ? 0 : next + 1;
        return share;
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
     * Stops listening and ends all connections at once. Loops of its own end, too; when this returns, their threads are
     * gone. A server on a loop of the caller's leaves the loop running.
     */
    @Override
    public void close() {
        for (LoopServer share : shares) {
            EventLoop loop = share.loop();
            Runnable close = () -> {
                if (share == shares.get(0)) {
                    acceptor.close();
                }
                share.close();
            };
            if (loop.inEventLoop()) {
                close.run();
            } else if (!loop.isClosed()) {
                loop.execute(close);
            }
        }
        if (ownLoops != null) {
            ownLoops.close();
        }
    }

    /** Runs {@code call} on the loop, wherever we are: on it, before it runs, or beside it. */
    private static <T> T onLoop(EventLoop loop, IoCall<T> call) throws IOException {
        if (loop.mayTouch()) {
            return call.call();
        }
        Future<T> result = loop.submit(() -> {
            try {
                return Future.completed(call.call());
            } catch (IOException e) {
                return Future.failed(e);
            }
        });
        try {
            return result.await();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + loop, e);
        }
    }

    private interface IoCall<T> {
        T call() throws IOException;
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
