// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static io.snowloop.http.h2.Http2Codec.UNKNOWN_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.testing.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames of messages that are sent. */
class SendMessagesTest {
    private static final Headers NONE = Headers.empty();

    private static RequestHead head(Method method, String... headers) {
        return new RequestHead(method, "https", "a", "/x?y", Headers.of(headers));
    }

    // ----------------------------------------------------------------------------------------------------- requests

    record Sent(String name, RequestHead head, long length, String frame) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sent> requests() {
        String get = "HEADERS 1 :method=GET :scheme=https :authority=a :path=/x?y";
        String post = get.replace("GET", "POST");
        return Stream.of(
                new Sent("GET", head(Method.GET), 0, get + " end"),
                new Sent("names in lower case", head(Method.GET, "X-Y", "Z"), 0, get + " x-y=Z end"),
                new Sent("Host is the authority", head(Method.GET, "Host", "b", "X", "y"), 0, get + " x=y end"),
                new Sent(
                        "fields of a connection",
                        head(
                                Method.GET,
                                "Connection",
                                "close",
                                "Keep-Alive",
                                "1",
                                "Proxy-Connection",
                                "x",
                                "Transfer-Encoding",
                                "chunked",
                                "Upgrade",
                                "x",
                                "TE",
                                "gzip",
                                "A",
                                "b"),
                        0,
                        get + " a=b end"),
                new Sent("TE: trailers", head(Method.GET, "TE", "trailers"), 0, get + " te=trailers end"),
                new Sent("POST without a body", head(Method.POST), 0, post + " content-length=0 end"),
                new Sent("POST", head(Method.POST), 5, post + " content-length=5"),
                new Sent(
                        "POST that states its length",
                        head(Method.POST, "Content-Length", "5"),
                        5,
                        post + " content-length=5"),
                new Sent(
                        "a stated length only",
                        head(Method.POST, "Content-Length", "5"),
                        UNKNOWN_LENGTH,
                        post + " content-length=5"),
                new Sent("an unknown length", head(Method.POST), UNKNOWN_LENGTH, post),
                new Sent("GET with a body", head(Method.GET), 2, get + " content-length=2"),
                new Sent(
                        "CONNECT",
                        RequestHead.connect("a:1", NONE),
                        UNKNOWN_LENGTH,
                        "HEADERS 1 :method=CONNECT :authority=a:1"));
    }

    @ParameterizedTest
    @MethodSource
    void requests(Sent row) {
        Http2Feed feed = Http2Feed.client();
        assertThat(feed.codec.openStream(row.head, row.length, feed.out)).isEqualTo(1);
        assertThat(feed.sent()).containsExactly(row.frame);
        boolean end = row.frame.endsWith(" end");
        assertThat(feed.codec.state(1)).isEqualTo(end ? StreamState.HALF_CLOSED_LOCAL : StreamState.OPEN);
        assertThat(feed.codec.maySend(1)).isEqualTo(!end);
    }

    @Test
    void aRequestInManyFrames() {
        Http2Feed feed = Http2Feed.client();
        feed.codec.openStream(head(Method.GET, "x", "\u00ff".repeat(40_000)), 0, feed.out);
        List<String> frames = feed.sent();
        assertThat(frames).hasSizeGreaterThan(2).first().isEqualTo("HEADERS 1 ... end");
        assertThat(frames)
                .last()
                .asString()
                .startsWith("CONTINUATION 1 :method=GET")
                .endsWith("\u00ff");
    }

    @Test
    void aBodyWithTrailers() {
        Http2Feed feed = Http2Feed.client();
        feed.codec.openStream(head(Method.POST), UNKNOWN_LENGTH, feed.out);
        feed.sent();
        feed.codec.sendData(1, latin1("abc"), false, feed.out);
        feed.codec.beginData(1, 2, false, feed.out);
        feed.out.append(latin1("de"));
        feed.codec.sendEnd(1, Headers.of("Sum", "1"), feed.out);
        assertThat(feed.sent()).containsExactly("DATA 1 abc", "DATA 1 de", "HEADERS 1 sum=1 end");
        assertThat(feed.codec.state(1)).isEqualTo(StreamState.HALF_CLOSED_LOCAL);
    }

    @Test
    void whatTheCodecSaysGoesAhead() {
        Http2Feed feed = Http2Feed.client();
        read(feed, Frames.server());
        feed.codec.openStream(head(Method.POST), UNKNOWN_LENGTH, feed.out);
        read(feed, new Frames().ping(0, "1".repeat(8)));
        feed.codec.beginData(1, 1, false, feed.out);
        feed.out.append((byte) 'x');
        read(feed, new Frames().ping(0, "2".repeat(8)));
        feed.codec.sendData(1, latin1("y"), false, feed.out);
        read(feed, new Frames().ping(0, "3".repeat(8)));
        feed.codec.sendEnd(1, Headers.of("a", "b"), feed.out);
        read(feed, new Frames().ping(0, "4".repeat(8)));
        feed.codec.ping(5, feed.out);
        assertThat(feed.sent())
                .containsExactly(
                        "SETTINGS ack",
                        "HEADERS 1 :method=POST :scheme=https :authority=a :path=/x?y",
                        "PING 3131313131313131 ack",
                        "DATA 1 x",
                        "PING 3232323232323232 ack",
                        "DATA 1 y",
                        "PING 3333333333333333 ack",
                        "HEADERS 1 a=b end",
                        "PING 3434343434343434 ack",
                        "PING 5");
    }

    /** Reads the frames, and leaves what the codec says in the codec. */
    private static void read(Http2Feed feed, Frames frames) {
        feed.codec.receive(ByteBuffer.wrap(frames.toBytes()));
        while (next(feed) != Http2Event.Outcome.NEED_DATA) {
            // no event is of interest
        }
        feed.codec.keep();
    }

    private static Http2Event next(Http2Feed feed) {
        try {
            return feed.codec.next();
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ByteBuffer latin1(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---------------------------------------------------------------------------------------------------- responses

    record Answer(String method, Status status, Headers headers, long length, String frame) {}

    static Stream<Answer> responses() {
        Status ok = Status.OK;
        Headers five = Headers.of("Content-Length", "5");
        String head = "HEADERS 1 :status=200";
        return Stream.of(
                new Answer("GET", ok, NONE, 0, head + " date=d content-length=0 end"),
                new Answer(
                        "GET",
                        ok,
                        Headers.of("X", "y", "Connection", "close"),
                        5,
                        head + " x=y date=d content-length=5"),
                new Answer("GET", ok, five, 5, head + " content-length=5 date=d"),
                new Answer("GET", ok, NONE, UNKNOWN_LENGTH, head + " date=d"),
                new Answer("HEAD", ok, NONE, 5, head + " date=d content-length=5 end"),
                new Answer("HEAD", ok, NONE, UNKNOWN_LENGTH, head + " date=d end"),
                new Answer("HEAD", ok, five, 0, head + " content-length=5 date=d end"),
                new Answer("GET", Status.NO_CONTENT, five, 0, "HEADERS 1 :status=204 date=d end"),
                new Answer("GET", Status.NOT_MODIFIED, five, 0, "HEADERS 1 :status=304 content-length=5 date=d end"),
                new Answer("GET", Status.NOT_MODIFIED, NONE, 5, "HEADERS 1 :status=304 date=d end"),
                new Answer("CONNECT", ok, five, UNKNOWN_LENGTH, head + " date=d"),
                new Answer("CONNECT", Status.NOT_FOUND, NONE, 0, "HEADERS 1 :status=404 date=d content-length=0 end"));
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

    @ParameterizedTest
    @MethodSource
    void responses(Answer row) {
        Http2Feed feed = asked(row.method);
        feed.codec.sendHead(1, row.status, row.headers, Headers.of("Date", "d"), row.length, feed.out);
        assertThat(feed.sent()).containsExactly(row.frame);
        assertThat(feed.codec.maySend(1)).isEqualTo(!row.frame.endsWith(" end"));
    }

    @Test
    void informationalResponses() {
        Http2Feed feed = asked("GET");
        feed.codec.sendInformational(1, Status.EARLY_HINTS, Headers.of("Link", "x", "Content-Length", "1"), feed.out);
        feed.codec.sendInformational(1, Status.CONTINUE, NONE, feed.out);
        assertThat(feed.sent()).containsExactly("HEADERS 1 :status=103 link=x", "HEADERS 1 :status=100");
    }

    @Test
    void theServerKnowsThatAClientWaits() {
        Http2Feed feed = Http2Feed.server()
                .frames(Frames.client().post(1, "expect", "100-continue").post(3, "expect", "100-continue"));
        assertThat(feed.codec.expectsContinue(1)).isTrue();
        feed.codec.sendInformational(1, Status.EARLY_HINTS, NONE, feed.out);
        assertThat(feed.codec.expectsContinue(1)).isTrue();
        feed.codec.sendInformational(1, Status.CONTINUE, NONE, feed.out);
        assertThat(feed.codec.expectsContinue(1)).isFalse();
        feed.frames(new Frames().data(3, 0, "impatient"));
        assertThat(feed.codec.expectsContinue(3)).isFalse();
    }

    @Test
    void aClientWaits() {
        Http2Feed feed = Http2Feed.client();
        feed.codec.openStream(head(Method.POST, "Expect", "100-continue"), 3, feed.out);
        feed.codec.openStream(head(Method.POST, "Expect", "100-continue"), 3, feed.out);
        feed.codec.openStream(head(Method.POST, "Expect", "100-continue"), 0, feed.out);
        assertThat(feed.codec.expectsContinue(5)).as("without a body").isFalse();
        feed.frames(Frames.server().response(1, 0, "103"));
        assertThat(feed.codec.expectsContinue(1) && feed.codec.expectsContinue(3))
                .isTrue();
        feed.frames(new Frames().response(1, 0, "100").response(3, Frames.END_STREAM, "417"));
        assertThat(feed.codec.expectsContinue(1) || feed.codec.expectsContinue(3))
                .isFalse();
    }
}
