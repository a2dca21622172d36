// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Fetches URLs. It keeps connections for the next requests to the same server. */
class Fetcher {
    private static final long LIMIT = 30_000_000_000L;
    private final Loop loop;
    private final Map<InetSocketAddress, Deque<ClientConnection>> idle = new HashMap<>();

    Fetcher(Loop loop) {
        this.loop = loop;
    }

    /** The host must be an address: to look up a name would block the loop. */
    Future<HttpResponse> fetch(URI uri) {
        InetSocketAddress server = new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
        ClientConnection kept = idle(server).poll();
        return kept == null
                ? connect(server, uri)
                : ask(kept, uri).recover(error -> connect(server, uri)); // it may have been closed meanwhile
    }

    /** Closes the connections that are kept. */
    void close() {
        idle.values().forEach(kept -> kept.forEach(ClientConnection::close));
    }

    Deque<ClientConnection> idle(InetSocketAddress server) {
        return idle.computeIfAbsent(server, unknown -> new ArrayDeque<>());
    }

    private Future<HttpResponse> connect(InetSocketAddress server, URI uri) {
        Promise<Future<HttpResponse>> connected = new Promise<>(loop);
        try {
            Connect.to(server, loop.channels(), (channel, error) -> {
                if (error != null) {
                    connected.fail(error);
                    return;
                }
                ClientConnection connection = new ClientConnection(loop, idle(server));
                try {
                    Transport.open(channel, loop, connection);
                    connected.complete(ask(connection, uri));
                } catch (IOException e) {
                    connected.fail(e);
                }
            });
        } catch (IOException e) {
            connected.fail(e);
        }
        return new Future<>(connected, loop).flatMap(Function.identity());
    }

    private Future<HttpResponse> ask(ClientConnection connection, URI uri) {
        return Timeout.of(loop, LIMIT, connection.ask(uri), connection::close);
    }
}

/** A connection to a server: one request at a time. */
class ClientConnection implements Protocol {
    private final Loop loop;
    private final Deque<ClientConnection> idle;
    private final HeadParser parser = new HeadParser();
    private Transport transport;
    private Promise<HttpResponse> answer;
    private Head head;
    private BodyReader body;

    ClientConnection(Loop loop, Deque<ClientConnection> idle) {
        this.loop = loop;
        this.idle = idle;
    }

    Future<HttpResponse> ask(URI uri) {
        answer = new Promise<>(loop);
        // send the request
        return new Future<>(answer, loop);
    }

    void close() {
        transport.close();
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        // a part of the answer; when it is complete, keep this connection or close it
    }

    @Override
    public void ended() {
        // what of the answer?
    }

    @Override
    public void closed(IOException error) {
        // it is idle no more
    }
}
