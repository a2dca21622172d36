// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FetchPhase;
import io.snowloop.client.FetchTimings;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the requests of a fetch have cost, in curl's terms: each time counts from the beginning of a request, those of several requests are
 * added up, and what was not reached is 0.
 */
record FetchCosts(List<FetchTimings> requests) {
    /** The time until the end of a phase. */
    String until(FetchPhase phase) {
        return seconds(requests.stream()
                .filter(each -> hasEnded(each, phase))
                .map(each -> each.until(phase))
                .reduce(Duration.ZERO, Duration::plus));
    }

    /** The time until the end of the TLS handshake; 0 without one. */
    String untilTls() {
        return new FetchCosts(requests.stream()
                        .filter(each -> each.phases().containsKey(FetchPhase.TLS))
                        .toList())
                .until(FetchPhase.TLS);
    }

    /** How many connections were opened. */
    String connects() {
        return String.valueOf(requests.stream()
                .filter(each -> each.phases().containsKey(FetchPhase.CONNECT) && hasEnded(each, FetchPhase.CONNECT))
                .count());
    }

    private static boolean hasEnded(FetchTimings request, FetchPhase phase) {
        return request.error() == null || request.last().compareTo(phase) > 0;
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.6f", time.toNanos() / 1e9);
    }

    /** The IP address of an end of the last connection; empty if there was none, or it was no TCP connection. */
    String ip(Function<FetchTimings, @Nullable SocketAddress> end) {
        InetSocketAddress address = address(end);
        return address == null ? "" : address.getAddress().getHostAddress();
    }

    /** The port of that end; 0 if there is none. */
    String port(Function<FetchTimings, @Nullable SocketAddress> end) {
        InetSocketAddress address = address(end);
        return String.valueOf(address == null ? 0 : address.getPort());
    }

    private @Nullable InetSocketAddress address(Function<FetchTimings, @Nullable SocketAddress> end) {
        InetSocketAddress last = null;
        for (FetchTimings each : requests) {
            if (end.apply(each) instanceof InetSocketAddress inet && inet.getAddress() != null) {
                last = inet;
            }
        }
        return last;
    }
}
