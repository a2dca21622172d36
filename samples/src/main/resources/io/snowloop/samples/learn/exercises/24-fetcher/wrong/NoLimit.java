// SPDX-License-Identifier: Apache-2.0
// FAILS: the server says nothing: expected a TimeoutException, and got nothing
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Fetches URLs. It keeps connections for the next requests to the same server. */
class Fetcher {
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
        return connection.ask(uri);
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
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        transport.write(US_ASCII.encode("GET " + target + " HTTP/1.1\r\nHost: " + uri.getRawAuthority() + "\r\n\r\n"));
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
        try {
            if (answer == null) {
                throw new ProtocolException("an answer to nothing");
            }
            if (head == null) {
                head = parser.add(bytes);
                body = head == null ? null : new BodyReader(head.fields());
            }
            if (head != null && body.add(bytes)) {
                answered();
            }
        } catch (ProtocolException e) {
            fail(e);
            close();
        }
    }

    private void answered() throws ProtocolException {
        if (!head.first().matches("HTTP/1\\.1 [2-5][0-9][0-9]( .*)?")) {
            throw new ProtocolException("not a status line: " + head.first());
        }
        int status = Integer.parseInt(head.first().substring(9, 12));
        Promise<HttpResponse> asked = answer;
        answer = null;
        if ("close".equalsIgnoreCase(head.fields().get("Connection"))) {
            close();
        } else {
            idle.push(this);
        }
        asked.complete(new HttpResponse(status, head.fields(), body.body()));
        head = null;
    }

    private void fail(IOException error) {
        if (answer != null) {
            answer.fail(error);
            answer = null;
        }
    }

    @Override
    public void ended() {
        close();
    }

    @Override
    public void closed(IOException error) {
        idle.remove(this);
        fail(error == null ? new IOException("closed before the answer is complete") : error);
    }
}
