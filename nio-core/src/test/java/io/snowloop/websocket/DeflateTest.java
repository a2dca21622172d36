// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.Endpoint.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import io.snowloop.testing.Threads;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeflateTest {
    private static final Deflate WITH_CONTEXT = new Deflate(true, true, 0);
    private static final Deflate WITHOUT = new Deflate(false, false, 0);

    /** Two messages, of which the second refers to the first. */
    private static final String HELLO_AND_AGAIN = "c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00";

    private final ByteQueue out = new ByteQueue();

    private static Endpoint client(Deflate deflate) {
        return new Endpoint(Role.CLIENT, MessageLimits.DEFAULT, deflate);
    }

    private static WebSocketCodec server(Deflate deflate) {
        return new WebSocketCodec(Role.SERVER, MessageLimits.DEFAULT, new Random(1), deflate);
    }

    /** RFC 7692 §7.2.3. */
    @ParameterizedTest
    @CsvSource({
        "'compressed',                 c1 07 f2 48 cd c9 c9 07 00,                             'text Hello'",
        "'in two fragments',           41 03 f2 48 cd 80 04 c9 c9 07 00,                       'text Hello'",
        "'with a sliding window',      c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00,        'text Hello;text Hello'",
        "'without compression',        c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00,                 'text Hello'",
        "'with a block that is last',  c1 08 f3 48 cd c9 c9 07 00 00,                          'text Hello'",
        "'in two blocks',              c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00,           'text Hello'",
        "'not compressed at all',      c1 01 00 81 01 61,                                      'text ;text a'",
        "'damaged',                    c1 02 ff ff,                                            'error 1007'",
        "'a reference to nothing',     c1 05 f2 00 11 00 00,                                   'error 1007'",
        "'a ping between fragments',   41 03 f2 48 cd 89 01 61 80 04 c9 c9 07 00,              'ping 61;text Hello'",
        "'a last fragment of a tail',  41 0b f2 48 cd c9 c9 07 00 00 00 ff ff 80 01 00 c1 05 f2 00 11 00 00, 'text Hello;text Hello'",
        "'RSV1 of a later fragment',   41 03 f2 48 cd c0 04 c9 c9 07 00,                       'error 1002'",
        "'RSV1 of a ping',             c9 00,                                                  'error 1002'",
        "'RSV2',                       a1 00,                                                  'error 1002'",
        "'text that is not UTF-8',     c1 04 fa 0f 00 00,                                      'error 1007'",
        "'behind a block that is last', c1 0e f3 48 cd c9 c9 07 00 f2 48 cd c9 c9 07 00,       'text HelloHello'"
    })
    void readsTheExamplesOfTheRfc(String what, String hex, String events) {
        for (int piece : new int[] {1, 2, 100}) {
            assertThat(client(WITH_CONTEXT).receive(bytes(hex), piece).events)
                    .as(what + " in pieces of " + piece)
                    .containsExactly(events.split(";"));
        }
    }

    /** The tail, which is not sent, is a part of the message: here it completes the code of a repetition, ten bytes long. */
    @Test
    void whatTheTailMakesIsCheckedToo() {
        String text = "c1 11 3a dc 70 b8 e1 70 c3 e1 86 c3 0d 87 1b 0e 37 24 22"; // seven "\u00c0", "a"
        String wrong =
                "10 3a dc 70 b8 e1 70 c3 e1 86 c3 0d 87 1b 0e 37 20"; // seven "\u00c0", and the last byte of that
        assertThat(client(WITH_CONTEXT).receive(bytes(text)).events)
                .containsExactly("text " + "\u00c0".repeat(7) + "a".repeat(11));
        assertThat(client(WITH_CONTEXT).receive(bytes("c1 " + wrong)).events).containsExactly("error 1007");
        assertThat(client(WITH_CONTEXT).receive(bytes("c2 " + wrong)).events)
                .containsExactly("binary " + "c380".repeat(7) + "80".repeat(10));
        for (int limit : new int[] {23, 24}) {
            assertThat(new Endpoint(Role.CLIENT, MessageLimits.of(limit), WITH_CONTEXT)
                            .receive(bytes("c2 " + wrong))
                            .events)
                    .singleElement()
                    .asString()
                    .startsWith(limit == 24 ? "binary" : "error 1009");
        }
    }

    @Test
    void eachDirectionHasItsOwnContext() {
        for (Role role : Role.values()) {
            for (boolean serverKeeps : new boolean[] {true, false}) {
                Deflate deflate = new Deflate(serverKeeps, !serverKeeps, 0);
                boolean keeps = role == Role.SERVER ? serverKeeps : !serverKeeps;
                WebSocketCodec sender = new WebSocketCodec(role, MessageLimits.DEFAULT, new Random(1), deflate);
                sender.sendText("a message that is like the message before", out);
                int first = bytes(out).length;
                sender.sendText("a message that is like the message before", out);
                assertThat(bytes(out).length < first)
                        .as("%s, %s", role, deflate)
                        .isEqualTo(keeps);
                sender.release();
            }
        }
        assertThat(client(new Deflate(false, true, 0)).receive(bytes(HELLO_AND_AGAIN)).events)
                .containsExactly("text Hello", "error 1007");
        assertThat(client(new Deflate(true, false, 0)).receive(bytes(HELLO_AND_AGAIN)).events)
                .containsExactly("text Hello", "text Hello");
    }

    /** After a release, nothing is there that a message could refer to. */
    @Test
    void aReleaseFreesBothContexts() {
        Endpoint client = client(WITH_CONTEXT).receive(bytes("c1 07 f2 48 cd c9 c9 07 00"));
        client.codec.release();
        assertThat(client.receive(bytes("c1 05 f2 00 11 00 00")).events).containsExactly("text Hello", "error 1007");

        WebSocketCodec server = server(WITH_CONTEXT);
        server.sendText("Hello", out);
        byte[] first = bytes(out);
        server.release();
        server.sendText("Hello", out);
        assertThat(bytes(out)).isEqualTo(first);
        server.release();
    }

    @Test
    void aMessageRefersToEarlierOnesOnlyWithContext() {
        String text = "a message that is like the message before";
        for (Deflate deflate : new Deflate[] {WITH_CONTEXT, WITHOUT}) {
            WebSocketCodec server = server(deflate);
            server.sendText(text, out);
            byte[] first = bytes(out);
            server.sendText(text, out);
            byte[] second = bytes(out);
            if (deflate == WITH_CONTEXT) {
                assertThat(second.length).isLessThan(first.length / 2);
            } else {
                assertThat(second).isEqualTo(first);
            }
            assertThat(client(deflate).receive(first).receive(second).events)
                    .containsExactly("text " + text, "text " + text);
            server.release();
        }
    }

    /** The shared message is compressed elsewhere, so those after it must not refer to those before it. */
    @Test
    void aSharedMessageBetweenTwoOthers() {
        WebSocketMessage shared = WebSocketMessage.text("snow ".repeat(50));
        WebSocketCodec server = server(WITH_CONTEXT);
        server.sendText("ice and snow and ice and snow", out);
        ByteBuffer frame = server.shared(shared);
        assertThat(frame.remaining()).isLessThan(60);
        out.append(frame);
        server.sendText("ice and snow and ice and snow", out);
        assertThat(client(WITH_CONTEXT).receive(bytes(out)).events)
                .containsExactly(
                        "text ice and snow and ice and snow",
                        "text " + "snow ".repeat(50),
                        "text ice and snow and ice and snow");
        server.release();
    }

    @Test
    void aSharedMessageIsEncodedOnce() {
        WebSocketMessage shared = WebSocketMessage.text("x".repeat(1000));
        assertThat(server(WITHOUT).shared(shared).array())
                .isSameAs(server(WITH_CONTEXT).shared(shared).array());
        assertThat(server(null).shared(shared).array())
                .isSameAs(server(new Deflate(true, true, 1001)).shared(shared).array());
        assertThat(server(new Deflate(true, true, 1000)).shared(shared).get(0))
                .as("as long as the threshold")
                .isEqualTo((byte) 0xC1);
        assertThat(shared.length()).isEqualTo(1000);
        assertThat(shared).hasToString("WebSocketMessage[TEXT, 1000 bytes]");
        assertThat(new WebSocketCodec(Role.CLIENT, MessageLimits.DEFAULT, new Random(1)).shared(shared))
                .isNull();
    }

    @Test
    void aShortMessageIsNotCompressed() {
        WebSocketCodec server = server(new Deflate(true, true, 10));
        server.sendText("123456789", out);
        assertThat(bytes(out)).startsWith(0x81, 9);
        server.sendText("1234567890", out);
        assertThat(bytes(out)).startsWith(0xC1);
        server.release();
    }

    /** A deflater refers to its last input until the next. */
    @Test
    void aMessageIsNotKeptByTheCompressor() {
        WebSocketCodec server = server(WITH_CONTEXT);
        WeakReference<ByteBuffer> message = sent(server);
        Threads.await(() -> {
            System.gc();
            return message.refersTo(null);
        });
        server.release();
    }

    private WeakReference<ByteBuffer> sent(WebSocketCodec codec) {
        ByteBuffer message = ByteBuffer.allocate(1_000);
        codec.sendBinary(message, out);
        return new WeakReference<>(message);
    }

    /** Outside of the heap, where there is no other bound on it. */
    @Test
    void theMemoryOfBothContextsIsKept() {
        for (boolean keeps : new boolean[] {true, false}) {
            WebSocketCodec server = server(new Deflate(keeps, keeps, 0));
            assertThat(server.kept()).isZero();
            server.sendText("Hello", out);
            assertThat(server.kept()).isEqualTo(keeps ? 260 * 1024 : 0);
            server.release();
            Endpoint client = client(new Deflate(keeps, keeps, 0)).receive(bytes(HELLO_AND_AGAIN.substring(0, 26)));
            assertThat(client.codec.kept()).isEqualTo(keeps ? 44 * 1024 : 0);
            client.codec.release();
            assertThat(client.codec.kept()).isZero();
        }
    }

    /** A gigabyte of zeros is a megabyte on the wire. */
    @Test
    void aBombStopsAtTheLimit() {
        WebSocketCodec server = server(WITHOUT);
        server.sendBinary(ByteBuffer.allocate(50_000_000), out);
        assertThat(out.size()).isLessThan(60_000);
        MessageLimits limits = MessageLimits.of(100_000);
        assertThat(new Endpoint(Role.CLIENT, limits, WITHOUT).receive(bytes(out), 1_000).events)
                .containsExactly("error 1009");
    }

    @Test
    void aMessageAsLongAsTheLimitFits() {
        for (int length : new int[] {100_000, 100_001}) {
            WebSocketCodec server = server(WITHOUT);
            server.sendBinary(ByteBuffer.allocate(length), out);
            assertThat(new Endpoint(Role.CLIENT, MessageLimits.of(100_000), WITHOUT).receive(bytes(out)).events)
                    .singleElement()
                    .asString()
                    .startsWith(length == 100_000 ? "binary" : "error 1009");
        }
    }
}
