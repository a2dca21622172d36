// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.testing.DnsZone;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The name of a domain")
class DomainNameTest {
    private static final String LABEL_63 = "a".repeat(63);

    static DomainName name(String text) {
        return Objects.requireNonNull(DomainName.parse(text));
    }

    private static DomainName read(int at, int... octets) throws MalformedMessageException {
        ByteBuffer message = ByteBuffer.allocate(octets.length);
        for (int octet : octets) {
            message.put((byte) octet);
        }
        MessageReader reader = new MessageReader(message.flip());
        reader.skip(at);
        return reader.name();
    }

    @Test
    void isLabelsWithTheirLengths() {
        ByteBuffer wire = ByteBuffer.allocate(17);
        name("www.example.org").write(wire);
        assertThat(wire.array()).isEqualTo(DnsZone.wire("www.example.org"));
        assertThat(name("www.example.org.")).isEqualTo(name("www.example.org")).hasToString("www.example.org");
    }

    @Test
    void equalsAnotherInAnyCaseOfAsciiLetters() {
        assertThat(name("WWW.eXample.org"))
                .isEqualTo(name("www.Example.ORG"))
                .hasSameHashCodeAs(name("www.Example.ORG"))
                .hasToString("WWW.eXample.org");
        assertThat(name("a[b")).isNotEqualTo(name("a{b")); // 32 apart like A and a, but no letters
        assertThat(name("www.example.org")).isNotEqualTo(name("www.example.net"));
    }

    @Test
    void isWithinTheZonesAbove() throws Exception {
        DomainName name = name("www.example.org");
        assertThat(name.isWithin(name("Example.org"))).isTrue();
        assertThat(name.isWithin(name)).isTrue();
        assertThat(name.isWithin(read(0, 0))).as("the root").isTrue();
        assertThat(name.isWithin(name("ample.org"))).isFalse();
        assertThat(name.isWithin(name("a.www.example.org"))).isFalse();
    }

    @Test
    void hasLimits() {
        String most = LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(61);
        assertThat(name(most).length()).isEqualTo(255);
        assertThat(DomainName.parse(most + "a")).isNull();
        assertThat(DomainName.parse(LABEL_63 + "a.org")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", ".a", "a..", "b\u00fccher.example"})
    void isNoOtherText(String text) {
        assertThat(DomainName.parse(text)).isNull();
    }

    @Test
    void followsPointersBackwards() throws Exception {
        // 0: org, 5: example + pointer to 0, 15: www + pointer to 5
        int[] message = {3, 'o', 'r', 'g', 0, 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0xC0, 0, 3, 'w', 'w', 'w', 0xC0, 5};
        assertThat(read(15, message)).isEqualTo(name("www.example.org"));
    }

    @Test
    void goesOnBehindThePointer() throws Exception {
        MessageReader reader = new MessageReader(ByteBuffer.wrap(new byte[] {1, 'a', 0, 1, 'b', (byte) 0xC0, 0, 7}));
        reader.skip(3);
        assertThat(reader.name()).isEqualTo(name("b.a"));
        assertThat(reader.u8()).isEqualTo(7);
    }

    @Test
    void takesNoPointerToItselfForwardOrInACircle() {
        assertMalformed(0, 0xC0, 0);
        assertMalformed(0, 0xC0, 2, 0);
        assertMalformed(2, 0xC0, 2, 0xC0, 0); // two that point at each other
        assertMalformed(0, 1, 'a', 0xC0, 0); // to its own begin: a.a.a. ...
        assertMalformed(0, 0xC0);
    }

    @Test
    void takesNoChainOfPointersWithoutAnEnd() {
        int[] message = new int[2 * 40 + 1];
        for (int i = 1; i <= 40; i++) { // each leads to the one before
            message[2 * i - 1] = 0xC0;
            message[2 * i] = i == 1 ? 0 : 2 * i - 3;
        }
        assertMalformed(2 * 40 - 1, message);
    }

    @Test
    void takesNoReservedTypeOfLabelAndNoEnd() {
        assertMalformed(0, 0x40, 0);
        assertMalformed(0, 0x80, 0);
        assertMalformed(0, 3, 'o', 'r');
        assertMalformed(0, 1, 'a');
        assertMalformed(0);
    }

    @Test
    void takesNoMoreThan255Bytes() throws Exception {
        int[] message = new int[2 * 127 + 1];
        for (int i = 0; i < 127; i++) {
            message[2 * i] = 1;
            message[2 * i + 1] = 'a';
        }
        assertThat(read(0, message).length()).isEqualTo(255);
        int[] longer = new int[message.length + 2];
        System.arraycopy(message, 0, longer, 2, message.length);
        longer[0] = 1;
        longer[1] = 'a';
        assertMalformed(0, longer);
    }

    @Test
    void showsBytesThatAreNoLetters() throws Exception {
        assertThat(read(0, 5, 'a', '.', '\\', 0x1B, 0xFF, 1, 'b', 0)).hasToString("a\\.\\\\\\027\\255.b");
    }

    private static void assertMalformed(int at, int... octets) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> read(at, octets));
    }
}
