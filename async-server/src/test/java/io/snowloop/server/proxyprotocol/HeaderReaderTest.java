// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A header of the PROXY protocol")
class HeaderReaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** From 192.0.2.7 port 4660 to 192.0.2.8 port 443. */
    private static final String TCP4 = "c0000207c0000208" + "1234" + "01bb";

    /** Reads it whole, byte by byte and with more behind it, and expects the same each time. */
    private static ProxyHeader read(byte[] header) throws ProtocolException {
        ProxyHeader whole = required(new HeaderReader().read(ByteBuffer.wrap(header)));

        HeaderReader reader = new HeaderReader();
        for (int i = 0; i < header.length - 1; i++) {
            assertThat(reader.read(ByteBuffer.wrap(header, i, 1)))
                    .as("byte " + i)
                    .isNull();
        }
        assertThat(reader.read(ByteBuffer.wrap(header, header.length - 1, 1))).isEqualTo(whole);

        ByteBuffer more =
                ByteBuffer.allocate(header.length + 3).put(header).put("GET".getBytes(StandardCharsets.US_ASCII));
        assertThat(new HeaderReader().read(more.flip())).isEqualTo(whole);
        assertThat(more.remaining()).as("what is behind the header").isEqualTo(3);
        return whole;
    }

    private static ProxyHeader required(@Nullable ProxyHeader header) {
        assertThat(header).isNotNull();
        return header;
    }

    private static void assertRefused(byte[] header, String why) {
        assertThatThrownBy(() -> new HeaderReader().read(ByteBuffer.wrap(header)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(why);
        HeaderReader reader = new HeaderReader();
        assertThatThrownBy(() -> {
                    for (byte each : header) {
                        assertThat(reader.read(ByteBuffer.wrap(new byte[] {each})))
                                .isNull();
                    }
                })
                .as("byte by byte")
                .isInstanceOf(ProtocolException.class);
    }

    private static byte[] line(String line) {
        return line.replace("$", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(SIGNATURE + String.join("", parts));
    }

    // -------------------------------------------------------------------------------------------------- version 1

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 192.0.2.8 4660 443$, 192.0.2.7, 4660, 192.0.2.8, 443",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535$, 255.255.255.255, 65535, 255.255.255.255, 65535",
        "PROXY TCP4 0.0.0.0 10.0.0.1 0 1$, 0.0.0.0, 0, 10.0.0.1, 1",
        "PROXY TCP6 2001:db8::7 ::1 4660 443$, 2001:db8::7, 4660, ::1, 443",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535$,"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535"
    })
    void versionOneHasAddressesAsText(String line, String source, int sourcePort, String destination, int port)
            throws ProtocolException {
        assertThat(read(line(line)))
                .isEqualTo(new ProxyHeader(
                        new InetSocketAddress(source, sourcePort), new InetSocketAddress(destination, port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY UNKNOWN$",
                "PROXY UNKNOWN whatever there is$",
                "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535$"
            })
    void versionOneMayHaveNone(String line) throws ProtocolException {
        assertThat(read(line(line))).isEqualTo(ProxyHeader.NO_ADDRESSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1$ | it begins with \"G\"",
                "PROXz TCP4 1.1.1.1 1.1.1.1 1 1$ | it begins with \"PROXz\"",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1$$ | ",
                "PROXY$ | it begins with",
                "PROXY TCP5 1.1.1.1 1.1.1.1 1 1$ | none of TCP4, TCP6 and UNKNOWN",
                "PROXY tcp4 1.1.1.1 1.1.1.1 1 1$ | none of",
                "PROXY UNKNOWNS$ | none of",
                "PROXY $ | none of",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1$ | two addresses and two ports",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 1$ | two addresses and two ports",
                "PROXY TCP4  1.1.1.1 1.1.1.1 1 1$ | two addresses and two ports",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 $ | two addresses and two ports",
                "PROXY TCP4 1.1.1 1.1.1.1 1 1$ | \"1.1.1\" is no address of its protocol",
                "PROXY TCP4 01.1.1.1 1.1.1.1 1 1$ | no address of its protocol",
                "PROXY TCP4 ::1 1.1.1.1 1 1$ | \"::1\" is no address of its protocol",
                "PROXY TCP6 1.1.1.1 ::1 1 1$ | no address of its protocol",
                "PROXY TCP6 ::1 ::g 1 1$ | \"::g\" is no address",
                "PROXY TCP6 ::1%eth0 ::1 1 1$ | no address",
                "PROXY TCP4 localhost 1.1.1.1 1 1$ | no address",
                "PROXY TCP4 1.1.1.1 1.1.1.1 65536 1$ | \"65536\" is no port",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 01$ | \"01\" is no port",
                "PROXY TCP4 1.1.1.1 1.1.1.1 -1 1$ | \"-1\" is no port",
                "PROXY TCP4 1.1.1.1 1.1.1.1 1 999999$ | is no port"
            })
    void versionOneIsRefusedIfItIsNotExact(String line, @Nullable String why) throws ProtocolException {
        if (why == null) { // one line end is the end
            ByteBuffer bytes = ByteBuffer.wrap(line(line));
            assertThat(new HeaderReader().read(bytes)).isNotNull();
            assertThat(bytes.remaining()).isEqualTo(2);
        } else {
            assertRefused(line(line), why);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PROXY UNKNOWN\n", "PROXY UNKNOWN\r\r\n", "PROXY \r UNKNOWN\r\n", "PROXY \n", "PROXY UNKNOWN\n\r"
            })
    void versionOneEndsWithCrLf(String line) {
        assertRefused(line(line), "it does not end with CRLF");
    }

    @Test
    void versionOneHasALimit() throws ProtocolException {
        assertThat(read(line("PROXY UNKNOWN" + " ".repeat(107 - 15) + "$"))).isEqualTo(ProxyHeader.NO_ADDRESSES);
        assertRefused(line("PROXY UNKNOWN" + " ".repeat(108 - 15) + "$"), "no line end within 107 bytes");
    }

    // -------------------------------------------------------------------------------------------------- version 2

    @Test
    void versionTwoHasAddressesAsBytes() throws ProtocolException {
        assertThat(read(hex("21", "11", "000c", TCP4)))
                .isEqualTo(new ProxyHeader(
                        new InetSocketAddress("192.0.2.7", 0x1234), new InetSocketAddress("192.0.2.8", 443)));
        String one = "20010db8000000000000000000000007";
        String two = "00000000000000000000000000000001";
        assertThat(read(hex("21", "21", "0024", one, two, "ffff", "0000")))
                .isEqualTo(
                        new ProxyHeader(new InetSocketAddress("2001:db8::7", 0xFFFF), new InetSocketAddress("::1", 0)));
    }

    @Test
    void versionTwoMayHavePaths() throws ProtocolException {
        byte[] source = new byte[108];
        System.arraycopy("/run/a".getBytes(StandardCharsets.UTF_8), 0, source, 0, 6);
        byte[] destination = new byte[108];
        Arrays.fill(destination, (byte) 'x');
        HexFormat hex = HexFormat.of();
        assertThat(read(hex("21", "31", "00d8", hex.formatHex(source), hex.formatHex(destination))))
                .isEqualTo(new ProxyHeader(
                        UnixDomainSocketAddress.of("/run/a"), UnixDomainSocketAddress.of("x".repeat(108))));
        assertThat(read(hex("21", "31", "00d8", "00".repeat(216))))
                .isEqualTo(new ProxyHeader(UnixDomainSocketAddress.of(""), UnixDomainSocketAddress.of("")));
    }

    @ParameterizedTest
    @CsvSource({
        "20, 00, 0000, ''", // LOCAL, as HAProxy's checks have it
        "20, 11, 000c, " + TCP4,
        "20, ff, 0001, aa",
        "21, 00, 0000, ''",
        "21, 00, 0003, aabbcc"
    })
    void versionTwoMayHaveNone(String command, String family, String length, String rest) throws ProtocolException {
        assertThat(read(hex(command, family, length, rest))).isEqualTo(ProxyHeader.NO_ADDRESSES);
    }

    @Test
    void versionTwoHasValuesThatAreSkipped() throws ProtocolException {
        assertThat(read(hex("21", "11", "0012", TCP4, "030003aabbcc")).source())
                .isEqualTo(new InetSocketAddress("192.0.2.7", 0x1234));
        assertThat(read(hex("21", "11", "4000", TCP4, "00".repeat(0x4000 - 12))).source())
                .isEqualTo(new InetSocketAddress("192.0.2.7", 0x1234));
    }

    @ParameterizedTest
    @CsvSource({
        "22, 11, 000c, version and command are 0x22",
        "11, 11, 000c, version and command are 0x11",
        "01, 11, 000c, version and command are 0x01",
        "21, 12, 000c, its family is 0x12",
        "21, 22, 0024, its family is 0x22",
        "21, 32, 00d8, its family is 0x32",
        "21, 01, 000c, its family is 0x01",
        "21, 41, 000c, its family is 0x41",
        "21, 11, 000b, 'it has 11 bytes, too few'",
        "21, 21, 0023, 'it has 35 bytes, too few'",
        "21, 31, 00d7, 'it has 215 bytes, too few'",
        "21, 11, 4001, it has 16385 bytes; accepted are 16384",
        "20, 00, ffff, it has 65535 bytes"
    })
    void versionTwoIsRefusedIfItIsNotExact(String command, String family, String length, String why) {
        assertRefused(hex(command, family, length), why);
    }

    @Test
    void aSignatureWithAnErrorIsNone() {
        byte[] header = hex("21", "00", "0000");
        for (int i = 0; i < 12; i++) {
            byte[] other = header.clone();
            other[i] ^= 1;
            assertRefused(other, "which no PROXY header does");
        }
    }

    /** Bytes in, a header or a ProtocolException out, nothing else; and never more than the longest header is taken. */
    @Test
    void whateverComesIsReadOrRefused() {
        Random random = new Random(1);
        byte[][] beginnings = {line("PROXY TCP4 "), line("PROXY "), hex("21"), hex("21", "11"), hex("20"), {}};
        for (int round = 0; round < 20_000; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(beginnings[random.nextInt(beginnings.length)]);
            byte[] rest = new byte[random.nextInt(300)];
            random.nextBytes(rest);
            bytes.writeBytes(rest);
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            try {
                HeaderReader reader = new HeaderReader();
                if (reader.read(buffer) == null) {
                    assertThat(buffer.hasRemaining()).isFalse();
                }
            } catch (ProtocolException e) {
                assertThat(e).hasMessageContaining("PROXY header");
            }
        }
    }
}
