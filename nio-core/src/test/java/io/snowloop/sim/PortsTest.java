// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

/** The ports of a host: which are taken, and when they are free again. */
class PortsTest {
    private static final int EPHEMERAL = 65_536 - 49_152;

    private final InetAddress own = new InetSocketAddress("10.0.0.1", 0).getAddress();
    private final InetAddress loopback = new InetSocketAddress("127.0.0.1", 0).getAddress();
    private final InetAddress wildcard = new InetSocketAddress(0).getAddress();
    private final Ports ports = new Ports(own);

    @Test
    void aPortThatWasReleasedIsFreeAtOnce() throws SocketException {
        for (int i = 0; i < 2 * EPHEMERAL; i++) {
            ports.release(ports.bind(own, 0));
        }
    }

    @Test
    void eachEphemeralPortCanBeTakenOnce() throws SocketException {
        assertThat(ports.bind(own, 0).getPort()).isEqualTo(49_152);
        for (int i = 1; i < EPHEMERAL; i++) {
            ports.bind(own, 0);
        }
        assertThatThrownBy(() -> ports.bind(own, 0))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("all ephemeral ports are taken");
        ports.release(new InetSocketAddress(own, 65_535));
        assertThat(ports.bind(own, 0).getPort()).isEqualTo(65_535);
    }

    @Test
    void theWildcardAddressNeedsAPortThatNoAddressHas() throws SocketException {
        InetSocketAddress first = ports.bind(own, 80);
        InetSocketAddress second = ports.bind(loopback, 80);
        ports.release(first);
        assertThatThrownBy(() -> ports.bind(wildcard, 80)).hasMessage("Address already in use");
        ports.release(second);
        ports.bind(wildcard, 80);
        assertThatThrownBy(() -> ports.bind(own, 80)).hasMessage("Address already in use");
    }
}
