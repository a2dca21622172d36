// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Version;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import io.snowloop.http.h1.Event.RequestHead;
import io.snowloop.http.h1.Event.ResponseHead;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The framing that the events of heads carry (RFC 9112 §6.3). */
class FramingTest {
    private static BodyFraming parse(String framing) {
        return Character.isDigit(framing.charAt(0))
                ? new ContentLength(Long.parseLong(framing))
                : Unmeasured.valueOf(framing);
    }

    private static Event read(Http1Codec codec, String head) throws RemoteProtocolException {
        codec.receive(ByteBuffer.wrap(Feed.bytes(head.replace("|", "\r\n") + "\r\n\r\n")));
        Event event = codec.next();
        codec.keep();
        return event;
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1|Host: a,                             NONE",
        "POST / HTTP/1.0,                                    NONE",
        "POST / HTTP/1.1|Host: a|Content-Length: 0,          0",
        "GET / HTTP/1.1|Host: a|Content-Length: 7,           7",
        "PUT / HTTP/1.1|Host: a|Transfer-Encoding: chunked,  CHUNKED",
    })
    void ofARequest(String head, String framing) throws Exception {
        Http1Codec server = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        assertThat(((RequestHead) read(server, head)).framing()).isEqualTo(parse(framing));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     200 OK|Content-Length: 7,           7",
        "GET,     200 OK|Transfer-Encoding: chunked,  CHUNKED",
        "GET,     200 OK,                             UNTIL_CLOSE",
        "HEAD,    200 OK,                             NONE",
        "HEAD,    200 OK|Content-Length: 7,           NONE",
        "HEAD,    404 Not Found|Content-Length: 7,    NONE",
        "HEAD,    200 OK|Transfer-Encoding: gzip,     NONE",
        "GET,     204 No Content|Content-Length: 7,   NONE",
        "GET,     304 Not Modified|Content-Length: 7, NONE",
        "CONNECT, 200 OK|Content-Length: 7,           NONE",
        "CONNECT, 403 Forbidden|Content-Length: 7,    7",
    })
    void ofAResponse(String method, String head, String framing) throws Exception {
        Http1Codec client = Feed.client(Method.of(method)).codec;
        assertThat(((ResponseHead) read(client, "HTTP/1.1 " + head)).framing()).isEqualTo(parse(framing));
    }

    @Test
    void lengths() {
        assertThat(Unmeasured.NONE.length()).isZero();
        assertThat(new ContentLength(7).length()).isEqualTo(7);
        assertThat(Unmeasured.CHUNKED.length()).isEqualTo(Http1Codec.UNKNOWN_LENGTH);
        assertThat(Unmeasured.UNTIL_CLOSE.length()).isEqualTo(Http1Codec.UNKNOWN_LENGTH);
        assertThatThrownBy(() -> new ContentLength(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofAHeadToSendItIsNotRead() {
        ByteQueue out = new ByteQueue();
        RequestHead received =
                new RequestHead(Method.PUT, "/", Version.HTTP_1_1, Headers.of("Host", "a"), Unmeasured.CHUNKED);
        new Http1Codec(Role.CLIENT, Limits.DEFAULT).sendHead(received, 3, out);
        assertThat(Feed.latin1(out.takeAll())).isEqualTo("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
    }
}
