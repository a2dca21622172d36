// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.loop.Scheduler;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ListenOptions;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A server for tests: it answers what the test tells it, and keeps the requests that it gets. It works on a loop, over sockets and in a
 * simulation. Its connections can break as those of real servers do.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/ClientTestsPageTest.java#mock-server -->
 * <pre>{@code
 * try (EventLoop loop = EventLoop.open();
 *         MockServer server = MockServer.listen(loop); // on a free port
 *         Fetcher fetcher = Fetcher.on(loop)) {
 *     server.answer(Response.text("it snows again"));
 *
 *     assertThat(fetcher.runUntil(words(fetcher, server.url("/today")))).isEqualTo(3);
 *     assertThat(server.requests()).extracting(Request::path).containsExactly("/today");
 * }
 * }</pre>
 *
 * <p>A request gets the answer of the first matcher that takes it ({@link #when}); else the next one of the queue
 * ({@link #answer(MockAnswer)}); else 501 with a text that says so.
 *
 * <p>All methods belong to the loop's thread; while the loop does not run, to the test's.
 */
public final class MockServer implements AutoCloseable {
    /** An answer to all requests that it takes. */
    private record Scripted(Predicate<Request> matcher, MockAnswer answer) {}

    private final Acceptor acceptor;
    private final List<Scripted> scripted = new ArrayList<>();
    private final Queue<MockAnswer> queue = new ArrayDeque<>();
    private final List<Request> requests = new ArrayList<>();
    private final Set<MockConnection> connections = new LinkedHashSet<>();

    /** Null while all clients have sent HTTP. */
    private @Nullable RemoteProtocolException broken;

    private final @Nullable TlsConfig tls;

    private MockServer(Scheduler loop, InetSocketAddress address, @Nullable TlsConfig tls) throws IOException {
        this.tls = tls;
        acceptor = Acceptor.listen(loop, address, ListenOptions.DEFAULT, channel -> accept(loop, channel));
    }

    /**
     * {@return a server on a free port of 127.0.0.1}
     * @param loop may be that of the client
     * @throws IOException if it cannot listen
     */
    public static MockServer listen(Scheduler loop) throws IOException {
        return listen(loop, "127.0.0.1", 0);
    }

    /**
     * {@return a server on an address}
     * @param loop may be that of the client; in a simulation, of the host with this address
     * @param host an IP address or a name
     * @param port 0 for any free one
     * @throws IOException if it cannot listen
     */
    public static MockServer listen(Scheduler loop, String host, int port) throws IOException {
        return listen(loop, host, port, null);
    }

    /**
     * {@return a server that speaks TLS on an address: its URLs begin with {@code https://}} It has HTTP/1.1 only.
     * @param loop may be that of the client; in a simulation, of the host with this address
     * @param host an IP address or a name
     * @param port 0 for any free one
     * @param tls of a server, with a certificate for {@code host}
     * @throws IllegalArgumentException if it is a client's
     * @throws IOException if it cannot listen
     */
    public static MockServer listenTls(Scheduler loop, String host, int port, TlsConfig tls) throws IOException {
        return listen(loop, host, port, checked(tls));
    }

    private static MockServer listen(Scheduler loop, String host, int port, @Nullable TlsConfig tls)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(requireNonNull(host, "host"), port);
        return new MockServer(requireNonNull(loop, "loop"), address, tls);
    }

    static TlsConfig checked(TlsConfig tls) {
        if (requireNonNull(tls, "tls").side() != TlsConfig.Side.SERVER) {
            throw new IllegalArgumentException("tls must be a server's configuration, not a client's");
        }
        return tls;
    }

    private void accept(Scheduler loop, SocketChannel channel) {
        try {
            SocketTransport.open(loop, channel, MockConnection.accepted(this, tls), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return the URL of a path here}
     * @param path begins with a slash
     * @throws IllegalArgumentException if it begins with another character
     */
    public String url(String path) {
        if (!requireNonNull(path, "path").isEmpty() && !path.startsWith("/")) { // it would become a part of the port
            throw new IllegalArgumentException("a path begins with a slash: write \"/" + path + "\"");
        }
        InetSocketAddress address = (InetSocketAddress) acceptor.address();
        String host = address.getAddress().getHostAddress();
        return (tls == null ? "http" : "https") + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address.getPort() + path;
    }

    /**
     * Adds an answer to the end of the queue: each is used once, in order.
     * @param answer a response, or a fault
     * @return this server
     */
    public MockServer answer(MockAnswer answer) {
        queue.add(requireNonNull(answer, "answer"));
        return this;
    }

    /**
     * Adds a response to the end of the queue.
     * @param response its body must be in memory
     * @return this server
     */
    public MockServer answer(Response response) {
        return answer(MockAnswer.of(response));
    }

    /**
     * Sets the answer to all requests that a matcher takes. Of several matchers, the one that was added first counts.
     * @param matcher such as {@code request -> request.path().equals("/a")}
     * @param answer a response, or a fault
     * @return this server
     */
    public MockServer when(Predicate<Request> matcher, MockAnswer answer) {
        scripted.add(new Scripted(requireNonNull(matcher, "matcher"), requireNonNull(answer, "answer")));
        return this;
    }

    /**
     * {@return the requests that have come, in their order, with their whole bodies}
     * @throws IllegalStateException if a client has sent what is no HTTP
     */
    public List<Request> requests() {
        if (broken != null) {
            throw new IllegalStateException("a client has sent what is no HTTP: " + broken.getMessage(), broken);
        }
        return List.copyOf(requests);
    }

    /** {@return how many answers of the queue were not used} */
    public int unused() {
        return queue.size();
    }

    /** {@return how many connections are open} */
    public int connections() {
        return connections.size();
    }

    MockAnswer answerTo(Request request) {
        requests.add(request);
        for (Scripted each : scripted) {
            if (each.matcher.test(request)) {
                return each.answer;
            }
        }
        MockAnswer next = queue.poll();
        return next != null
                ? next
                : MockAnswer.of(Response.text("the MockServer has no answer for " + request + "\n")
                        .withStatus(Status.NOT_IMPLEMENTED));
    }

    void opened(MockConnection connection) {
        connections.add(connection);
    }

    void closed(MockConnection connection) {
        connections.remove(connection);
    }

    void failed(RemoteProtocolException error) {
        broken = Objects.requireNonNullElse(broken, error);
    }

    /** Stops listening, and resets all connections. */
    @Override
    public void close() {
        acceptor.close();
        List.copyOf(connections).forEach(MockConnection::reset);
    }
}
