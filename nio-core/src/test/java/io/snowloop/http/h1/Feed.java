package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
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
 * A codec that is fed bytes, and what it made of them, one line an event. Pieces of a body that follow each other are
 * one line, because how a body is cut up means nothing.
 *
 * <p>As a server it answers each request with 204, and so goes on to the next.
 */
final class Feed {
    final Http1Codec codec;
    final List<String> events = new ArrayList<>();
    private final Role role;
    private final StringBuilder body = new StringBuilder();
    private boolean failed;

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

    /** A client that has sent a request of this method and is to be fed the answer. */
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

    /** Feeds the text piece by piece, each in the same lent buffer, as a loop would. */
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
            scribble(lent); // what was lent is not ours any more: nobody may still look at it
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
            line("error " + e.suggestedStatus().code());
        }
    }

    private void take(Event event) {
        if (event instanceof Data data) {
            body.append(latin1(data.bytes()));
        } else if (event == Outcome.CLOSED && !failed && !last().equals("closed")) {
            line("closed");
        } else if (!(event instanceof Outcome)) {
            line(describe(event));
        }
        if (event instanceof EndOfMessage && role == Role.SERVER) {
            answer();
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

    /** All lines so far; a body whose message has not ended is one of them. */
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

    private static void scribble(ByteBuffer lent) {
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
