// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.Registration;
import io.snowloop.samples.seeds.HttpGet;
import io.snowloop.transport.ConnectionClosedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One fetch: connect, then write, then read, with another callback in the selector for each state.
 *
 * <pre>
 *   start() --&gt; connected --&gt; write, until all is written --&gt; read, until the response is complete
 * </pre>
 *
 * <p>In the article the {@code Fetcher} has this state itself, so a second {@code get_url} overwrites the socket of the
 * first.
 */
final class Fetch {
    private final EventLoop loop;
    private final DefaultSelector selector;
    private final PageUrl url;
    private final Promise<Response> promise;
    private final HttpGet get = new HttpGet();
    private final ByteBuffer request;
    private final SocketChannel connection;

    Fetch(EventLoop loop, DefaultSelector selector, PageUrl url, Promise<Response> promise) throws IOException {
        this.loop = loop;
        this.selector = selector;
        this.url = url;
        this.promise = promise;
        this.request = get.request(url.host(), url.port(), url.path());
        this.connection = loop.reactor().provider().openSocketChannel();
    }

    /** Starts to connect. When the promise is done, with or without success, the socket is closed. */
    void start(InetAddress address) throws IOException {
        connection.configureBlocking(false);
        boolean atOnce = connection.connect(new InetSocketAddress(address, url.port()));
        register(atOnce ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this::connected);
        promise.onDone(() -> selector.close(connection));
    }

    // region callbacks
    private void connected(Registration key) throws IOException {
        connection.finishConnect(); // ready does not mean connected: this throws if the connect failed
        selector.unregister(key);
        register(SelectionKey.OP_WRITE, this::write);
    }

    private void write(Registration key) throws IOException {
        connection.write(request); // writes as many bytes as the socket has room for, maybe not all
        if (!request.hasRemaining()) {
            selector.unregister(key);
            register(SelectionKey.OP_READ, this::read);
        }
    }

    private void read(Registration key) throws IOException {
        ByteBuffer buffer = loop.reactor().readBuffer();
        int count = connection.read(buffer);
        Response response = count < 0 ? get.ended() : get.received(buffer.flip());
        if (response != null) {
            selector.unregister(key);
            promise.complete(response);
        }
    }
    // endregion

    private void register(int events, DefaultSelector.Callback callback) throws IOException {
        selector.register(connection, events, key -> guard(callback, key), this::lost);
    }

    /** An error of a connection fails its fetch, and no other one. */
    private void guard(DefaultSelector.Callback callback, Registration key) {
        try {
            callback.ready(key);
        } catch (IOException e) {
            selector.unregister(key);
            promise.fail(e);
        }
    }

    private void lost(@Nullable Throwable cause) {
        promise.fail(cause != null ? cause : new ConnectionClosedException("the event loop was closed: " + url));
    }
}
