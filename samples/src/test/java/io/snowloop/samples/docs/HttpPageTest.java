// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code docs/http.md} shows. */
class HttpPageTest {
    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void twoCodecsTalkWithoutASocket() throws Exception {
        // region two-codecs
        Http1Codec client = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
        Http1Codec server = new Http1Codec(Role.SERVER, Limits.DEFAULT);

        ByteQueue wire = new ByteQueue();
        client.sendHead(new Event.RequestHead(Method.GET, "/home/", Headers.of("Host", "example.org")), 0, wire);
        client.sendEnd(wire);

        server.receive(wire.takeAll());
        Event.RequestHead head = (Event.RequestHead) server.next();
        assertThat(head.target()).isEqualTo("/home/");
        assertThat(server.next()).isInstanceOf(Event.EndOfMessage.class);
        assertThat(server.next()).isEqualTo(Event.Outcome.NEED_DATA);
        // endregion
    }

    @Test
    void bytesAsTheyCome() throws Exception {
        // region lend-and-keep
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);

        codec.receive(bytes("GET / HT")); // half a head: lent until keep()
        assertThat(codec.next()).isEqualTo(Event.Outcome.NEED_DATA);
        codec.keep(); // the codec copies what it has not used

        codec.receive(bytes("TP/1.1\r\nHost: example.org\r\n\r\n"));
        assertThat(codec.next()).isInstanceOf(Event.RequestHead.class);
        // endregion
    }

    @Test
    void aPeerThatBreaksTheRules() {
        // region rules
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        codec.receive(bytes("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));

        assertThatThrownBy(codec::next)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        error -> assertThat(error.suggestedStatus()).isEqualTo(Status.BAD_REQUEST));
        // endregion
    }

    // region filter
    /** Adds a header field to every response. */
    static Filter signed(String name) {
        return (request, next) -> next.handle(request).map(response -> response.withHeader("Server", name));
    }
    // endregion

    @Test
    void aFilterAroundAHandler() {
        // region handler
        Handler hello = request -> Future.completed(Response.text("you asked for " + request.path()));
        Handler signed = signed("snow").around(hello);

        Response response = signed.handle(Request.get("/home/?a=1")).resultNow();

        assertThat(response.text()).isEqualTo("you asked for /home/");
        assertThat(response.header("Server")).isEqualTo("snow");
        // endregion
    }
}
