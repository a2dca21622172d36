// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h1.Limits;
import io.snowloop.options.HeapDefaults;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each setting alone, and what it refuses, is tested by OptionsTest in the samples. */
@DisplayName("The options of a Fetcher")
class FetcherOptionsTest {
    @Test
    void areSetInOneChain() {
        Timeouts timeouts = Timeouts.builder()
                .connect(ofMillis(1))
                .read(ofMillis(2))
                .total(ofMillis(3))
                .build();
        Limits limits = Limits.builder().informational(1).build();
        Connector connector = Connector.DEFAULT.toBuilder().build();
        TlsConfig tls = TlsConfig.client();
        SocketAddress address = InetSocketAddress.createUnresolved("proxy", 80);

        FetcherOptions options = FetcherOptions.builder()
                .timeouts(timeouts)
                .limits(limits)
                .maxBody(4)
                .maxPerOrigin(5)
                .maxConnections(6)
                .keepAlive(ofMillis(7))
                .connector(connector)
                .tls(tls)
                .connectTo(address)
                .build();

        assertThat(List.of(timeouts.connect(), timeouts.read(), timeouts.total(), options.keepAlive()))
                .containsExactly(ofMillis(1), ofMillis(2), ofMillis(3), ofMillis(7));
        assertThat(List.of(options.timeouts(), options.limits(), options.connector(), options.connectTo()))
                .containsExactly(timeouts, limits, connector, address);
        assertThat(options.tls()).isSameAs(tls).isSameAs(ConnectAttempt.usual(options.tls()));
        assertThat(List.of(options.maxBody(), (long) options.maxPerOrigin(), (long) options.maxConnections()))
                .containsExactly(4L, 5L, 6L);
    }

    @Test
    void haveTheTlsOfAClientWhereNoneIsSet() {
        assertThat(ConnectAttempt.usual(FetcherOptions.DEFAULT.tls()).side()).isEqualTo(TlsConfig.Side.CLIENT);
        assertThat(FetcherOptions.DEFAULT.maxBody()).isEqualTo(64 * 1024 * 1024);
        assertThat(FetcherOptions.DEFAULT.maxConnections()).isEqualTo(HeapDefaults.count(1_024, 256 * 1024));
        assertThat(FetcherOptions.DEFAULT.maxMemory())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    }
}
