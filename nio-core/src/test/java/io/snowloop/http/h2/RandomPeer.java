// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.Data;
import io.snowloop.http.h2.Http2Event.InformationalHead;
import io.snowloop.http.h2.Http2Event.Outcome;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.Http2Event.Reset;
import io.snowloop.http.h2.Http2Event.ResponseHead;
import io.snowloop.http.h2.Http2Event.SettingsReceived;
import io.snowloop.http.h2.Http2Event.Trailers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One side of a connection that sends random messages, and writes down what it has sent and received on each stream. It reads
 * data late, and in parts.
 */
final class RandomPeer {
    final Http2Codec codec;
    final Map<Integer, String> sent = new TreeMap<>();
    final Map<Integer, String> received = new TreeMap<>();

    private final Role role;
    private final Random random;

    /** What is still to be sent on each stream. */
    private final Map<Integer, ByteBuffer> bodies = new TreeMap<>();

    private final Map<Integer, Headers> trailers = new HashMap<>();

    /** Data that was received, and not consumed: stream and bytes. */
    private final Deque<int[]> unread = new ArrayDeque<>();

    /** Requests without an answer. */
    private final Deque<RequestHead> toAnswer = new ArrayDeque<>();

    private int left;
    private boolean begun;

    /** After the server's settings: it refuses what is above its limit. */
    private boolean mayOpen;

    RandomPeer(Role role, Http2Limits limits, Random random, int exchanges) {
        this.codec = new Http2Codec(role, limits);
        this.role = role;
        this.random = random;
        this.left = exchanges;
    }

    boolean isDone() {
        return left == 0
                && bodies.isEmpty()
                && unread.isEmpty()
                && toAnswer.isEmpty()
                && codec.session.own.isAcknowledged();
    }

    /** Does some of what can be done now. */
    void act(ByteQueue out) {
        if (!begun) {
            begun = true;
            codec.begin(out);
        }
        while (role == Role.CLIENT && mayOpen && left > 0 && codec.streamsLeft() > 0 && random.nextInt(4) != 0) {
            left--;
            request(out);
        }
        while (!toAnswer.isEmpty() && random.nextInt(4) != 0) {
            left--;
            respond(toAnswer.remove(), out);
        }
        sendSome(out);
        readSome(out);
        if (random.nextInt(30) == 0) {
            codec.ping(random.nextLong(), out);
        }
        codec.drainTo(out);
    }

    // ------------------------------------------------------------------------------------------------------ sending

    private void request(ByteQueue out) {
        Method method = random.nextInt(6) == 0 ? Method.HEAD : Method.POST;
        byte[] body = method.equals(Method.HEAD) ? new byte[0] : body();
        long length = random.nextBoolean() ? body.length : Http2Codec.UNKNOWN_LENGTH;
        Headers headers = headers("Priority", "u=" + random.nextInt(8) + (random.nextBoolean() ? ", i" : ""));
        RequestHead head = new RequestHead(method, "https", "a:8443", "/" + random.nextInt(5), headers);
        int stream = codec.openStream(head, length, out);
        sent.put(stream, method + " " + head.path() + " " + headers);
        begin(stream, body);
    }

    private void respond(RequestHead request, ByteQueue out) {
        int stream = request.stream();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            codec.sendInformational(stream, Status.EARLY_HINTS, Headers.of("Link", "x"), out);
            text.append("103 ");
        }
        Status status = random.nextInt(5) == 0 ? Status.NO_CONTENT : Status.OK;
        byte[] body = status.equals(Status.NO_CONTENT) ? new byte[0] : body();
        long length = random.nextBoolean() ? body.length : Http2Codec.UNKNOWN_LENGTH;
        Headers headers = headers("Server", "s");
        codec.sendHead(stream, status, headers, Headers.of("Date", "d"), length, out);
        sent.put(stream, text + status.toString() + " " + headers.plus("date", "d"));
        begin(stream, body);
    }

    private void begin(int stream, byte[] body) {
        if (codec.maySend(stream)) {
            sent.merge(stream, " " + new String(body, ISO_8859_1), String::concat);
            bodies.put(stream, ByteBuffer.wrap(body));
            trailers.put(stream, random.nextInt(3) == 0 ? headers("sum", "1") : Headers.empty());
            codec.wantToSend(stream, body.length > 0);
        } else {
            sent.merge(stream, " ", String::concat);
        }
        sent.merge(stream, " " + trailers.getOrDefault(stream, Headers.empty()), String::concat);
    }

    private void sendSome(ByteQueue out) {
        int stream;
        while ((stream = codec.nextStream()) != 0 && random.nextInt(6) != 0) {
            ByteBuffer body = bodies.get(stream);
            assertThat(codec.room(stream)).isPositive();
            boolean last = random.nextBoolean() && trailers.get(stream).isEmpty();
            if (random.nextBoolean()) {
                int most = body.remaining();
                int taken = codec.sendData(stream, body, last, out);
                assertThat(taken).isEqualTo(most - body.remaining());
            } else {
                int count = Math.min(body.remaining(), codec.room(stream));
                codec.beginData(stream, count, last && count == body.remaining(), out);
                out.append(body, count);
            }
            if (codec.maySend(stream)) {
                codec.wantToSend(stream, body.hasRemaining());
            }
        }
        bodies.entrySet().removeIf(each -> !each.getValue().hasRemaining() && end(each.getKey(), out));
    }

    private boolean end(int stream, ByteQueue out) {
        if (codec.maySend(stream)) {
            codec.sendEnd(stream, trailers.get(stream), out);
        }
        return true;
    }

    private byte[] body() {
        byte[] body = new byte[random.nextInt(random.nextInt(20) == 0 ? 8000 : 400)];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ('a' + random.nextInt(26));
        }
        return body;
    }

    /** Some are the same each time, some are new, some are long: several frames. */
    private Headers headers(String name, String value) {
        Headers.Builder headers = Headers.builder().add(name.toLowerCase(Locale.ROOT), value);
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.add("x-" + random.nextInt(20), "v".repeat(random.nextInt(random.nextInt(30) == 0 ? 30_000 : 30)));
        }
        return headers.build();
    }

    // ---------------------------------------------------------------------------------------------------- receiving

    void receive(ByteBuffer bytes, ByteQueue out) throws Http2Exception {
        codec.receive(bytes);
        for (Http2Event event = codec.next(); event != Outcome.NEED_DATA; event = codec.next()) {
            take(event);
        }
        codec.keep();
        if (random.nextBoolean()) {
            codec.drainTo(out);
        }
    }

    private void take(Http2Event event) {
        if (event instanceof RequestHead head) {
            Headers headers = head.headers().without("Host").without("Content-Length");
            received.put(head.stream(), head.method() + " " + head.path() + " " + headers);
            toAnswer.add(head);
            assertThat(head.headers().get("Host")).isEqualTo("a:8443");
            received.merge(head.stream(), head.endOfStream() ? "  {}" : " ", String::concat);
        } else if (event instanceof InformationalHead head) {
            received.merge(head.stream(), head.status().code() + " ", String::concat);
        } else if (event instanceof ResponseHead head) {
            String text = head.status() + " " + head.headers().without("Content-Length");
            received.merge(head.stream(), text + (head.endOfStream() ? "  {}" : " "), String::concat);
        } else if (event instanceof Data data) {
            received.merge(data.stream(), FrameText.text(data.bytes()), String::concat);
            received.merge(data.stream(), data.endOfStream() ? " {}" : "", String::concat);
            unread.add(new int[] {data.stream(), data.bytes().remaining()});
        } else if (event instanceof Trailers end) {
            received.merge(end.stream(), " " + end.headers(), String::concat);
        } else if (event instanceof SettingsReceived) {
            mayOpen = true;
        } else {
            assertThat(event).isNotInstanceOf(Reset.class);
        }
    }

    private void readSome(ByteQueue out) {
        while (!unread.isEmpty() && random.nextInt(5) != 0) {
            int[] next = unread.remove();
            int count = random.nextInt(3) == 0 ? random.nextInt(next[1] + 1) : next[1];
            codec.consumed(next[0], count, out);
            if (count < next[1]) {
                unread.addFirst(new int[] {next[0], next[1] - count});
            }
        }
    }
}
