// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.http.h2.StreamState;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The server's end of an HTTP/2 connection, whose frames the test sends. It keeps what the client sends. */
final class Http2Peer implements Protocol {
    final Http2Codec codec;
    private final BiConsumer<Http2Peer, Http2Event.RequestHead> onRequest;
    private final ByteQueue out = new ByteQueue();

    /** What is still to be sent of each body; the last piece of a body ends its stream. */
    private final Map<Integer, ByteBuffer> unsent = new LinkedHashMap<>();

    /** The heads of the requests, by stream. */
    final Map<Integer, Http2Event.RequestHead> requests = new TreeMap<>();

    private final Map<Integer, ByteArrayOutputStream> bodies = new TreeMap<>();

    /** The trailers of requests, by stream. */
    final Map<Integer, Headers> trailers = new TreeMap<>();

    /** Streams whose request is complete. */
    final List<Integer> complete = new ArrayList<>();

    /** What the client has said of streams and of the connection: {@code 1 CANCEL}, {@code GOAWAY NO_ERROR}. */
    final List<String> ends = new ArrayList<>();

    /** The streams whose windows the client has opened, once for each time; 0 for the connection. */
    final List<Integer> opened = new ArrayList<>();

    /** Whether it says that it takes an extended CONNECT (RFC 8441 §3). */
    boolean announces = true;

    /** Whether it keeps back all that it has to send, first of all its settings. */
    boolean silent;

    /** Whether windows are opened again for what has come. */
    boolean reads = true;

    /** Whether it takes nothing of what comes, and so says nothing. */
    boolean deaf;

    /** Whether it stops reading after each read. */
    boolean pauses;

    /** What has come to a deaf one. */
    String heard = "";

    @Nullable
    Transport transport;

    boolean closed;

    /** Whether the test has begun to drain it. */
    boolean drains;

    Http2Peer(Http2Limits limits, BiConsumer<Http2Peer, Http2Event.RequestHead> onRequest) {
        this.codec = new Http2Codec(Role.SERVER, limits);
        this.onRequest = onRequest;
    }

    @Override
    public void connected(Transport opened) {
        transport = opened;
        codec.begin(out);
        if (!announces) {
            retract();
        }
        flush();
    }

    /** Sets ENABLE_CONNECT_PROTOCOL, 0x8, to 0. */
    private void retract() {
        byte[] bytes = new byte[out.size()];
        out.peek().get(bytes);
        out.clear();
        String announced = "\0\u0008\0\0\0\u0001";
        String settings = new String(bytes, StandardCharsets.ISO_8859_1);
        assert settings.contains(announced);
        out.appendLatin1(settings.replace(announced, "\0\u0008\0\0\0\0"));
    }

    /** Sends the settings that it has kept back. */
    void speak() {
        silent = false;
        flush();
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (pauses) {
            transport.pauseReading();
        }
        if (deaf) {
            heard += StandardCharsets.ISO_8859_1.decode(bytes);
            return;
        }
        codec.receive(bytes);
        try {
            for (Http2Event event = codec.next(); !(event instanceof Http2Event.Outcome); event = codec.next()) {
                take(event);
            }
        } catch (Http2Exception e) {
            throw new AssertionError("the client breaks the protocol", e);
        }
        codec.keep();
        pump();
    }

    private void take(Http2Event event) {
        if (event instanceof Http2Event.RequestHead head) {
            requests.put(head.stream(), head);
            bodies.put(head.stream(), new ByteArrayOutputStream());
            onRequest.accept(this, head);
            completeIf(head.endOfStream(), head.stream());
        } else if (event instanceof Http2Event.Data data) {
            byte[] piece = new byte[data.bytes().remaining()];
            data.bytes().get(piece);
            bodies.get(data.stream()).writeBytes(piece);
            if (reads) {
                codec.consumed(data.stream(), piece.length, out);
            }
            completeIf(data.endOfStream(), data.stream());
        } else if (event instanceof Http2Event.Trailers fields) {
            trailers.put(fields.stream(), fields.headers());
            completeIf(true, fields.stream());
        } else if (event instanceof Http2Event.Reset reset) {
            unsent.remove(reset.stream());
            ends.add(reset.stream() + " " + reset.code());
        } else if (event instanceof Http2Event.GoAway goAway) {
            ends.add("GOAWAY " + goAway.code());
        } else if (event instanceof Http2Event.WindowOpened window) {
            opened.add(window.stream());
        }
    }

    private void completeIf(boolean end, int stream) {
        if (end) {
            complete.add(stream);
        }
    }

    @Override
    public void writable(boolean writable) {
        pump();
    }

    @Override
    public void ended() {
        transport.close();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        closed = true;
    }

    // ---------------------------------------------------------------------------------------------- what it sends

    /** Whether a stream can have a response: it is neither reset nor answered. */
    boolean mayAnswer(int stream) {
        return codec.state(stream) != StreamState.CLOSED && codec.state(stream) != StreamState.IDLE;
    }

    /** Sends a head without a body. */
    void answer(int stream, int status) {
        codec.sendHead(stream, Status.of(status), Headers.empty(), Headers.empty(), 0, out);
        flush();
    }

    /** Sends a response with a body, as far as the windows allow. */
    void answer(int stream, String body) {
        answer(stream, Headers.empty(), body.getBytes(StandardCharsets.ISO_8859_1));
    }

    void answer(int stream, Headers headers, byte[] body) {
        codec.sendHead(stream, Status.OK, headers, Headers.empty(), body.length, out);
        if (codec.maySend(stream)) {
            unsent.put(stream, ByteBuffer.wrap(body));
        }
        pump();
    }

    /** Sends what follows a head, as far as the windows allow. It is the last of the stream. */
    void stream(int stream, byte[] bytes) {
        unsent.put(stream, ByteBuffer.wrap(bytes));
        pump();
    }

    /** Sends a head whose body follows. */
    void head(int stream, long length) {
        codec.sendHead(stream, Status.OK, Headers.empty(), Headers.empty(), length, out);
        flush();
    }

    void data(int stream, String piece, boolean end) {
        ByteBuffer bytes = ByteBuffer.wrap(piece.getBytes(StandardCharsets.ISO_8859_1));
        codec.sendData(stream, bytes, end, out);
        if (bytes.hasRemaining()) {
            throw new AssertionError("no window for " + bytes.remaining() + " bytes");
        }
        flush();
    }

    void end(int stream, Headers fields) {
        codec.sendEnd(stream, fields, out);
        flush();
    }

    void inform(int stream, int status) {
        codec.sendInformational(stream, Status.of(status), Headers.empty(), out);
        flush();
    }

    void reset(int stream, ErrorCode code) {
        unsent.remove(stream);
        codec.reset(stream, code, out);
        flush();
    }

    void goAway(int lastStream, ErrorCode code) {
        codec.goAway(lastStream, code, out);
        flush();
    }

    /** Opens the windows for so many bytes that have come. */
    void consume(int stream, int bytes) {
        codec.consumed(stream, bytes, out);
        flush();
    }

    /** Sends text as it is, in the place of frames. */
    void raw(String text) {
        transport.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Sends a DATA frame (RFC 9113 §6.1) that the codec would refuse to send. */
    void rawData(int stream, String piece, boolean end) {
        ByteBuffer frame = ByteBuffer.allocate(9 + piece.length());
        frame.putInt(piece.length() << 8).put((byte) (end ? 1 : 0)).putInt(stream);
        transport.write(frame.put(piece.getBytes(StandardCharsets.ISO_8859_1)).flip());
    }

    /** Sends a HEADERS frame (RFC 9113 §6.2) without END_STREAM, where the codec would set it. */
    void rawHead(int stream, int status, String contentLength) {
        int indexed = 0x80 | Map.of(200, 8, 204, 9, 304, 11).get(status); // RFC 7541, Appendix A
        ByteBuffer frame = ByteBuffer.allocate(9 + 4 + contentLength.length());
        frame.putInt(4 + contentLength.length() << 8 | 1)
                .put((byte) 4)
                .putInt(stream)
                .put((byte) indexed);
        frame.put((byte) 0x0f).put((byte) 0x0d).put((byte) contentLength.length()); // 28: content-length
        transport.write(
                frame.put(contentLength.getBytes(StandardCharsets.ISO_8859_1)).flip());
    }

    void ping() {
        codec.ping(0, out);
        flush();
    }

    void close() {
        transport.close();
    }

    void abort() {
        transport.abort();
    }

    private void pump() {
        for (Map.Entry<Integer, ByteBuffer> each : List.copyOf(unsent.entrySet())) {
            ByteBuffer rest = each.getValue();
            if (!codec.maySend(each.getKey())) { // it is reset, and the event follows
                unsent.remove(each.getKey());
            }
            while (transport.isWritable() && unsent.containsKey(each.getKey())) {
                int taken = codec.sendData(each.getKey(), rest, true, out);
                if (!rest.hasRemaining()) {
                    unsent.remove(each.getKey());
                } else if (taken == 0) {
                    break;
                }
                flush();
            }
        }
        flush();
    }

    private void flush() {
        codec.drainTo(out);
        if (!out.isEmpty() && !silent) {
            transport.write(out.takeAll());
        }
    }

    /** How many bytes of a request's body have come. */
    int size(int stream) {
        return bodies.get(stream).size();
    }

    /** The body of a request, as far as it has come. */
    String body(int stream) {
        return bodies.get(stream).toString(StandardCharsets.ISO_8859_1);
    }

    /** How many bytes of a response wait for a window. */
    int unsent(int stream) {
        ByteBuffer rest = unsent.get(stream);
        return rest == null ? 0 : rest.remaining();
    }
}
