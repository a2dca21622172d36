// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.Http2Codec.UNKNOWN_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mistakes of a caller are refused, and append nothing. */
class SendMistakesTest {
    private static final Headers NONE = Headers.empty();

    private static RequestHead head(Method method, String... headers) {
        return new RequestHead(method, "https", "a", "/x?y", Headers.of(headers));
    }

    private static Http2Feed asked(String method) {
        Frames frames = Frames.client();
        Http2Feed feed = Http2Feed.server()
                .frames(
                        method.equals("CONNECT")
                                ? frames.headers(1, 0, ":method", "CONNECT", ":authority", "a:1")
                                : frames.request(1, method, Frames.END_STREAM));
        feed.sent();
        return feed;
    }

    private static ByteBuffer latin1(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    record Mistake(String name, Http2Feed feed, Class<? extends Exception> error, ThrowingCallable call) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Mistake request(String name, RequestHead head, long length) {
        Http2Feed feed = Http2Feed.client();
        return new Mistake(
                name, feed, IllegalArgumentException.class, () -> feed.codec.openStream(head, length, feed.out));
    }

    private interface Use {
        void of(Http2Codec codec, Http2Feed feed);
    }

    private static Mistake mistake(String name, Http2Feed feed, Class<? extends Exception> error, Use use) {
        return new Mistake(name, feed, error, () -> use.of(feed.codec, feed));
    }

    private static Http2Feed opened(long length) {
        Http2Feed feed = Http2Feed.client();
        feed.codec.openStream(head(Method.POST), length, feed.out);
        return feed;
    }

    static Stream<Mistake> mistakes() {
        Class<? extends Exception> state = IllegalStateException.class;
        Class<? extends Exception> argument = IllegalArgumentException.class;
        return Stream.of(
                request("a relative path", new RequestHead(Method.GET, "https", "a", "x", NONE), 0),
                request("no path", new RequestHead(Method.GET, "https", "a", "", NONE), 0),
                request("a user", new RequestHead(Method.GET, "https", "u@a", "/", NONE), 0),
                request("no scheme", new RequestHead(Method.GET, "", "a", "/", NONE), 0),
                request("CONNECT without a port", RequestHead.connect("a", NONE), UNKNOWN_LENGTH),
                request("CONNECT with a body", RequestHead.connect("a:1", NONE), 1),
                request("TRACE with a body", head(Method.TRACE), 1),
                request("another length", head(Method.POST, "Content-Length", "2"), 1),
                request("a broken length", head(Method.POST, "Content-Length", "x"), UNKNOWN_LENGTH),
                mistake(
                        "extended CONNECT too early",
                        Http2Feed.client(),
                        state,
                        (codec, feed) -> codec.openStream(
                                new RequestHead(0, Method.CONNECT, "https", "a", "/", "websocket", NONE, false),
                                UNKNOWN_LENGTH,
                                feed.out)),
                mistake(
                        "a server opens no stream",
                        Http2Feed.server(),
                        state,
                        (codec, feed) -> codec.openStream(head(Method.GET), 0, feed.out)),
                mistake(
                        "a client does not respond",
                        opened(0),
                        state,
                        (codec, feed) -> codec.sendHead(1, Status.OK, NONE, NONE, 0, feed.out)),
                mistake(
                        "no request",
                        Http2Feed.server(),
                        state,
                        (codec, feed) -> codec.sendHead(1, Status.OK, NONE, NONE, 0, feed.out)),
                mistake(
                        "100 as a response",
                        asked("GET"),
                        argument,
                        (codec, feed) -> codec.sendHead(1, Status.CONTINUE, NONE, NONE, 0, feed.out)),
                mistake(
                        "200 before a response",
                        asked("GET"),
                        argument,
                        (codec, feed) -> codec.sendInformational(1, Status.OK, NONE, feed.out)),
                mistake(
                        "101",
                        asked("GET"),
                        argument,
                        (codec, feed) -> codec.sendInformational(1, Status.SWITCHING_PROTOCOLS, NONE, feed.out)),
                mistake(
                        "204 with a body",
                        asked("GET"),
                        argument,
                        (codec, feed) -> codec.sendHead(1, Status.NO_CONTENT, NONE, NONE, 1, feed.out)),
                mistake(
                        "205 with a body",
                        asked("GET"),
                        argument,
                        (codec, feed) -> codec.sendHead(1, Status.RESET_CONTENT, NONE, NONE, 1, feed.out)),
                mistake(
                        "data without a response",
                        asked("GET"),
                        state,
                        (codec, feed) -> codec.sendData(1, latin1("a"), false, feed.out)),
                mistake(
                        "data without a stream",
                        Http2Feed.client(),
                        state,
                        (codec, feed) -> codec.sendData(1, latin1("a"), false, feed.out)),
                mistake(
                        "data behind the end",
                        opened(0),
                        state,
                        (codec, feed) -> codec.sendData(1, latin1("a"), false, feed.out)),
                mistake(
                        "more data than announced",
                        opened(1),
                        state,
                        (codec, feed) -> codec.sendData(1, latin1("ab"), false, feed.out)),
                mistake(
                        "less data than announced",
                        opened(2),
                        state,
                        (codec, feed) -> codec.sendData(1, latin1("a"), true, feed.out)),
                mistake("an early end", opened(2), state, (codec, feed) -> codec.sendEnd(1, NONE, feed.out)),
                mistake(
                        "a frame of more than announced",
                        opened(1),
                        state,
                        (codec, feed) -> codec.beginData(1, 2, false, feed.out)),
                mistake(
                        "a last frame of less than announced",
                        opened(2),
                        state,
                        (codec, feed) -> codec.beginData(1, 1, true, feed.out)),
                mistake(
                        "a frame too large",
                        opened(UNKNOWN_LENGTH),
                        argument,
                        (codec, feed) -> codec.beginData(1, 16_385, false, feed.out)),
                mistake(
                        "a frame of nothing",
                        opened(UNKNOWN_LENGTH),
                        argument,
                        (codec, feed) -> codec.beginData(1, 0, false, feed.out)),
                mistake(
                        "a trailer that is a header",
                        opened(UNKNOWN_LENGTH),
                        argument,
                        (codec, feed) -> codec.sendEnd(1, Headers.of("Content-Type", "a/b"), feed.out)),
                mistake(
                        "a reset of an idle stream",
                        Http2Feed.client(),
                        state,
                        (codec, feed) -> codec.reset(1, ErrorCode.CANCEL, feed.out)),
                mistake(
                        "an order without a stream",
                        Http2Feed.client(),
                        state,
                        (codec, feed) -> codec.wantToSend(1, true)),
                mistake("begin twice", Http2Feed.client(), state, (codec, feed) -> codec.begin(feed.out)));
    }

    @ParameterizedTest
    @MethodSource
    void mistakes(Mistake row) {
        row.feed.sent();
        assertThatThrownBy(row.call).isInstanceOf(row.error);
        assertThat(row.feed.sent()).isEmpty();
    }

    @Test
    void aBodyOfWhichNothingHasComeWasReadBefore() {
        Http2Feed feed = opened(2);
        assertThatThrownBy(() -> feed.codec.sendEnd(1, NONE, feed.out))
                .hasMessage("the body ends 2 bytes before its announced length: nothing has come of it. "
                        + "A stream can be read only once: was it sent before?");
        feed.codec.sendData(1, latin1("a"), false, feed.out);
        assertThatThrownBy(() -> feed.codec.sendEnd(1, NONE, feed.out))
                .hasMessage("the body ends 1 bytes before its announced length");
    }

    @Test
    void nothingIsSentBeforeBegin() {
        Http2Codec codec = new Http2Codec(Role.CLIENT, Http2Limits.DEFAULT);
        ByteQueue out = new ByteQueue();
        assertThatThrownBy(() -> codec.openStream(head(Method.GET), 0, out)).isInstanceOf(IllegalStateException.class);
        assertThat(out.isEmpty()).isTrue();
    }
}
