// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.http.syntax.UriHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Ranges of addresses")
class AddressRangesTest {
    static SocketAddress address(String text) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(UriHost.address(text)), 80);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.4.0/22, 192.168.3.255, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1/32, 127.0.0.2, false",
        "127.0.0.0/31, 127.0.0.1, true",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "::/0, ::1, true",
        "::/0, 1.2.3.4, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void containAnAddress(String range, String address, boolean contained) throws Exception {
        assertThat(AddressRanges.of("unix", range).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void canBeNoneOrUnix() throws Exception {
        SocketAddress unix = UnixDomainSocketAddress.of("/tmp/a");

        assertThat(AddressRanges.of("unix").contains(unix)).isTrue();
        assertThat(AddressRanges.of("0.0.0.0/0").contains(unix)).isFalse();
        assertThat(AddressRanges.of().contains(address("127.0.0.1"))).isFalse();
        assertThat(AddressRanges.of("0.0.0.0/0").contains(null)).isFalse();
        assertThat(AddressRanges.of("0.0.0.0/0").contains(InetSocketAddress.createUnresolved("a", 80)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1/8 | there are bits behind the first 8: make them zero, or the number larger",
                "10.0.0.0/33 | the number behind the slash is from 0 to 32",
                "10.0.0.0/ | the number behind the slash is from 0 to 32",
                "10.0.0.0/-1 | the number behind the slash is from 0 to 32",
                "::/129 | the number behind the slash is from 0 to 128",
                "10.0.0/8 | write an IP address such as 10.0.0.1, a range such as 10.0.0.0/8, or unix",
                "example.org | write an IP address such as 10.0.0.1, a range such as 10.0.0.0/8, or unix",
                "'' | write an IP address such as 10.0.0.1, a range such as 10.0.0.0/8, or unix"
            })
    void mustBeWellFormed(String range, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRanges.of(range))
                .withMessage("bad range of addresses \"" + range + "\": " + why);
    }
}
