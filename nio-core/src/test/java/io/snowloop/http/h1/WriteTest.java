// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.Http1Codec.UNKNOWN_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.InformationalHead;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes that a codec writes for messages, and the messages that it refuses. */
class WriteTest {
    private static final Headers HOST = Headers.of("Host", "a");
    private final ByteQueue out = new ByteQueue();

    /** Takes what has been appended. */
    private String written() {
        return Feed.latin1(out.takeAll());
    }

    private void assertRefused(Class<? extends RuntimeException> type, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(type).hasMessageContaining(message);
        assertThat(out.isEmpty()).as("a call that fails appends nothing").isTrue();
    }

    private void assertInvalid(String message, ThrowingCallable call) {
        assertRefused(IllegalArgumentException.class, message, call);
    }

    private void assertNotNow(String message, ThrowingCallable call) {
        assertRefused(IllegalStateException.class, message, call);
    }

    private static ByteBuffer data(String text) {
        return ByteBuffer.wrap(Feed.bytes(text));
    }

    @Nested
    class Requests {
        private final Http1Codec codec = new Http1Codec(Role.CLIENT, Limits.DEFAULT);

        private void send(Method method, Headers headers, long length) {
            codec.sendHead(new RequestHead(method, "/", headers), length, out);
        }

        @ParameterizedTest
        @CsvSource({"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "BREW"})
        void withoutABody(String method) {
            send(Method.of(method), HOST, 0);
            assertThat(codec.sendsBody()).isFalse();
            codec.sendEnd(out);
            assertThat(written()).isEqualTo(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        @ParameterizedTest
        @CsvSource({"POST", "PUT", "PATCH"})
        void withoutABodyWhereOneIsUsual(String method) {
            send(Method.of(method), HOST, 0);
            codec.sendEnd(out);
            assertThat(written()).isEqualTo(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void withABodyOfKnownLength() {
            send(Method.POST, HOST, 5);
            assertThat(codec.sendsBody()).isTrue();
            codec.sendData(data("hel"), out);
            codec.sendData(Feed.bytes("lo"), out);
            codec.sendEnd(out);
            assertThat(written()).isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
        }

        @Test
        void withABodyOfUnknownLength() {
            send(Method.POST, HOST, UNKNOWN_LENGTH);
            assertThat(codec.sendsBody()).isTrue();
            codec.sendData(data("hello, world"), out);
            codec.sendData(data(""), out); // a chunk of size 0 would end the body
            codec.sendData(Feed.bytes("!"), out);
            codec.sendEnd(Headers.of("Checksum", "x"), out);
            assertThat(written())
                    .startsWith("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .endsWith("\r\n\r\nc\r\nhello, world\r\n1\r\n!\r\n0\r\nChecksum: x\r\n\r\n");
        }

        @Test
        void statedFramingIsNotRepeated() {
            send(Method.POST, HOST.plus("content-length", "2"), UNKNOWN_LENGTH);
            codec.sendData(data("hi"), out);
            codec.sendEnd(out);
            assertThat(written()).isEqualTo("POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 2\r\n\r\nhi");
        }

        @Test
        void statedLengthZero() {
            send(Method.POST, HOST.plus("Content-Length", "0"), 0);
            codec.sendEnd(out);
            assertThat(written()).isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void moreDataThanStated() {
            send(Method.POST, HOST.plus("Content-Length", "3"), UNKNOWN_LENGTH);
            out.clear();
            assertNotNow("data of 4 bytes, but only 3 are left", () -> codec.sendData(data("abcd"), out));
        }

        @Test
        void connect() {
            codec.sendHead(new RequestHead(Method.CONNECT, "a:80", HOST), 0, out);
            assertThat(written()).isEqualTo("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n");
        }

        @Test
        void statedChunkedGoesBeforeAKnownLength() {
            send(Method.GET, HOST.plus("Transfer-Encoding", "Chunked"), 0);
            codec.sendEnd(out);
            assertThat(written()).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n");
        }

        @Test
        void closeAfterCycle() {
            codec.closeAfterCycle();
            send(Method.GET, HOST, 0);
            assertThat(written()).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }

        @Test
        void closeThatTheCallerStates() {
            codec.closeAfterCycle();
            send(Method.GET, HOST.plus("Connection", "close"), 0);
            assertThat(written()).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Content-Length | 6 | 5 | Content-Length differs from the length of the body: \"6\", and not 5. Leave the field out",
                    "Content-Length | 6 | 0 | Content-Length differs from the length of the body: \"6\"",
                    "Content-Length | five | 5 | Content-Length differs from the length of the body",
                    "Content-Length | -5 | -1 | Content-Length differs from the length of the body",
                    "Transfer-Encoding | gzip | -1 | Transfer-Encoding must be chunked, alone and without Content-Length, not \"gzip\"",
                    "Transfer-Encoding | gzip, chunked | -1 | Transfer-Encoding must be chunked",
                    "Host | b | 0 | more than one Host",
                })
        void contradictoryHeader(String name, String value, long length, String message) {
            assertInvalid(message, () -> send(Method.POST, HOST.plus(name, value), length));
        }

        @Test
        void contradictoryHeaders() {
            Headers both = HOST.plus("Transfer-Encoding", "chunked").plus("Content-Length", "1");
            assertInvalid("Transfer-Encoding must be chunked", () -> send(Method.POST, both, 1));
            Headers twice = HOST.plus("Content-Length", "1").plus("Content-Length", "1");
            assertInvalid("Content-Length differs", () -> send(Method.POST, twice, 1));
            Headers chunkedTwice = HOST.plus("Transfer-Encoding", "chunked").plus("Transfer-Encoding", "chunked");
            assertInvalid("Transfer-Encoding must be chunked", () -> send(Method.POST, chunkedTwice, 1));
        }

        @Test
        void withoutHost() {
            assertInvalid("request without Host", () -> send(Method.GET, Headers.empty(), 0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a", "/ HTTP/1.1\r\nX: ", "/a b", "/#a", "/\u010a", "/%0"})
        void badTarget(String target) {
            RequestHead head = new RequestHead(Method.GET, target, HOST);
            assertInvalid("request target", () -> codec.sendHead(head, 0, out));
        }

        @Test
        void bodyWhereNoneIsAllowed() {
            RequestHead connect = new RequestHead(Method.CONNECT, "a:1", HOST);
            assertInvalid("body in a request with \"CONNECT\"", () -> codec.sendHead(connect, 1, out));
            assertInvalid("body in a request with \"TRACE\"", () -> send(Method.TRACE, HOST, UNKNOWN_LENGTH));
            assertInvalid("\"TRACE\"", () -> send(Method.TRACE, HOST.plus("Content-Length", "0"), 0));
        }

        @Test
        void otherVersion() {
            RequestHead old = new RequestHead(Method.GET, "/", Version.HTTP_1_0, HOST, Unmeasured.NONE);
            assertInvalid("heads are sent with HTTP/1.1", () -> codec.sendHead(old, 0, out));
        }

        @Test
        void aRefusedHeadChangesNothing() {
            assertInvalid("without Host", () -> send(Method.GET, Headers.of("Connection", "close"), 0));
            send(Method.GET, HOST, 0);
            assertThat(codec.keepAlive()).isTrue();
            assertThat(codec.ourState()).isEqualTo(State.SEND_BODY);
        }

        @Test
        void callsInTheWrongOrder() {
            assertNotNow("DATA is not allowed: the CLIENT is in state IDLE", () -> codec.sendData(data("x"), out));
            assertNotNow("END is not allowed: the CLIENT is in state IDLE", () -> codec.sendEnd(out));
            send(Method.GET, HOST, 0);
            out.clear();
            assertNotNow("REQUEST is not allowed: the CLIENT is in state SEND_BODY", () -> send(Method.GET, HOST, 0));
            codec.sendEnd(out);
            assertNotNow("END is not allowed: the CLIENT is in state DONE", () -> codec.sendEnd(out));
            assertNotNow("the next cycle needs both sides DONE", codec::startNextCycle);
            assertNotNow(
                    "a CLIENT does not send a RESPONSE",
                    () -> codec.sendHead(new ResponseHead(Status.OK, Headers.empty()), 0, out));
            assertNotNow(
                    "a CLIENT does not send a INFORMATIONAL",
                    () -> codec.sendInformational(new InformationalHead(Status.CONTINUE, Headers.empty()), out));
        }

        @Test
        void anEndInTheMiddleOfData() {
            for (int length : new int[] {0, 1}) {
                Http1Codec client = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
                client.sendHead(new RequestHead(Method.POST, "/", HOST), UNKNOWN_LENGTH, out);
                client.beginData(length, out);
                out.clear();
                assertNotNow("beginData without endData", () -> client.sendEnd(out));
                assertNotNow("beginData without endData", () -> client.beginData(1, out));
            }
        }

        @Test
        void aSecondEnd() {
            send(Method.POST, HOST, UNKNOWN_LENGTH);
            codec.sendEnd(out);
            out.clear();
            assertNotNow("END is not allowed: the CLIENT is in state DONE", () -> codec.sendEnd(out));
        }

        @Test
        void moreDataThanAnnounced() {
            send(Method.POST, HOST, 3);
            codec.sendData(data("ab"), out);
            out.clear();
            assertNotNow("data of 2 bytes, but only 1 are left", () -> codec.sendData(data("cd"), out));
        }

        @Test
        void lessDataThanAnnounced() {
            send(Method.POST, HOST, 3);
            codec.sendData(data("ab"), out);
            out.clear();
            assertNotNow("1 bytes before its announced length", () -> codec.sendEnd(out));
        }

        @Test
        void dataWithoutABody() {
            send(Method.GET, HOST, 0);
            out.clear();
            assertNotNow("data of 1 bytes, but only 0 are left", () -> codec.sendData(data("x"), out));
        }

        @Test
        void trailersWithAnAnnouncedLengthAreDropped() {
            send(Method.POST, HOST, 1);
            codec.sendData(data("x"), out);
            out.clear();
            codec.sendEnd(Headers.of("A", "b"), out);
            assertThat(written()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"Content-Length", "transfer-encoding", "Host", "Connection", "Trailer", "Content-Type"})
        void fieldsThatCannotBeTrailers(String name) {
            send(Method.POST, HOST, UNKNOWN_LENGTH);
            out.clear();
            assertInvalid("cannot be a trailer", () -> codec.sendEnd(Headers.of(name, "1"), out));
        }

        @Test
        void chunkThatTheCallerSends() {
            send(Method.POST, HOST, UNKNOWN_LENGTH);
            written();
            codec.beginData(0x1_0000_0000L, out);
            assertThat(written()).isEqualTo("100000000\r\n");
            assertNotNow("beginData without endData", () -> codec.beginData(1, out));
            assertNotNow("beginData without endData", () -> codec.sendEnd(out));
            codec.endData(out);
            assertThat(written()).isEqualTo("\r\n");
            assertNotNow("endData without beginData", () -> codec.endData(out));
            assertInvalid("data of -1 bytes", () -> codec.beginData(-1, out));
        }

        @Test
        void dataOfAnnouncedLengthThatTheCallerSends() {
            send(Method.POST, HOST, 7);
            written();
            codec.beginData(7, out);
            codec.endData(out);
            codec.sendEnd(out);
            assertThat(written()).isEmpty();
        }
    }

    @Nested
    class Responses {
        private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);

        private Responses to(String request) throws RemoteProtocolException {
            codec.receive(data(request));
            codec.next();
            codec.next();
            codec.keep();
            return this;
        }

        private Responses to(String method, String version, String connection) throws RemoteProtocolException {
            return to(method + " / HTTP/" + version + "\r\nHost: a\r\n" + connection + "\r\n");
        }

        private String answer(Status status, Headers headers, long length, String body) {
            codec.sendHead(new ResponseHead(status, headers), length, out);
            assertThat(codec.sendsBody()).isEqualTo(!body.isEmpty());
            if (!body.isEmpty()) {
                codec.sendData(data(body), out);
            }
            codec.sendEnd(out);
            return written();
        }

        @Test
        void ofKnownLength() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.OK, Headers.of("A", "b"), 2, "hi"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(codec.keepAlive()).isTrue();
            codec.startNextCycle();
        }

        @Test
        void empty() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.NOT_FOUND, Headers.empty(), 0, ""))
                    .isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void ofUnknownLength() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.OK, Headers.empty(), UNKNOWN_LENGTH, "hi"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
        }

        @Test
        void ofUnknownLengthForHttp10() throws Exception {
            to("GET", "1.0", "Connection: keep-alive\r\n");
            codec.sendHead(
                    new ResponseHead(Status.OK, Headers.of("Transfer-Encoding", "chunked")), UNKNOWN_LENGTH, out);
            assertThat(codec.sendsBody()).isTrue();
            codec.sendData(data("hi"), out);
            codec.sendEnd(Headers.of("A", "b"), out);
            assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi");
            assertThat(codec.ourState()).isEqualTo(State.MUST_CLOSE);
        }

        @Test
        void toHttp10() throws Exception {
            assertThat(to("GET", "1.0", "").answer(Status.OK, Headers.empty(), 2, "hi"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
        }

        @Test
        void toHttp10WithKeepAlive() throws Exception {
            assertThat(to("GET", "1.0", "Connection: Keep-Alive\r\n").answer(Status.OK, Headers.empty(), 2, "hi"))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi");
            codec.startNextCycle();
        }

        @Test
        void toHttp10WithKeepAliveAsStated() throws Exception {
            Headers stated = Headers.of("Connection", "keep-alive");
            assertThat(to("GET", "1.0", "Connection: Keep-Alive\r\n").answer(Status.OK, stated, 0, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void toAClientThatCloses() throws Exception {
            assertThat(to("GET", "1.1", "Connection: x, Close\r\n").answer(Status.OK, Headers.empty(), 0, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(codec.ourState()).isEqualTo(State.MUST_CLOSE);
        }

        @Test
        void thatCloses() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.OK, Headers.of("Connection", "close"), 0, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            assertThat(codec.ourState()).isEqualTo(State.MUST_CLOSE);
            assertThat(codec.keepAlive()).isFalse();
        }

        @Test
        void closeAfterCycle() throws Exception {
            to("GET", "1.1", "");
            codec.closeAfterCycle();
            assertThat(answer(Status.OK, Headers.empty(), 0, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }

        @ParameterizedTest
        @CsvSource({"5,Content-Length: 5", "0,''", "-1,''"})
        void toHead(long length, String framing) throws Exception {
            assertThat(to("HEAD", "1.1", "").answer(Status.OK, Headers.empty(), length, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\n" + framing + (framing.isEmpty() ? "\r\n" : "\r\n\r\n"));
        }

        @Test
        void toHeadWithStatedLength() throws Exception {
            assertThat(to("HEAD", "1.1", "").answer(Status.OK, Headers.of("Content-Length", "5"), 0, ""))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        }

        @Test
        void noContent() throws Exception {
            Headers stated = Headers.of("Content-Length", "0", "A", "b");
            assertThat(to("GET", "1.1", "").answer(Status.NO_CONTENT, stated, 0, ""))
                    .isEqualTo("HTTP/1.1 204 No Content\r\nA: b\r\n\r\n");
        }

        @Test
        void noContentWithABody() throws Exception {
            to("GET", "1.1", "");
            assertInvalid("body in a response with \"204", () -> answer(Status.NO_CONTENT, Headers.empty(), 1, "x"));
        }

        @Test
        void resetContent() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.RESET_CONTENT, Headers.empty(), 0, ""))
                    .isEqualTo("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, Http1Codec.UNKNOWN_LENGTH})
        void resetContentWithABody(long length) throws Exception {
            to("GET", "1.1", "");
            assertInvalid(
                    "body in a response with \"205", () -> answer(Status.RESET_CONTENT, Headers.empty(), length, "x"));
        }

        @Test
        void notModified() throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.NOT_MODIFIED, Headers.of("Content-Length", "5"), 7, ""))
                    .isEqualTo("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
        }

        @Test
        void unusualReason() throws Exception {
            to("GET", "1.1", "");
            codec.sendHead(
                    new ResponseHead(Status.of(299), "so so", Version.HTTP_1_1, Headers.empty(), Unmeasured.NONE),
                    0,
                    out);
            assertThat(written()).startsWith("HTTP/1.1 299 so so\r\n");
        }

        @ParameterizedTest
        @ValueSource(ints = {299, 599, 600, 999})
        void unusualStatus(int code) throws Exception {
            assertThat(to("GET", "1.1", "").answer(Status.of(code), Headers.empty(), 0, ""))
                    .startsWith("HTTP/1.1 " + code + " \r\n");
        }

        @Test
        void otherVersion() throws Exception {
            to("GET", "1.1", "");
            Headers none = Headers.empty();
            ResponseHead old = new ResponseHead(Status.OK, "OK", Version.HTTP_1_0, none, Unmeasured.NONE);
            assertInvalid("heads are sent with HTTP/1.1", () -> codec.sendHead(old, 0, out));
            InformationalHead oldHints = new InformationalHead(Status.EARLY_HINTS, "Hints", Version.HTTP_1_0, none);
            assertInvalid("heads are sent with HTTP/1.1", () -> codec.sendInformational(oldHints, out));
        }

        @ParameterizedTest
        @ValueSource(strings = {"O\r\nK", "\0", "\u010a", " OK", "OK "})
        void badReason(String reason) throws Exception {
            to("GET", "1.1", "");
            ResponseHead head = new ResponseHead(Status.OK, reason, Version.HTTP_1_1, Headers.empty(), Unmeasured.NONE);
            assertInvalid("reason phrase", () -> codec.sendHead(head, 0, out));
            assertInvalid(
                    "reason phrase",
                    () -> codec.sendInformational(
                            new InformationalHead(Status.CONTINUE, reason, Version.HTTP_1_1, Headers.empty()), out));
        }

        @Test
        void informational() throws Exception {
            to("GET", "1.1", "");
            codec.sendInformational(new InformationalHead(Status.CONTINUE, Headers.empty()), out);
            Headers hints = Headers.of("Link", "</a.css>", "Content-Length", "1");
            codec.sendInformational(new InformationalHead(Status.EARLY_HINTS, hints), out);
            assertThat(written())
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        }

        @Test
        void informationalForHttp10() throws Exception {
            to("GET", "1.0", "");
            codec.sendInformational(new InformationalHead(Status.CONTINUE, Headers.empty()), out);
            assertThat(written()).isEmpty();
        }

        @Test
        void upgradeWithoutARequestForIt() throws Exception {
            to("GET", "1.1", "");
            InformationalHead head = new InformationalHead(Status.SWITCHING_PROTOCOLS, Headers.empty());
            assertNotNow("the request has no Upgrade", () -> codec.sendInformational(head, out));
        }

        @Test
        void tunnel() throws Exception {
            to("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n");
            ResponseHead head = new ResponseHead(Status.OK, Headers.of("Content-Length", "0"));
            assertInvalid("body in a response", () -> codec.sendHead(head, 1, out));
            codec.sendHead(head, 0, out);
            assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\n\r\n");
            assertThat(codec.sendsBody()).isFalse();
        }

        @Test
        void beforeTheRequest() {
            assertNotNow(
                    "INFORMATIONAL is not allowed: the SERVER is in state IDLE",
                    () -> codec.sendInformational(new InformationalHead(Status.CONTINUE, Headers.empty()), out));
            assertNotNow(
                    "a SERVER does not send a REQUEST",
                    () -> codec.sendHead(new RequestHead(Method.GET, "/", HOST), 0, out));
            assertThat(answer(Status.REQUEST_TIMEOUT, Headers.empty(), 0, "")).startsWith("HTTP/1.1 408 ");
        }

        @Test
        void headsOfTheWrongKind() {
            assertInvalid("100 Continue is not final", () -> new ResponseHead(Status.CONTINUE, Headers.empty()));
            assertInvalid("200 OK is final", () -> new InformationalHead(Status.OK, Headers.empty()));
        }
    }

    @Nested
    class Blocks {
        private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);

        @Test
        void comeBehindTheFieldsOfTheHead() {
            FieldBlock block = FieldBlock.of(Headers.of("Date", "today", "Vary", "Accept"));
            codec.sendHead(new ResponseHead(Status.OK, Headers.of("Age", "0")), block, 5, out);
            assertThat(written())
                    .isEqualTo("HTTP/1.1 200 OK\r\nAge: 0\r\nDate: today\r\nVary: Accept\r\nContent-Length: 5\r\n\r\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Content-Length", "transfer-encoding", "Connection"})
        void haveNoFieldsThatTheCodecWrites(String name) {
            assertInvalid("block of fields", () -> FieldBlock.of(Headers.of(name, "1")));
        }
    }
}
