// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.logging.LimitLog;
import io.snowloop.metrics.Metrics;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client that speaks HTTP/2 by a codec, at the other end of a {@link ServerConnection}, without a socket. It begins with the
 * preface, as one that knows that the server speaks HTTP/2.
 */
final class Http2Client implements AutoCloseable {
    final TestLoop test;
    final LoopServer server;
    final TestTransport socket;
    final Http2Codec codec;
    final List<String> events = new ArrayList<>();
    int closed;

    /** The streams whose windows the server has opened, once for each time; 0 for the connection. */
    final List<Integer> opened = new ArrayList<>();

    /** Whether the windows are opened again for what has come. */
    boolean reads = true;

    private final ByteQueue out = new ByteQueue();

    Http2Client(Handler handler) {
        this(handler, TestClient.OPTIONS);
    }

    Http2Client(Handler handler, ServerOptions options) {
        this(handler, options, Http2Limits.DEFAULT, Http2Limits.DEFAULT);
    }

    Http2Client(Handler handler, ServerOptions options, Http2Limits limits, Http2Limits own) {
        LimitLog log = new LimitLog(ServerOptions.class);
        test = new TestLoop();
        server = new LoopServer(
                test.loop,
                new ServerSetup(handler, options, null, Metrics.NONE, limits, AddressRanges.of()),
                new MemoryBudget(options.maxMemory(), 1, log),
                log,
                new FailureLog(options.failureInterval()),
                () -> closed++);
        socket = TestTransport.connect(test, new ServerConnection(server, ProxyHeader.NO_ADDRESSES));
        codec = new Http2Codec(Role.CLIENT, own);
        send(codec::begin);
    }

    /** Another client of the same server, whose loop that one closes. */
    Http2Client(Http2Client other) {
        test = other.test;
        server = other.server;
        socket = TestTransport.connect(test, new ServerConnection(server, ProxyHeader.NO_ADDRESSES));
        codec = new Http2Codec(Role.CLIENT, Http2Limits.DEFAULT);
        send(codec::begin);
    }

    // ------------------------------------------------------------------------------------------------- requests

    static Http2Event.RequestHead head(Method method, String path, String... fields) {
        return new Http2Event.RequestHead(method, "http", "a", path, Headers.of(fields));
    }

    /** Sends a request without a body, and returns its stream. */
    int get(String path, String... fields) {
        int[] stream = {0};
        send(queue -> stream[0] = codec.openStream(head(Method.GET, path, fields), 0, queue));
        return stream[0];
    }

    /** Sends the head of a request whose body follows, of unknown length. */
    int post(String path, String... fields) {
        int[] stream = {0};
        send(queue -> stream[0] = codec.openStream(head(Method.POST, path, fields), Http2Codec.UNKNOWN_LENGTH, queue));
        return stream[0];
    }

    /** Sends an extended CONNECT (RFC 8441 §4). */
    int connect(String protocol, String path, String... fields) {
        int[] stream = {0};
        Http2Event.RequestHead head = new Http2Event.RequestHead(
                0, Method.CONNECT, "http", "a.example", path, protocol, Headers.of(fields), false);
        send(queue -> stream[0] = codec.openStream(head, Http2Codec.UNKNOWN_LENGTH, queue));
        return stream[0];
    }

    /** Sends a piece of a body, as far as the windows allow. Returns how many bytes. */
    int data(int stream, String text, boolean end) {
        int[] sent = {0};
        ByteBuffer piece = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        send(queue -> {
            do {
                sent[0] += codec.sendData(stream, piece, end, queue);
            } while (piece.hasRemaining() && codec.room(stream) > 0);
        });
        return sent[0];
    }

    void reset(int stream, ErrorCode code) {
        send(queue -> codec.reset(stream, code, queue));
    }

    /** Sends what this appends, and takes what the server answers to that. */
    void send(Consumer<ByteQueue> frames) {
        frames.accept(out);
        codec.drainTo(out);
        flush();
        take();
    }

    /** Sends what this appends, and does not look at what the server answers. */
    void sendBlindly(Consumer<ByteQueue> frames) {
        frames.accept(out);
        flush();
    }

    /** Sends them in one segment within a turn of the loop, whose tasks wait until it is over. */
    void sendNow(Consumer<ByteQueue> frames) {
        frames.accept(out);
        socket.deliverNow(StandardCharsets.ISO_8859_1.decode(out.peek()).toString());
        out.clear();
    }

    /** Sends what is in the queue, in the segments of the current {@link io.snowloop.testing.Segmentation}. */
    private void flush() {
        if (!out.isEmpty()) {
            socket.send(StandardCharsets.ISO_8859_1.decode(out.peek()).toString());
            out.clear();
        }
    }

    // -------------------------------------------------------------------------------------------------- answers

    /** Takes what has been written so far, and answers it where the protocol wants that. */
    void take() {
        for (String written = socket.takeWritten(); !written.isEmpty(); written = socket.takeWritten()) {
            receive(written);
        }
    }

    /** Takes what the test has taken from the socket before. */
    void receive(String written) {
        codec.receive(ByteBuffer.wrap(written.getBytes(StandardCharsets.ISO_8859_1)));
        try {
            for (Http2Event event = codec.next(); !(event instanceof Http2Event.Outcome); event = codec.next()) {
                note(event);
            }
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
        codec.keep();
        codec.drainTo(out);
        flush();
    }

    private void note(Http2Event event) {
        if (event instanceof Http2Event.ResponseHead head) {
            events.add(head.stream() + ": " + head.status().code() + end(head.endOfStream()));
        } else if (event instanceof Http2Event.InformationalHead head) {
            events.add(head.stream() + ": " + head.status().code() + " " + head.headers());
        } else if (event instanceof Http2Event.Data data) {
            if (reads) {
                codec.consumed(data.stream(), data.bytes().remaining(), out);
            }
            String text = StandardCharsets.ISO_8859_1.decode(data.bytes()).toString();
            events.add(data.stream() + ": " + (text.length() > 100 ? text.length() + " bytes" : "'" + text + "'")
                    + end(data.endOfStream()));
        } else if (event instanceof Http2Event.Trailers trailers) {
            events.add(trailers.stream() + ": " + trailers.headers() + " end");
        } else if (event instanceof Http2Event.Reset reset) {
            events.add(reset.stream() + ": reset " + reset.code());
        } else if (event instanceof Http2Event.Pong pong) {
            events.add("pong " + pong.data());
        } else if (event instanceof Http2Event.WindowOpened window) {
            opened.add(window.stream());
        } else if (event instanceof Http2Event.GoAway away) {
            events.add("go away " + (away.lastStream() == Http2Codec.MAX_STREAM ? "soon" : "after " + away.lastStream())
                    + " " + away.code());
        }
    }

    private static String end(boolean endOfStream) {
        return endOfStream ? " end" : "";
    }

    /** The events since the last call. */
    List<String> events() {
        take();
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    /** Runs it on the loop, and all that follows. */
    void run(Runnable action) {
        test.inTask(action);
        test.turnUntilIdle();
    }

    void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    void drain() {
        run(server::drain);
    }

    @Override
    public void close() {
        test.close();
    }
}
