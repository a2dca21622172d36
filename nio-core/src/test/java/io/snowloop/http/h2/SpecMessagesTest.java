// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.SpecCase.frames;
import static io.snowloop.http.h2.SpecCase.server;
import static io.snowloop.testing.Frames.END_HEADERS;
import static io.snowloop.testing.Frames.END_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** h2spec's cases {@code http2}, section 8, and those in which the server has to send a body. */
class SpecMessagesTest {
    private static final String MALFORMED = "RST_STREAM 1 PROTOCOL_ERROR";

    private static SpecCase malformed(String id, String what, String... fields) {
        return server("http2/" + id, what, frames().headers(1, END_STREAM, fields), MALFORMED);
    }

    private static SpecCase body(String id, String what, Frames frames) {
        return server("http2/" + id, what, frames, MALFORMED);
    }

    static Stream<SpecCase> pseudoFields() {
        return Stream.of(
                malformed(
                        "8.1.2.1/1",
                        "an unknown pseudo-field",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/",
                        ":test",
                        "ok"),
                malformed(
                        "8.1.2.1/2",
                        "a pseudo-field of responses",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/",
                        ":status",
                        "200"),
                body(
                        "8.1.2.1/3",
                        "a pseudo-field in trailers",
                        frames().post(1).data(1, 0, "test").headers(1, END_STREAM, ":method", "200")),
                malformed(
                        "8.1.2.1/4",
                        "a pseudo-field behind another field",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        "x-test",
                        "ok",
                        ":path",
                        "/"),
                malformed(
                        "8.1.2.3/1",
                        "an empty :path",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        ""),
                malformed("8.1.2.3/2", "no :method", ":scheme", "http", ":authority", "a", ":path", "/"),
                malformed("8.1.2.3/3", "no :scheme", ":method", "GET", ":authority", "a", ":path", "/"),
                malformed("8.1.2.3/4", "no :path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                malformed(
                        "8.1.2.3/5",
                        "two :method",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/",
                        ":method",
                        "GET"),
                malformed(
                        "8.1.2.3/6",
                        "two :scheme",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/",
                        ":scheme",
                        "http"),
                malformed(
                        "8.1.2.3/7",
                        "two :path",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "a",
                        ":path",
                        "/",
                        ":path",
                        "/"));
    }

    static Stream<SpecCase> fields() {
        byte[] promise = SpecCase.request();
        return Stream.of(
                body(
                        "8.1/1",
                        "HEADERS behind data that do not end the stream",
                        frames().post(1).data(1, 0, "test").headers(1, 0, "x-test", "ok")),
                body("8.1.2/1", "a name in upper case", frames().request(1, "GET", END_STREAM, "X-TEST", "ok")),
                body(
                        "8.1.2.2/1",
                        "a field of the connection",
                        frames().request(1, "GET", END_STREAM, "connection", "keep-alive")),
                body(
                        "8.1.2.2/2",
                        "TE with another value than trailers",
                        frames().request(1, "GET", END_STREAM, "trailers", "test", "te", "trailers, deflate")),
                body(
                        "8.1.2.6/1",
                        "Content-Length that is not the length of DATA",
                        frames().post(1, "content-length", "1").data(1, END_STREAM, "test")),
                body(
                        "8.1.2.6/2",
                        "Content-Length that is not the sum of several DATA",
                        frames().post(1, "content-length", "1")
                                .data(1, 0, "test")
                                .data(1, END_STREAM, "test")),
                server(
                        "http2/8.2/1",
                        "PUSH_PROMISE",
                        frames().post(1).frame(5, END_HEADERS, 1, "\0\0\0\3" + Frames.latin1(promise)),
                        "GOAWAY 1 PROTOCOL_ERROR"));
    }

    @ParameterizedTest
    @MethodSource({"pseudoFields", "fields"})
    void cases(SpecCase each) {
        each.run();
    }

    // -------------------------------------------------------------------------------------- what the server sends

    private final Http2Feed feed = SpecCase.begun();

    /** The DATA frames among those that were sent. */
    private List<String> data() {
        return feed.sent().stream().filter(frame -> frame.startsWith("DATA")).toList();
    }

    /** http2/3.5/1. */
    @Test
    void theFirstFrameOfAServerIsSettings() {
        ByteQueue out = new ByteQueue();
        new Http2Codec(Role.SERVER, Http2Limits.DEFAULT).begin(out);
        assertThat(new FrameText().take(out).get(0)).startsWith("SETTINGS ");
    }

    /** http2/6.5.3/1. */
    @Test
    void settingsAreTakenInTheirOrder() {
        feed.frames(frames().settings(4, 100, 4, 1).get(1));
        SpecCase.answer(feed);
        assertThat(data()).containsExactly("DATA 1 h");
    }

    /** http2/6.9.1/1. */
    @Test
    void aWindowOfOneByteIsKept() {
        feed.frames(frames().settings(4, 1).get(1));
        SpecCase.answer(feed);
        assertThat(data()).containsExactly("DATA 1 h");
    }

    /** http2/6.9.2/1. */
    @Test
    void settingsOpenTheWindowsOfOpenStreams() {
        feed.frames(frames().settings(4, 0).get(1));
        ByteBuffer body = SpecCase.answer(feed);
        assertThat(data()).isEmpty();
        feed.frames(frames().settings(4, 1));
        assertThat(feed.events).endsWith("settings", "window 0");
        feed.codec.sendData(1, body, true, feed.out);
        assertThat(data()).containsExactly("DATA 1 h");
    }

    /** http2/6.9.2/2. */
    @Test
    void aWindowCanBeNegative() {
        feed.frames(frames().settings(4, 3).get(1));
        ByteBuffer body = SpecCase.answer(feed);
        assertThat(data()).containsExactly("DATA 1 hel");
        feed.frames(frames().settings(4, 2));
        feed.codec.sendData(1, body, true, feed.out);
        assertThat(data()).isEmpty();
        feed.frames(frames().windowUpdate(1, 2));
        feed.codec.sendData(1, body, true, feed.out);
        assertThat(data()).containsExactly("DATA 1 l");
    }
}
