// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.h1.BodyFraming.ContentLength;
import io.snowloop.http.h1.BodyFraming.Unmeasured;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memo of the last head: when it is used, and when not. */
class HeadMemoTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final DecoderContext context = new DecoderContext();
    private final HeadParser parser = new HeadParser(Role.CLIENT, Limits.DEFAULT, context, new Cycle());
    private final ByteQueue bytes = new ByteQueue();

    private Event read(String text) throws RemoteProtocolException {
        return read(parser, text);
    }

    private Event read(HeadParser reader, String text) throws RemoteProtocolException {
        bytes.append(Feed.bytes(text));
        return reader.read(bytes);
    }

    @Test
    void theSameHeadIsTheSameEvent() throws RemoteProtocolException {
        Event first = read(GET);
        assertThat(read(GET + GET)).isSameAs(first);
        assertThat(read("")).isSameAs(first);
        assertThat(bytes.isEmpty()).isTrue();
    }

    @Test
    void anotherHeadIsParsed() throws RemoteProtocolException {
        Event first = read(GET);
        String longer = GET.replace("/a", "/ab");
        assertThat(((Event.RequestHead) read(longer)).target()).isEqualTo("/ab");
        assertThat(read(GET)).isEqualTo(first);
        for (int i = 0; i < GET.length(); i++) {
            HeadParser fresh = new HeadParser(Role.CLIENT, Limits.DEFAULT, context, new Cycle());
            String changed = GET.substring(0, i) + "\1" + GET.substring(i + 1);
            assertThatThrownBy(() -> read(fresh, changed + GET))
                    .as("byte %d", i)
                    .isInstanceOf(RemoteProtocolException.class);
            bytes.clear();
        }
    }

    @Test
    void aPartOfAHeadIsNoHit() throws RemoteProtocolException {
        Event first = read(GET);
        for (int cut = 1; cut < GET.length(); cut++) {
            assertThat(read(GET.substring(0, cut))).isNull();
            assertThat(read(GET.substring(cut))).isEqualTo(first);
        }
    }

    @Test
    void heldOnlyForTheSameLimitsAndRole() throws RemoteProtocolException {
        Event first = read(GET);
        Limits strict = Limits.builder().startLine(10).build();
        assertThatThrownBy(() -> read(new HeadParser(Role.CLIENT, strict, context, new Cycle()), GET))
                .hasMessageContaining("10 bytes");
        bytes.clear();
        assertThatThrownBy(() -> read(new HeadParser(Role.SERVER, Limits.DEFAULT, context, new Cycle()), GET))
                .hasMessageContaining("version");
        bytes.clear();
        assertThat(read(GET)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "authorization", "Proxy-Authorization", "Set-Cookie"})
    void credentialsAreNotRemembered(String name) throws RemoteProtocolException {
        String secret = GET.replace("\r\n\r\n", "\r\n" + name + ": s\r\n\r\n");
        assertThat(read(secret)).isEqualTo(read(secret)).isNotSameAs(read(secret));
    }

    @Test
    void emptyLinesBeforeAHeadAreCounted() throws RemoteProtocolException {
        String withEmptyLines = "\r\n\r\n" + GET;
        Event first = read(withEmptyLines);
        assertThat(read(withEmptyLines)).isEqualTo(first);
        assertThat(read("\r\n")).isNull();
        assertThatThrownBy(() -> read(withEmptyLines)).hasMessageContaining("empty line");
    }

    @Test
    void aLongHeadIsNotRemembered() throws RemoteProtocolException {
        String large = GET.replace("/a", "/" + "a".repeat(600));
        assertThat(read(large)).isNotSameAs(read(large));
    }

    @Test
    void aRememberedRequestCarriesItsFraming() throws RemoteProtocolException {
        String post = GET.replace("GET", "POST").replace("\r\n\r\n", "\r\nContent-Length: 12\r\n\r\n");
        Event.RequestHead first = (Event.RequestHead) read(post);
        assertThat(read(post)).isSameAs(first);
        assertThat(first.framing()).isEqualTo(new ContentLength(12));
    }

    @Test
    void aResponseToHeadIsNeitherRememberedNorTakenFromMemory() throws RemoteProtocolException {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n";
        for (Method method : List.of(Method.GET, Method.HEAD, Method.GET)) {
            HeadParser reader = new HeadParser(Role.SERVER, Limits.DEFAULT, context, requested(method, "/"));
            assertThat(((Event.ResponseHead) read(reader, ok)).framing())
                    .as("in answer to %s", method)
                    .isEqualTo(method.equals(Method.HEAD) ? Unmeasured.NONE : new ContentLength(12));
        }
        HeadParser tunnel = new HeadParser(Role.SERVER, Limits.DEFAULT, context, requested(Method.CONNECT, "a:1"));
        assertThat(((Event.ResponseHead) read(tunnel, ok)).framing()).isEqualTo(Unmeasured.NONE);
        HeadParser reader = new HeadParser(Role.SERVER, Limits.DEFAULT, context, requested(Method.GET, "/"));
        Event known = read(reader, ok);
        assertThat(((Event.ResponseHead) known).framing()).isEqualTo(new ContentLength(12));
        assertThat(read(reader, ok)).isSameAs(known);
    }

    private static Cycle requested(Method method, String target) {
        Cycle cycle = new Cycle();
        cycle.request(new Event.RequestHead(method, target, Headers.of("Host", "a")), Unmeasured.NONE);
        return cycle;
    }
}
