// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/**
 * A case of h2spec, the usual conformance test of HTTP/2: what the peer sends, and what has to come of it. The frames are
 * written anew from the descriptions.
 *
 * @param id as h2spec is told which case to run
 * @param codec to which the input is sent
 * @param last the last event, or the last frame that is sent, which begins with a capital letter
 */
record SpecCase(String id, String what, Supplier<Http2Feed> codec, Frames input, String last) {
    private static final int CANCEL = 8;

    /** The body of a response, as {@link #answered} gives it. */
    private static final String BODY = "hello";

    /** Frames behind the client's preface and SETTINGS. */
    static SpecCase server(String id, String what, Frames frames, String last) {
        return new SpecCase(id, what, SpecCase::begun, frames, last);
    }

    /** Frames behind the server's SETTINGS, and our request on stream 1. */
    static SpecCase client(String id, String what, Frames frames, String last) {
        Supplier<Http2Feed> codec = () -> {
            Http2Feed feed = Http2Feed.client().get();
            feed.frames(Frames.server());
            return feed;
        };
        return new SpecCase(id, what, codec, frames, last);
    }

    /** The same, but our request was answered: its stream is closed. */
    SpecCase behindAnswer(Frames answer) {
        return new SpecCase(id, what, () -> codec.get().frames(answer), input, last);
    }

    /** Frames behind a request on stream 1 that was answered: the stream is closed. */
    static SpecCase closed(String id, String what, Frames frames, String last) {
        return new SpecCase(id, what, SpecCase::answered, frames, last);
    }

    static Http2Feed begun() {
        Http2Feed feed = Http2Feed.server();
        feed.frames(Frames.client());
        return feed;
    }

    private static Http2Feed answered() {
        Http2Feed feed = begun().frames(new Frames().get(1));
        answer(feed);
        return feed;
    }

    /** Answers the request on stream 1, as far as its window allows. */
    static ByteBuffer answer(Http2Feed feed) {
        ByteBuffer body = ByteBuffer.wrap(BODY.getBytes(ISO_8859_1));
        feed.codec.sendHead(1, Status.OK, Headers.empty(), Headers.empty(), BODY.length(), feed.out);
        feed.codec.sendData(1, body, true, feed.out);
        return body;
    }

    static Frames frames() {
        return new Frames();
    }

    /** RST_STREAM with CANCEL. */
    static Frames cancel(Frames frames, int stream) {
        return frames.reset(stream, CANCEL);
    }

    /** A PRIORITY frame (RFC 9113 §6.3). */
    static Frames priority(Frames frames, int stream, int dependsOn, int weight) {
        return frames.frame(2, 0, stream, Frames.latin1(Frames.number(dependsOn)) + (char) (weight - 1));
    }

    /** The fields of a request. */
    static byte[] request() {
        return Frames.block(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/");
    }

    /** The fields of a request, and what is behind them. */
    static byte[] request(String hex) {
        HexFormat format = HexFormat.of();
        return format.parseHex(format.formatHex(request()) + hex.replace(" ", ""));
    }

    /** Runs it with all bytes at once, and byte by byte. */
    void run() {
        for (boolean whole : new boolean[] {true, false}) {
            Http2Feed feed = codec.get();
            feed.sent();
            List<String> lines = whole ? feed.frames(input).events : feed.byteByByte(input).events;
            if (Character.isUpperCase(last.charAt(0))) {
                lines = feed.sent();
                assertThat(lines).as("events %s, sent", feed.events).isNotEmpty();
            }
            assertThat(lines.get(lines.size() - 1)).isEqualTo(last);
        }
    }

    @Override
    public String toString() {
        return id + " " + what;
    }
}
