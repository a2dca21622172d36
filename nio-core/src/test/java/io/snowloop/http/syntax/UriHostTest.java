// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriHostTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 00000000",
        "127.0.0.1, 7f000001",
        "192.0.2.10, c000020a",
        "255.255.255.255, ffffffff",
        "::, 00000000000000000000000000000000",
        "::1, 00000000000000000000000000000001",
        "1::, 00010000000000000000000000000000",
        "2001:DB8::a:0, 20010db80000000000000000000a0000",
        "2001:db8:1:2:3:4:5:6, 20010db8000100020003000400050006",
        "1:2:3:4:5:6:7::, 00010002000300040005000600070000",
        "::2:3:4:5:6:7:8, 00000002000300040005000600070008",
        "1::3:4:5:6:7:8, 00010000000300040005000600070008",
        "::ffff:192.0.2.1, 00000000000000000000ffffc0000201",
        "1:2:3:4:5:6:192.0.2.1, 000100020003000400050006c0000201",
        "64:ff9b::192.0.2.1, 0064ff9b0000000000000000c0000201",
    })
    void anAddressIsItsBytes(String text, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(UriHost.address(text)).isEqualTo(bytes);
        assertThat(UriHost.isName(text)).isFalse();
    }

    /** 127.0.0.1 to the JDK, to the C library or to a browser; or something that is nearly an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.1",
                "127.0.1",
                "2130706433",
                "0x7f.1",
                "0X7F.0.0.1",
                "0x7f000001",
                "0x",
                "0177.0.0.1",
                "017700000001",
                "127.0.0.01",
                "127.0.0.1.",
                ".127.0.0.1",
                "127..0.1",
                "1.2.3.4.5",
                "300.300.300.300",
                "1.2.3.256",
                "1.2.3.2550",
                "1.2.3.999",
                "1.2.3.99999999999",
                "127.0.0.1 ",
                " 127.0.0.1",
                "127.0.0.1 x",
                "127.0.0.1%0",
                "127.0.0.1:80",
                "１２７.0.0.1",
                "127。0。0。1",
                "+127.0.0.1",
                "-1.0.0.1 ",
                ":",
                "::1%lo",
                "fe80::1%25eth0",
                ":::",
                "1:::2",
                "1::2::3",
                "::1::2",
                "::1:",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "::g",
                "::127.1",
                "::127.0.0.01",
                "::127.0.0.1:1",
                "1:2:3:4:5:6:7:127.0.0.1",
                "1:2:3:4:5:127.0.0.1",
                "::١",
                "[::1]",
                "[::1",
                "::1]",
                "a b",
                "a/b",
                "a@b",
                "a%41",
                "a\0b",
                "a\nb",
                "bücher.example",
            })
    void whatOthersReadAsAnAddressIsNeitherAnAddressNorAName(String text) {
        assertThat(UriHost.address(text)).isNull();
        assertThat(UriHost.isName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "web1",
                "node-01",
                "my_service",
                "7up.example",
                "1.example",
                "example.1e3",
                "foo.123",
                "x2",
                "a.",
                "0xg.1",
                "dead.beef",
                "xn--bcher-kva.example",
                "~x",
            })
    void aNameMayHaveDigits(String name) {
        assertThat(UriHost.isName(name)).isTrue();
        assertThat(UriHost.address(name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[:]",
                "[]",
                "[",
                "]",
                "",
                "::1",
                "[::1",
                "::1]",
                "[127.0.0.1]",
                "[::1%25lo]",
                "[v1.x]",
                "[[::1]]",
                "[a]"
            })
    void onlyIpv6InBracketsIsALiteral(String text) {
        assertThat(UriHost.literal(text)).isNull();
    }

    @Test
    void aLiteralHasBrackets() {
        assertThat(UriHost.literal("[::1]")).isEqualTo(UriHost.address("::1"));
    }
}
