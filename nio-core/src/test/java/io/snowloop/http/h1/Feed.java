// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.Outcome;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A codec that is fed bytes, and the events that it reads, one line for each. Pieces of a body that follow each other
 * are one line, because where a body is cut has no meaning. It checks that each body has the length of its framing.
 *
 * <p>A server answers each request with 204, and then reads the next one.
 */
final class Feed {
    final Http1Codec codec;
    final List<String> events = new ArrayList<>();
    private final Role role;
    private final StringBuilder body = new StringBuilder();
    private boolean failed;

    /** Of the message that is being read. */
    private BodyFraming framing = Unmeasured.NONE;

    private long received;

    private Feed(Role role, Limits limits) {
        this.role = role;
        this.codec = new Http1Codec(role, limits);
    }

    static Feed server(Limits limits) {
        return new Feed(Role.SERVER, limits);
    }

    static Feed server() {
        return server(Limits.DEFAULT);
    }

    /** A client that has sent a request with this method, and is to be fed the response. */
    static Feed client(Method method, Limits limits) {
        Feed feed = new Feed(Role.CLIENT, limits);
        String target = method.equals(Method.CONNECT) ? "a:443" : "/";
        Headers headers = Headers.of("Host", "a", "Upgrade", "x", "Connection", "upgrade");
        feed.codec.sendHead(new RequestHead(method, target, headers), 0, new ByteQueue());
        feed.codec.sendEnd(new ByteQueue());
        return feed;
    }

    static Feed client(Method method) {
        return client(method, Limits.DEFAULT);
    }

    /** Feeds the pieces one by one in the same lent buffer, as a loop does. */
    Feed pieces(List<byte[]> pieces) {
        ByteBuffer lent = ByteBuffer.allocateDirect(
                pieces.stream().mapToInt(piece -> piece.length).max().orElse(0));
        for (byte[] piece : pieces) {
            if (failed) {
                break;
            }
            lent.clear().put(piece).flip();
            codec.receive(lent);
            takeAll();
            codec.keep();
            overwrite(lent); // the loan is over: the codec must not read these bytes any more
        }
        return this;
    }

    Feed text(String text) {
        return pieces(List.of(bytes(text)));
    }

    Feed byteByByte(String text) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte b : bytes(text)) {
            pieces.add(new byte[] {b});
        }
        return pieces(pieces);
    }

    Feed splitAt(String text, int at) {
        byte[] all = bytes(text);
        return pieces(List.of(Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length)));
    }

    Feed end() {
        codec.receiveEnd();
        takeAll();
        return this;
    }

    private void takeAll() {
        try {
            Event event;
            do {
                event = failed ? Outcome.CLOSED : codec.next();
                take(event);
            } while (!(event instanceof Outcome));
        } catch (RemoteProtocolException e) {
            failed = true;
            RemoteProtocolException.Limit limit = e.limit();
            line("error " + e.suggestedStatus().code() + (limit == null ? "" : ", over " + limit.name()));
        }
    }

    private void take(Event event) {
        if (event instanceof Data data) {
            body.append(latin1(data.bytes()));
            received += data.bytes().remaining();
        } else if (event == Outcome.CLOSED && !failed && !last().equals("closed")) {
            line("closed");
        } else if (!(event instanceof Outcome)) {
            line(describe(event));
        }
        checkFraming(event);
        if (event instanceof EndOfMessage && role == Role.SERVER) {
            answer();
        }
    }

    private void checkFraming(Event event) {
        if (event instanceof RequestHead head) {
            framing = head.framing();
            received = 0;
        } else if (event instanceof ResponseHead head) {
            framing = head.framing();
            received = 0;
        } else if (event instanceof EndOfMessage) {
            assertThat(framing.length()).isIn(received, Http1Codec.UNKNOWN_LENGTH);
        }
    }

    private void answer() {
        codec.sendHead(new ResponseHead(Status.NO_CONTENT, Headers.empty()), 0, new ByteQueue());
        if (codec.ourState() == State.SEND_BODY) {
            codec.sendEnd(new ByteQueue());
        }
        if (codec.ourState() == State.DONE && codec.theirState() == State.DONE) {
            codec.startNextCycle();
        }
    }

    /** All lines so far, including the data of a message that has not ended. */
    List<String> lines() {
        if (body.length() > 0) {
            line("");
            events.remove(events.size() - 1);
        }
        return events;
    }

    private void line(String line) {
        if (body.length() > 0) {
            events.add("data " + body);
            body.setLength(0);
        }
        events.add(line);
    }

    private String last() {
        return events.isEmpty() ? "" : events.get(events.size() - 1);
    }

    static String describe(Event event) {
        if (event instanceof RequestHead head) {
            return head.method() + " " + head.target() + " " + head.version() + " " + head.headers();
        } else if (event instanceof ResponseHead head) {
            return head.version() + " " + head.status().code() + " " + head.reason() + " " + head.headers();
        } else if (event instanceof InformationalHead head) {
            return head.version() + " " + head.status().code() + " " + head.reason() + " " + head.headers();
        } else if (event instanceof EndOfMessage end) {
            return end.trailers().isEmpty() ? "end" : "end " + end.trailers();
        } else if (event instanceof Data data) {
            return "data " + latin1(data.bytes());
        }
        return event.toString();
    }

    private static void overwrite(ByteBuffer lent) {
        lent.clear();
        while (lent.hasRemaining()) {
            lent.put((byte) '#');
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String latin1(ByteBuffer bytes) {
        return ISO_8859_1.decode(bytes.duplicate()).toString();
    }
}
