// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.buffer.ByteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes in hexadecimal digits, as in RFC 1928 and RFC 1929; each comes alone. */
class Socks5HandshakeTest {
    private final ByteQueue out = new ByteQueue();

    private static Socks5Handshake to(String host, String user) {
        return new Socks5Handshake(host, 443, user, "pw");
    }

    private String start(TunnelHandshake handshake) {
        handshake.start(out);
        return sent();
    }

    private String sent() {
        ByteBuffer bytes = out.takeAll();
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return HexFormat.of().formatHex(array);
    }

    private String receive(TunnelHandshake handshake, String bytes) throws IOException {
        for (byte b : HexFormat.of().parseHex(bytes.replace(" ", ""))) {
            handshake.receive(ByteBuffer.wrap(new byte[] {b}), out);
        }
        return sent();
    }

    @ParameterizedTest
    @CsvSource({
        "a.test, 03 06 612e74657374",
        "10.0.0.7, 01 0a000007",
        "2001:db8::1, 04 20010db8000000000000000000000001",
    })
    void asksForAHostByItsNameOrAddress(String host, String address) throws IOException {
        Socks5Handshake handshake = to(host, null);

        assertThat(start(handshake)).isEqualTo("050100");
        assertThat(receive(handshake, "05 00")).isEqualTo(("050100" + address + "01bb").replace(" ", ""));
        assertThat(receive(handshake, "05 00 00 01 00000000 00")).isEmpty();
        assertThat(handshake.isOpen()).isFalse();
        assertThat(receive(handshake, "00")).isEmpty();
        assertThat(handshake.isOpen()).isTrue();
    }

    @Test
    void sendsNameAndPasswordIfTheProxyWantsThem() throws IOException {
        Socks5Handshake handshake = to("a", "ada");

        assertThat(start(handshake)).isEqualTo("05020002");
        assertThat(receive(handshake, "05 02")).isEqualTo("0103616461" + "027077");
        assertThat(receive(handshake, "01 00")).isEqualTo("05010003016101bb");
    }

    @ParameterizedTest
    @CsvSource({
        "01 00000000 0000",
        "03 00 0000",
        "03 02 6162 0000",
        "04 00000000000000000000000000000000 0000",
    })
    void readsAReplyWithAnyAddressAndNoByteMore(String address) throws IOException {
        Socks5Handshake handshake = to("a", null);
        start(handshake);
        receive(handshake, "05 00");
        byte[] reply = HexFormat.of().parseHex(("050000" + address).replace(" ", ""));
        ByteBuffer more = ByteBuffer.allocate(reply.length + 2).put(reply).position(0);

        assertThatIOException()
                .isThrownBy(() -> handshake.receive(more, out))
                .withMessageStartingWith("2 bytes follow its answer");
        assertThat(handshake.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "05 ff, 'it wants a login of another kind than none, or a user name and a password'",
        "05 01, 'it wants a login of another kind than none, or a user name and a password'",
        "48 54, 'it does not speak SOCKS5: its answer begins with 72, not 5'",
        "05 02 01 01, 'it refuses the user name or the password'",
        "05 02 05 00, 'it does not speak SOCKS5: its answer begins with 5, not 1'",
        "05 00 05 02 00 01 00, 'its rules do not allow this connection'",
        "05 00 05 05 00 01 00, 'connection refused'",
        "05 00 05 09 00 01 00, 'failure 9'",
        "05 00 05 00 00 02 00, 'its reply has an address of the unknown type 2'",
        "05 00 04 00 00 01 00, 'it does not speak SOCKS5: its answer begins with 4, not 5'",
    })
    void saysWhyItFails(String bytes, String message) {
        Socks5Handshake handshake = to("a", "ada");
        start(handshake);

        assertThatIOException().isThrownBy(() -> receive(handshake, bytes)).withMessage(message);
    }

    @Test
    void withoutALoginNoneIsSent() {
        Socks5Handshake handshake = to("a", null);
        start(handshake);

        assertThatIOException()
                .isThrownBy(() -> receive(handshake, "05 02"))
                .withMessage("it wants a login of another kind than none");
    }

    @Test
    void aTextHasUpTo255Bytes() {
        Socks5Handshake.check("é".repeat(127), "p".repeat(255));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Socks5Handshake.check("a", "p".repeat(256)))
                .withMessage("the password for a SOCKS5 proxy must have from 0 to 255 bytes, and has 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Socks5Handshake.check("", ""))
                .withMessage("the user name for a SOCKS5 proxy must have from 1 to 255 bytes, and has 0");
        assertThatIllegalArgumentException().isThrownBy(() -> to("a".repeat(256), null));
    }

    // --------------------------------------------------------------------------------------------------- version 4A

    @ParameterizedTest
    @CsvSource({
        "a.test, ada, 04 01 01bb 00000001 616461 00 612e74657374 00",
        "10.0.0.7, '', 04 01 01bb 0a000007 00",
        "::1, '', 04 01 01bb 00000001 00 3a3a31 00",
    })
    void version4aAsksWithAnAddressThatNoHostHas(String host, String user, String request) throws IOException {
        Socks4aHandshake handshake = new Socks4aHandshake(host, 443, user);

        assertThat(start(handshake)).isEqualTo(request.replace(" ", ""));
        receive(handshake, "00 5a 0000 000000");
        assertThat(handshake.isOpen()).isFalse();
        receive(handshake, "00");
        assertThat(handshake.isOpen()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "00 5b 0000 00000000, rejected or failed",
        "00 5d 0000 00000000, it refuses the user",
        "00 00 0000 00000000, failure 0",
        "05 ff 0000 00000000, 'it does not speak SOCKS4: its answer begins with 5, not 0'",
    })
    void version4aSaysWhyItFails(String bytes, String message) {
        Socks4aHandshake handshake = new Socks4aHandshake("a", 443, "");
        start(handshake);

        assertThatIOException().isThrownBy(() -> receive(handshake, bytes)).withMessage(message);
    }
}
