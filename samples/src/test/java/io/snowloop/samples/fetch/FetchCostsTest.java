// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetchPhase;
import io.snowloop.client.FetchTimings;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import io.snowloop.samples.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The variables of {@code -w} for what requests cost, and the same in JSON. */
class FetchCostsTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.2", 4_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 443);

    private static final FetchTimings FIRST = timings(
            Status.FOUND,
            FetchPhase.RECEIVE,
            SERVER,
            Map.of(
                    FetchPhase.QUEUE, ofMillis(1),
                    FetchPhase.DNS, ofMillis(2),
                    FetchPhase.CONNECT, ofMillis(4),
                    FetchPhase.TLS, ofMillis(8),
                    FetchPhase.SEND, ofMillis(16),
                    FetchPhase.WAIT, ofMillis(32),
                    FetchPhase.RECEIVE, ofMillis(64)));

    private static final FetchTimings REUSED = timings(
            Status.OK,
            FetchPhase.RECEIVE,
            SERVER,
            Map.of(FetchPhase.QUEUE, ofMillis(100), FetchPhase.SEND, ofMillis(200), FetchPhase.WAIT, ofMillis(300)));

    private static FetchTimings timings(
            Status status, FetchPhase last, SocketAddress remote, Map<FetchPhase, Duration> phases) {
        return new FetchTimings(
                Request.get("https://a.test/"),
                status,
                status == null ? new IOException("no") : null,
                phases,
                last,
                remote == null ? null : CLIENT,
                remote,
                0);
    }

    private static String written(String text, FetchTimings... requests) {
        FetchResult result = FetchResult.failed("https://a.test/", "none", 0);
        return new WriteOut.Converter().convert(text).of(result, "https://a.test/", new FetchCosts(List.of(requests)));
    }

    @Test
    void timesCountFromTheBeginning() {
        assertThat(written(
                        "%{time_namelookup} %{time_connect} %{time_appconnect} %{time_pretransfer} %{time_starttransfer}",
                        FIRST))
                .isEqualTo("0.003000 0.007000 0.015000 0.015000 0.063000");
    }

    @Test
    void timesOfSeveralRequestsAreAddedUp() {
        assertThat(written(
                        "%{time_connect} %{time_appconnect} %{time_pretransfer} %{time_starttransfer} %{num_connects}",
                        FIRST, REUSED))
                .isEqualTo("0.107000 0.015000 0.115000 0.663000 1");
    }

    @Test
    void whatWasNotReachedIsZero() {
        FetchTimings refused = timings(
                null, FetchPhase.CONNECT, null, Map.of(FetchPhase.DNS, ofMillis(2), FetchPhase.CONNECT, ofMillis(4)));

        assertThat(written("%{time_namelookup} %{time_connect} %{time_appconnect} %{time_starttransfer}", refused))
                .isEqualTo("0.002000 0.000000 0.000000 0.000000");
        assertThat(written("%{num_connects} '%{remote_ip}' %{remote_port} '%{local_ip}' %{local_port}", refused))
                .isEqualTo("0 '' 0 '' 0");
        assertThat(written("%{num_connects} %{time_total}")).isEqualTo("0 0.000000");
    }

    @Test
    void addressesAreThoseOfTheLastConnection() {
        String text = "%{local_ip} %{local_port} %{remote_ip} %{remote_port}";
        FetchTimings other = timings(Status.OK, FetchPhase.RECEIVE, new InetSocketAddress("::1", 80), Map.of());
        FetchTimings unix = timings(Status.OK, FetchPhase.RECEIVE, UnixDomainSocketAddress.of("s"), Map.of());

        assertThat(written(text, FIRST)).isEqualTo("10.0.0.2 4000 10.0.0.1 443");
        assertThat(written(text, FIRST, other)).isEqualTo("10.0.0.2 4000 0:0:0:0:0:0:0:1 80");
        assertThat(written("%{remote_ip}%{remote_port}", unix)).isEqualTo("0");
        assertThat(RequestCost.of(other).remote()).isEqualTo("[0:0:0:0:0:0:0:1]:80");
        assertThat(RequestCost.of(unix).remote()).isEqualTo("s");
    }

    @Test
    void inJson() {
        assertThat(Json.of(RequestCost.of(FIRST)))
                .isEqualTo("{\"url\":\"https://a.test/\",\"status\":302,\"reused\":false,\"remote\":\"10.0.0.1:443\","
                        + "\"phasesMillis\":{\"queue\":1.0,\"dns\":2.0,\"connect\":4.0,\"tls\":8.0,\"send\":16.0,"
                        + "\"wait\":32.0,\"receive\":64.0}}");
        assertThat(RequestCost.of(REUSED).reused()).isTrue();
        assertThat(RequestCost.of(timings(null, FetchPhase.QUEUE, null, Map.of()))
                        .status())
                .isNull();
    }
}
