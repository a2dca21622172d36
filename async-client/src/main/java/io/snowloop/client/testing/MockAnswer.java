// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Response;
import io.snowloop.options.Bounds;
import io.snowloop.tls.TlsConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** What a {@link MockServer} does with a request: a response, or a fault. Immutable. */
public final class MockAnswer {
    private final Duration delay;
    private final Consumer<MockConnection> action;

    private MockAnswer(Duration delay, Consumer<MockConnection> action) {
        this.delay = delay;
        this.action = action;
    }

    private static MockAnswer of(Consumer<MockConnection> action) {
        return new MockAnswer(Duration.ZERO, action);
    }

    /**
     * {@return this response}
     * @param response its body must be in memory
     * @throws IllegalStateException if the body is a stream that was not collected, or a file
     */
    public static MockAnswer of(Response response) {
        byte[] body = requireNonNull(response, "response").bytes();
        return of(connection -> connection.respond(response, body));
    }

    /**
     * {@return the head of this response, a part of its body, and then the end of the connection}
     * @param response its body must be in memory
     * @param bytes how many of its body are sent, from 0 to one less than it has
     * @throws IllegalStateException if the body is a stream that was not collected, or a file
     * @throws IllegalArgumentException if {@code bytes} is out of its bounds
     */
    public static MockAnswer truncated(Response response, int bytes) {
        byte[] body = requireNonNull(response, "response").bytes();
        int sent = (int) Bounds.between("bytes", 0, Math.max(0, body.length - 1), bytes);
        return of(connection -> connection.truncate(response, body, sent));
    }

    /**
     * {@return these characters as they are, and then the end of the connection} They need not be HTTP.
     * @param text sent in Latin-1
     */
    public static MockAnswer raw(String text) {
        byte[] bytes = requireNonNull(text, "text").getBytes(StandardCharsets.ISO_8859_1);
        return of(connection -> connection.writeAndClose(bytes));
    }

    /** {@return a reset of the connection} The client gets no answer. */
    public static MockAnswer reset() {
        return of(MockConnection::reset);
    }

    /** {@return nothing: the connection stays open, and the client waits} */
    public static MockAnswer silence() {
        return of(connection -> {});
    }

    /**
     * {@return a tunnel, as a proxy opens one for {@code CONNECT} (RFC 9110 §9.3.6)} Behind it is the same {@link MockServer}, with TLS: what
     * the client asks through the tunnel is a request of its own, with an answer of its own. Another method gets 501.
     * @param tls of a server, with a certificate for the host that the client asks for
     * @throws IllegalArgumentException if it is a client's
     */
    public static MockAnswer tunnel(TlsConfig tls) {
        TlsConfig server = MockServer.checked(tls);
        return of(connection -> connection.tunnel(server));
    }

    /**
     * {@return the same after a time}
     * @param delay from the last byte of the request, by the clock of the loop; not negative
     */
    public MockAnswer after(Duration delay) {
        return new MockAnswer(Bounds.notNegative("delay", delay), action);
    }

    Duration delay() {
        return delay;
    }

    void send(MockConnection connection) {
        action.accept(connection);
    }
}
