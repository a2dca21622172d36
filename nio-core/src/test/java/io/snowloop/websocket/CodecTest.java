// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The codec of one end against that of the other. */
class CodecTest {
    private static final int SEEDS = 400;

    private final ByteQueue out = new ByteQueue();

    private static Role peer(Role role) {
        return role == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    }

    private static WebSocketCodec codec(Role role) {
        return new WebSocketCodec(role, MessageLimits.DEFAULT, new Random(7));
    }

    /** Messages of all kinds and lengths, some in fragments with control frames between them, are the same at the other end. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void theOtherEndReadsWhatIsSentWhereverItIsCut(Role role) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            Deflate deflate = random.nextBoolean()
                    ? null
                    : new Deflate(random.nextBoolean(), random.nextBoolean(), random.nextInt(3) * 50);
            WebSocketCodec sender = new WebSocketCodec(role, MessageLimits.DEFAULT, random, deflate);
            Endpoint receiver = new Endpoint(peer(role), MessageLimits.DEFAULT, deflate);
            List<String> sent = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                sendAny(sender, random, sent);
            }
            sender.sendClose(new CloseReason(4000 + random.nextInt(1000), "ende \u2744"), out);
            byte[] bytes = Endpoint.bytes(out);
            for (int at = 0; at < bytes.length; ) {
                int piece = 1 + random.nextInt(random.nextBoolean() ? 5 : 10_000);
                receiver.receive(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
                at += piece;
            }
            assertThat(receiver.events.subList(0, receiver.events.size() - 1))
                    .as("seed %s", seed)
                    .isEqualTo(sent);
            assertThat(receiver.events.get(sent.size())).startsWith("close 4").endsWith("\"ende \u2744\"");
            sender.release();
            receiver.codec.release();
        }
    }

    private void sendAny(WebSocketCodec sender, Random random, List<String> sent) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 70_000 : 300)];
        random.nextBytes(bytes);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] small = Arrays.copyOf(bytes, Math.min(125, bytes.length));
                sender.sendPing(ByteBuffer.wrap(small), out);
                sent.add(Endpoint.line(new Event.Ping(ByteBuffer.wrap(small))));
            }
            case 1 -> {
                sender.sendPong(ByteBuffer.allocate(0), out);
                sent.add("pong ");
            }
            case 2 -> {
                sender.sendBinary(ByteBuffer.wrap(bytes), out);
                sent.add(Endpoint.line(new Event.Binary(ByteBuffer.wrap(bytes))));
            }
            case 3 -> sendShared(sender, bytes, sent);
            default -> {
                String text = random.ints(bytes.length / 4, 0x20, 0x3000)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                sendText(sender, text, random, sent);
                sent.add(Endpoint.line(new Event.Text(text)));
            }
        }
    }

    private void sendShared(WebSocketCodec sender, byte[] bytes, List<String> sent) {
        WebSocketMessage message = WebSocketMessage.binary(ByteBuffer.wrap(bytes));
        ByteBuffer shared = sender.shared(message);
        if (shared == null) {
            sender.send(message, out);
        } else {
            out.append(shared);
        }
        sent.add(Endpoint.line(new Event.Binary(ByteBuffer.wrap(bytes))));
    }

    private void sendText(WebSocketCodec sender, String text, Random random, List<String> sent) {
        if (random.nextBoolean()) {
            sender.sendText(text, out);
            return;
        }
        ByteBuffer utf8 = ByteBuffer.wrap(Frames.utf8(text));
        int end = utf8.limit();
        while (random.nextInt(4) > 0) {
            utf8.limit(utf8.position() + random.nextInt(end - utf8.position() + 1));
            sender.sendFragment(Opcode.TEXT, false, utf8, out);
            utf8.limit(end);
            if (random.nextBoolean()) {
                sender.sendPing(ByteBuffer.allocate(1), out);
                sent.add("ping 00");
            }
        }
        sender.sendFragment(Opcode.TEXT, true, utf8, out);
    }

    @Test
    void aClientMasksEachFrameWithAnotherKey() {
        WebSocketCodec client = codec(Role.CLIENT);
        client.sendText("a", out);
        byte[] first = Endpoint.bytes(out);
        client.sendText("a", out);
        assertThat(first).startsWith(0x81, 0x81).hasSize(7);
        assertThat(Endpoint.bytes(out)).isNotEqualTo(first);
    }

    @Test
    void aServerSendsTheShortestForm() {
        WebSocketCodec server = codec(Role.SERVER);
        for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
            server.sendBinary(ByteBuffer.allocate(length), out);
            int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
            assertThat(Endpoint.bytes(out)).as("%s bytes", length).hasSize(header + length);
        }
    }

    @Test
    void aMessageIsLimitedInAllItsFragmentsTogether() {
        MessageLimits limits = new MessageLimits(10, 8);
        Endpoint server = new Endpoint(Role.SERVER, limits, null);
        server.receive(new Frames(Role.CLIENT)
                .frame(0x02, new byte[6])
                .frame(0x80, new byte[4])
                .bytes());
        assertThat(server.events).containsExactly("binary 00000000000000000000");
        server.receive(new Frames(Role.CLIENT)
                .frame(0x02, new byte[6])
                .frame(0x80, new byte[5])
                .bytes());
        assertThat(server.events).hasSize(2).endsWith("error 1009");
        assertThat(new Endpoint(Role.SERVER, limits, null)
                        .receive(
                                new Frames(Role.CLIENT).frame(0x82, new byte[9]).bytes())
                        .events)
                .containsExactly("error 1009");
    }

    @Test
    void anErrorIsThrownAgain() {
        WebSocketCodec client = codec(Role.CLIENT);
        client.receive(ByteBuffer.wrap(new byte[] {(byte) 0xFF, 1}));
        assertThatExceptionOfType(WebSocketException.class).isThrownBy(client::next);
        client.keep();
        client.receive(ByteBuffer.wrap(new byte[] {(byte) 0x81, 0}));
        assertThatExceptionOfType(WebSocketException.class).isThrownBy(client::next);
    }

    @Test
    void theCodesOfACloseFrame() {
        for (int code : new int[] {1000, 1003, 1007, 1014, 3000, 4999}) {
            WebSocketCodec server = codec(Role.SERVER);
            assertThat(server.isClosed()).isFalse();
            server.sendClose(new CloseReason(code, "x".repeat(CloseReason.MAX_TEXT)), out);
            assertThat(server.isClosed()).isTrue();
            assertThat(new Endpoint(Role.CLIENT).receive(Endpoint.bytes(out)).events)
                    .containsExactly("close " + code + " \"" + "x".repeat(123) + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8300, a frame has the reserved opcode 3",
        "f300, a frame has the reserved opcode 3",
        "818000000000, a frame of a server is masked",
        "8000, a continuation frame has no message to continue",
        "01000100, a message begins before the one before it has ended",
        "01026161800261ff, byte 3",
    })
    void anErrorSaysWhatIsWrong(String hex, String message) {
        WebSocketCodec client = codec(Role.CLIENT);
        client.receive(ByteBuffer.wrap(Endpoint.bytes(hex)));
        assertThatExceptionOfType(WebSocketException.class)
                .isThrownBy(client::next)
                .withMessageContaining(message);
    }

    @Test
    void theMemoryOfAMessageIsDroppedBehindIt() throws Exception {
        WebSocketCodec client = codec(Role.CLIENT);
        client.receive(ByteBuffer.wrap(
                new Frames(Role.SERVER).frame(0x82, new byte[50_000]).bytes()));
        assertThat(client.next()).isInstanceOf(Event.Binary.class);
        client.keep();
        client.receive(
                ByteBuffer.wrap(new Frames(Role.SERVER).frame(0x82, new byte[1]).bytes()));
        Event.Binary small = (Event.Binary) client.next();
        assertThat(small.bytes().array()).hasSizeLessThan(10_000);
    }

    @Test
    void aReaderMayPauseBetweenTwoEvents() throws Exception {
        WebSocketCodec client = codec(Role.CLIENT);
        byte[] bytes = new Frames(Role.SERVER).text("a").text("b").text("c").bytes();
        client.receive(ByteBuffer.wrap(bytes));
        assertThat(client.next()).isEqualTo(new Event.Text("a"));
        client.keep();
        Arrays.fill(bytes, (byte) 0xFF); // the loop's buffer has the bytes of another connection now
        assertThat(client.next()).isEqualTo(new Event.Text("b"));
        client.keep();
        client.receive(ByteBuffer.wrap(new Frames(Role.SERVER).text("d").bytes()));
        assertThat(client.next()).isEqualTo(new Event.Text("c"));
        assertThat(client.next()).isEqualTo(new Event.Text("d"));
        assertThat(client.next()).isNull();
    }

    @Test
    void mistakesOfTheCallerAppendNothing() {
        WebSocketCodec server = codec(Role.SERVER);
        ByteBuffer bytes = ByteBuffer.allocate(126);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.sendPing(bytes, out))
                .withMessageContaining("125");
        assertThatIllegalArgumentException().isThrownBy(() -> server.sendFragment(Opcode.PING, true, bytes, out));
        for (int code : new int[] {-1, 0, 999, 1004, 1006, 1015, 2999, 5000, 65_536 + 1000}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.sendClose(CloseReason.of(code), out))
                    .withMessageContaining(String.valueOf(code));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.sendClose(new CloseReason(1000, "\u2744".repeat(42)), out))
                .withMessageContaining("126");
        assertThat(out.isEmpty()).isTrue();
        server.sendFragment(Opcode.TEXT, false, bytes, out);
        out.clear();
        assertThatIllegalStateException().isThrownBy(() -> server.sendText("a", out));
        assertThatIllegalStateException().isThrownBy(() -> server.sendFragment(Opcode.BINARY, true, bytes, out));
        server.sendClose(CloseReason.of(CloseReason.NO_STATUS), out);
        assertThat(Endpoint.bytes(out)).containsExactly(0x88, 0);
        assertThatIllegalStateException().isThrownBy(() -> server.sendPong(ByteBuffer.allocate(0), out));
        assertThatIllegalStateException().isThrownBy(() -> server.sendFragment(Opcode.TEXT, true, bytes, out));
        assertThatIllegalStateException().isThrownBy(() -> server.shared(WebSocketMessage.text("a")));
        assertThat(out.isEmpty()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> {
            server.receive(bytes);
            server.receive(bytes);
        });
    }
}
