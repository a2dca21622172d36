// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.Data;
import io.snowloop.http.h2.Http2Event.GoAway;
import io.snowloop.http.h2.Http2Event.InformationalHead;
import io.snowloop.http.h2.Http2Event.Outcome;
import io.snowloop.http.h2.Http2Event.Pong;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.Http2Event.Reset;
import io.snowloop.http.h2.Http2Event.ResponseHead;
import io.snowloop.http.h2.Http2Event.Trailers;
import io.snowloop.http.h2.Http2Event.WindowOpened;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A codec that is fed bytes; the events that it reads, one line for each; and the frames that it sends of itself. Pieces of a
 * body that follow each other are one line. The data is consumed at once, unless {@link #reads} is false.
 */
final class Http2Feed {
    final Http2Codec codec;
    final ByteQueue out = new ByteQueue();
    final List<String> events = new ArrayList<>();
    boolean reads = true;
    private final FrameText text = new FrameText();
    private boolean failed;

    /** The stream of the body whose pieces the last line has; 0 if there is none, or the body has ended. */
    private int dataOf;

    private Http2Feed(Role role, Http2Limits limits) {
        codec = new Http2Codec(role, limits);
        codec.begin(out);
        text.take(out);
    }

    static Http2Feed server(Http2Limits limits) {
        return new Http2Feed(Role.SERVER, limits);
    }

    static Http2Feed server() {
        return server(Http2Limits.DEFAULT);
    }

    static Http2Feed client(Http2Limits limits) {
        return new Http2Feed(Role.CLIENT, limits);
    }

    static Http2Feed client() {
        return client(Http2Limits.DEFAULT);
    }

    /** A client opens a stream, without a body. */
    Http2Feed request(Method method) {
        RequestHead head = method.equals(Method.CONNECT)
                ? RequestHead.connect("a:443", Headers.empty())
                : new RequestHead(method, "http", "a", "/", Headers.empty());
        codec.openStream(head, method.equals(Method.CONNECT) ? Http2Codec.UNKNOWN_LENGTH : 0, out);
        return this;
    }

    Http2Feed get() {
        return request(Method.GET);
    }

    Http2Feed frames(Frames frames) {
        return bytes(frames.toBytes(), Integer.MAX_VALUE, null);
    }

    Http2Feed byteByByte(Frames frames) {
        return bytes(frames.toBytes(), 1, null);
    }

    /** Pieces of random lengths. */
    Http2Feed cut(Frames frames, Random random) {
        return bytes(frames.toBytes(), 40, random);
    }

    private Http2Feed bytes(byte[] bytes, int most, @Nullable Random random) {
        ByteBuffer lent = ByteBuffer.allocateDirect(Math.min(bytes.length, most));
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, random == null ? most : 1 + random.nextInt(most));
            lent.clear().put(bytes, at, count).flip();
            codec.receive(lent);
            takeAll();
            codec.keep();
            overwrite(lent); // the loan is over: the codec must not read these bytes any more
            at += count;
        }
        return this;
    }

    private static void overwrite(ByteBuffer lent) {
        lent.clear();
        while (lent.hasRemaining()) {
            lent.put((byte) '#');
        }
    }

    void takeAll() {
        try {
            while (true) {
                Http2Event event = codec.next();
                if (event instanceof Outcome outcome) {
                    if (outcome == Outcome.CLOSED) {
                        events.add("closed");
                    }
                    break;
                }
                take(event);
            }
        } catch (Http2Exception e) {
            if (!failed) {
                events.add("error " + e.code());
            }
            failed = true;
        }
        codec.drainTo(out);
    }

    private void take(Http2Event event) {
        if (!(event instanceof Data data)) {
            dataOf = 0;
            events.add(describe(event));
            return;
        }
        assertThat(data.bytes().hasRemaining() || data.endOfStream()).isTrue();
        int last = events.size() - 1;
        String text = FrameText.text(data.bytes()) + (data.endOfStream() ? " end" : "");
        if (last >= 0 && data.stream() == dataOf) {
            events.set(last, events.get(last) + text);
        } else {
            events.add("data " + data.stream() + " " + text);
        }
        dataOf = data.endOfStream() ? 0 : data.stream();
        if (reads) {
            codec.consumed(data.stream(), data.bytes().remaining(), out);
        }
    }

    /** The frames that the codec has sent since the last call. */
    List<String> sent() {
        codec.drainTo(out);
        return text.take(out);
    }

    static String describe(Http2Event event) {
        if (event instanceof RequestHead head) {
            String target = head.method().equals(Method.CONNECT) && head.protocol() == null
                    ? String.valueOf(head.authority())
                    : head.scheme() + " " + head.authority() + " " + head.path();
            String protocol = head.protocol() == null ? "" : " " + head.protocol();
            return head.stream() + " " + head.method() + " " + target + protocol + " " + head.headers()
                    + end(head.endOfStream());
        } else if (event instanceof ResponseHead head) {
            return head.stream() + " " + head.status().code() + " " + head.headers() + end(head.endOfStream());
        } else if (event instanceof InformationalHead head) {
            return head.stream() + " " + head.status().code() + " " + head.headers();
        } else if (event instanceof Trailers trailers) {
            return "trailers " + trailers.stream() + " " + trailers.headers();
        } else if (event instanceof Reset reset) {
            return "reset " + reset.stream() + " " + reset.code() + (reset.byPeer() ? " by the peer" : "");
        } else if (event instanceof WindowOpened opened) {
            return "window " + opened.stream();
        } else if (event instanceof Pong pong) {
            return "pong " + Long.toHexString(pong.data());
        } else if (event instanceof GoAway goAway) {
            return "goaway " + goAway.lastStream() + " " + goAway.code() + " " + goAway.debug();
        }
        return "settings"; // there is no other
    }

    private static String end(boolean endOfStream) {
        return endOfStream ? " end" : "";
    }
}
