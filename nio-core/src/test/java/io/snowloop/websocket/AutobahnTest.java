// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the public Autobahn catalogue, as rows: what is sent, and what it has to be. Each in both roles, in one piece and
 * octet by octet. Cases that differ only in how the octets are cut, or in when they are sent, are one row.
 *
 * <p>A frame is {@code kind:payload}. A minus behind the kind leaves FIN out, a number behind it is RSV. A payload is text, hex
 * behind {@code 0x}, or {@code *n} for that many asterisks.
 */
class AutobahnTest {
    private static final List<String> KINDS = List.of(
            "cont", "text", "bin", "op3", "op4", "op5", "op6", "op7", "close", "ping", "pong", "op11", "op12", "op13",
            "op14", "op15");

    private static byte[] payload(String text) {
        if (text.startsWith("0x")) {
            return Endpoint.bytes(text.substring(2));
        }
        return Frames.utf8(text.startsWith("*") ? "*".repeat(Integer.parseInt(text.substring(1))) : text);
    }

    private static void frame(String frame, Frames out) {
        int colon = frame.indexOf(':');
        String kind = frame.substring(0, colon).replaceAll("[-+].*", "");
        String flags = frame.substring(kind.length(), colon);
        int rsv = flags.contains("+") ? Integer.parseInt(flags.substring(flags.indexOf('+') + 1)) : 0;
        int first = KINDS.indexOf(kind) | (flags.startsWith("-") ? 0 : 0x80) | rsv << 4;
        byte[] payload = payload(frame.substring(colon + 1));
        if (kind.equals("close") && payload.length > 1 && Character.isDigit(payload[0])) {
            String[] parts = new String(payload, StandardCharsets.UTF_8).split(" ", 2);
            byte[] reason = parts.length < 2 ? new byte[0] : payload(parts[1]);
            payload = ByteBuffer.allocate(2 + reason.length)
                    .putShort((short) Integer.parseInt(parts[0]))
                    .put(reason)
                    .array();
        }
        out.frame(first, payload);
    }

    private static void check(String number, String frames, List<String> expected) {
        for (Role role : Role.values()) {
            Frames peer = new Frames(role == Role.CLIENT ? Role.SERVER : Role.CLIENT);
            for (String frame : frames.strip().split(" +(?=[a-z0-9]+[-+0-9]*:)")) {
                frame(frame, peer);
            }
            byte[] bytes = peer.bytes();
            for (int piece : new int[] {bytes.length, 1, 997}) {
                if (piece > 1 || bytes.length < 1_000) {
                    assertThat(new Endpoint(role).receive(bytes, piece).events)
                            .as("%s, %s, in pieces of %s", number, role, piece)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            2.1     | ping:                                             | ping
            2.2     | ping:hi                                           | ping 6869
            2.3     | ping:0x00fffefdfcfb00ff                           | ping 00fffefdfcfb00ff
            2.5     | ping:*126                                         | error 1002
            2.7     | pong:                                             | pong
            2.8     | pong:a                                            | pong 61
            2.9     | pong:a ping:b                                     | pong 61; ping 62
            2.10    | ping:1 ping:2 ping:3 ping:4                       | ping 31; ping 32; ping 33; ping 34
            3.1     | text+4:a                                          | error 1002
            3.2     | text:a text+2:b ping:                             | text a; error 1002
            3.3     | text:a text+3:b ping:                             | text a; error 1002
            3.4     | text:a text+1:b ping:                             | text a; error 1002
            3.5     | bin+5:a                                           | error 1002
            3.6     | ping+6:a                                          | error 1002
            3.7     | close+7:                                          | error 1002
            4.1.1   | op3:                                              | error 1002
            4.1.2   | op4:a                                             | error 1002
            4.1.3   | text:a op5: ping:                                 | text a; error 1002
            4.1.4   | text:a op6:b ping:                                | text a; error 1002
            4.1.5   | text:a op7:b ping:                                | text a; error 1002
            4.2.1   | op11:                                             | error 1002
            4.2.2   | op12:a                                            | error 1002
            4.2.3   | text:a op13: ping:                                | text a; error 1002
            4.2.4   | text:a op14:b ping:                               | text a; error 1002
            4.2.5   | text:a op15:b ping:                               | text a; error 1002
            5.1     | ping-:a cont:b                                    | error 1002
            5.2     | pong-:a cont:b                                    | error 1002
            5.3     | text-:a cont:b                                    | text ab
            5.6     | text-:a ping:x cont:b                             | ping 78; text ab
            5.9     | cont:a text:b                                     | error 1002
            5.12    | cont-:a text:b                                    | error 1002
            5.15    | text-:a cont:b cont-:c text:d                     | text ab; error 1002
            5.16    | cont-:a text-:b cont:c                            | error 1002
            5.17    | cont:a text-:b cont:c                             | error 1002
            5.18    | text-:a text:b                                    | error 1002
            5.19    | text-:a cont-:b ping:1 cont-:c cont-:d ping:2 cont:e | ping 31; ping 32; text abcde
            6.1.1   | text:                                             | text
            6.1.2   | text-: cont-: cont:                               | text
            6.1.3   | text-: cont-:middle cont:                         | text middle
            6.2.1   | text:Hello-µ@ßöäüàá-UTF-8!!                       | text Hello-µ@ßöäüàá-UTF-8!!
            6.2.2   | text-:Hello-µ@ßöä cont:üàá-UTF-8!!                | text Hello-µ@ßöäüàá-UTF-8!!
            6.2.3   | text-:0xc2 cont-:0xb5 cont:0x40                   | text µ@
            6.2.4   | text-:0xce cont-:0xba cont-:0xe1 cont-:0xbd cont-:0xb9 cont:0xcf83 | text κ\u1f79σ
            6.3.1   | text:0xcebae1bdb9cf83cebcceb5eda080656469746564   | error 1007
            6.3.2   | text-:0xed cont-:0xa0 cont:0x80                   | error 1007
            6.4.1   | text-:0xcebae1bdb9cf83cebcceb5 cont-:0xf4908080   | error 1007
            6.4.2   | text-:0xcebae1bdb9cf83cebcceb5f4 cont-:0x90       | error 1007
            7.1.1   | text:a close:1000                                 | text a; close 1000
            7.1.2   | close:1000 close:1000                             | close 1000
            7.1.3   | close:1000 ping:a                                 | close 1000
            7.1.4   | close:1000 text:a                                 | close 1000
            7.1.5   | text-:a close:1000 cont:b                         | close 1000
            7.3.1   | close:                                            | close 1005
            7.3.2   | close:a                                           | error 1002
            7.3.3   | close:1000                                        | close 1000
            7.3.4   | close:1000 bye                                    | close 1000 "bye"
            7.3.6   | close:1000 *124                                   | error 1002
            7.5.1   | close:1000 0xcebae1bdb9cf83cebcceb5eda080         | error 1007
            7.13.1  | close:5000                                        | error 1002
            7.13.2  | close:65535                                       | error 1002
            """)
    void isRead(String number, String frames, String events) {
        check(
                number,
                frames,
                Arrays.stream(events.split("; ")).map(AutobahnTest::padded).toList());
    }

    /** An event without bytes has a blank at its end, which the table drops. */
    private static String padded(String event) {
        return List.of("text", "ping", "pong", "binary").contains(event) ? event + " " : event;
    }

    @ParameterizedTest
    @CsvSource({"1.1.1, 0", "1.1.2, 125", "1.1.3, 126", "1.1.4, 127", "1.1.5, 128", "1.1.6, 65535", "1.1.7, 65536"})
    void textOfAnyLength(String number, int length) {
        check(number, "text:*" + length, List.of("text " + Endpoint.brief("*".repeat(length))));
        check(
                number.replace("1.1.", "1.2."),
                "bin:*" + length,
                List.of("binary " + Endpoint.brief("2a".repeat(length))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void aCodeThatIsValid(int code) {
        check("7.7", "close:" + code, List.of("close " + code));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999})
    void aCodeThatIsNot(int code) {
        check("7.9", "close:" + code, List.of("error 1002"));
    }

    @ParameterizedTest
    @CsvSource({"2.4, ping", "2.6, pong"})
    void theLongestControlFrame(String number, String kind) {
        check(number, kind + ":*125", List.of(kind + " " + "2a".repeat(125)));
        check("7.3.5", "close:1000 *123", List.of("close 1000 \"" + "*".repeat(123) + "\""));
    }

    /** Whole, and in a frame for each octet. */
    @ParameterizedTest
    @CsvSource({
        "6.5, ce ba e1 bd b9 cf 83 ce bc ce b5",
        "6.7.1, 00",
        "6.7.2, c2 80",
        "6.7.3, e0 a0 80",
        "6.7.4, f0 90 80 80",
        "6.9.1, 7f",
        "6.9.2, df bf",
        "6.9.3, ef bf bf",
        "6.9.4, f4 8f bf bf",
        "6.11.1, ed 9f bf",
        "6.11.2, ee 80 80",
        "6.11.3, ef bf bd",
        "6.11.4, f4 8f bf bf",
        "6.22.1, ef bf be",
        "6.22.2, f0 9f bf be",
        "6.22.3, f4 8f bf be",
        "6.23.1, ef bf b9",
        "6.23.7, ef bf bf"
    })
    void utf8(String number, String hex) {
        List<String> expected = List.of("text " + new String(Endpoint.bytes(hex), StandardCharsets.UTF_8));
        check(number, "text:0x" + hex.replace(" ", ""), expected);
        check(number, octets(hex), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "6.6.1, ce",
        "6.6.2, ce ba e1",
        "6.6.3, ce ba e1 bd",
        "6.8.1, f8 88 80 80 80",
        "6.8.2, fc 84 80 80 80 80",
        "6.10.1, f7 bf bf bf",
        "6.10.2, fb bf bf bf bf",
        "6.10.3, fd bf bf bf bf bf",
        "6.11.5, f4 90 80 80",
        "6.12.1, 80",
        "6.12.2, bf",
        "6.12.3, 80 bf",
        "6.12.8, 80 81 82 83 84 85",
        "6.13.1, c0 20",
        "6.13.2, e0 20",
        "6.13.3, f0 20",
        "6.13.4, f8 20",
        "6.13.5, fc 20",
        "6.14.1, c0",
        "6.14.2, e0 80",
        "6.14.3, f0 80 80",
        "6.14.6, df",
        "6.14.7, ef bf",
        "6.14.8, f7 bf bf",
        "6.15, c0 e0 80 f0 80 80",
        "6.16.1, fe",
        "6.16.2, ff",
        "6.16.3, fe fe ff ff",
        "6.17.1, c0 af",
        "6.17.2, e0 80 af",
        "6.17.3, f0 80 80 af",
        "6.18.1, c1 bf",
        "6.18.2, e0 9f bf",
        "6.18.3, f0 8f bf bf",
        "6.19.1, c0 80",
        "6.19.2, e0 80 80",
        "6.19.3, f0 80 80 80",
        "6.20.1, ed a0 80",
        "6.20.4, ed af bf",
        "6.20.7, ed bf bf",
        "6.21.1, ed a0 80 ed b0 80",
        "6.21.8, ed af bf ed bf bf"
    })
    void notUtf8(String number, String hex) {
        check(number, "text:0x" + hex.replace(" ", ""), List.of("error 1007"));
        check(number, octets(hex), List.of("error 1007"));
    }

    private static String octets(String hex) {
        return "text-:0x" + String.join(" cont-:0x", hex.split(" ")) + " cont:";
    }

    /** 9.1 to 9.6 up to 1 MiB, of the 16 in the catalogue: whole, in frames, and in pieces; and the way back. 10.1.1 is one of them. */
    @ParameterizedTest
    @CsvSource({
        "9.1.2, 262144, 262144",
        "9.2.3, 1048576, 1048576",
        "9.3.1, 1048576, 64",
        "9.4.5, 1048576, 16384",
        "10.1.1, 65536, 1300"
    })
    void large(String number, int length, int fragment) {
        for (Role role : Role.values()) {
            WebSocketCodec sender = new WebSocketCodec(role, MessageLimits.DEFAULT, new Random(1));
            ByteQueue out = new ByteQueue();
            ByteBuffer text = ByteBuffer.wrap(Frames.utf8("*".repeat(length)));
            while (text.hasRemaining()) {
                int end = Math.min(length, text.position() + fragment);
                text.limit(end);
                sender.sendFragment(Opcode.TEXT, end == length, text, out);
                text.limit(length);
            }
            byte[] bytes = Endpoint.bytes(out);
            Role receiver = role == Role.CLIENT ? Role.SERVER : Role.CLIENT;
            for (int piece : new int[] {bytes.length, 1_024}) {
                assertThat(new Endpoint(receiver).receive(bytes, piece).events)
                        .as("%s, %s", number, role)
                        .containsExactly("text " + Endpoint.brief("*".repeat(length)));
            }
        }
    }

    /** 12.x and 13.x: messages of each length with each agreement, from both roles, like JSON and like noise. */
    @ParameterizedTest
    @CsvSource({"12.1, true, true", "13.1, false, false", "13.2, true, false", "13.3, false, true"})
    void compressed(String number, boolean serverKeeps, boolean clientKeeps) {
        Deflate deflate = new Deflate(serverKeeps, clientKeeps, 0);
        Random random = new Random(12);
        for (Role role : Role.values()) {
            WebSocketCodec sender = new WebSocketCodec(role, MessageLimits.DEFAULT, random, deflate);
            Endpoint receiver =
                    new Endpoint(role == Role.CLIENT ? Role.SERVER : Role.CLIENT, MessageLimits.DEFAULT, deflate);
            List<String> sent = new ArrayList<>();
            for (int length : new int[] {0, 16, 64, 256, 1_024, 4_096, 8_192, 32_768, 131_072}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                for (int i = 0; i < length && random.nextInt(3) > 0; i++) {
                    bytes[i] = (byte) "{\"snow\": 1}".charAt(i % 11);
                }
                ByteQueue out = new ByteQueue();
                sender.sendBinary(ByteBuffer.wrap(bytes), out);
                sent.add(Endpoint.line(new Event.Binary(ByteBuffer.wrap(bytes))));
                receiver.receive(Endpoint.bytes(out), 1 + random.nextInt(2_000));
            }
            assertThat(receiver.events).as("%s, %s", number, role).isEqualTo(sent);
            sender.release();
            receiver.codec.release();
        }
    }
}
