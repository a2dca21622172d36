// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FetchTimings;
import io.snowloop.http.Status;
import io.snowloop.samples.Json;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request of a fetch has cost, in JSON. A redirect, a retry and the answer to a challenge are further requests.
 *
 * @param url its target
 * @param status of its response; null if there is none
 * @param reused whether its connection had served another request
 * @param remote the address that it was sent to, that of the proxy if there is one; null if it was not sent
 * @param phasesMillis the time in each phase that it was in
 */
record RequestCost(
        String url,
        @Nullable Integer status,
        boolean reused,
        @Nullable String remote,
        Map<String, Double> phasesMillis) {
    static RequestCost of(FetchTimings timings) {
        Map<String, Double> phases = new LinkedHashMap<>();
        timings.phases()
                .forEach((phase, time) ->
                        phases.put(phase.name().toLowerCase(Locale.ROOT), Json.millis(time.toNanos())));
        Status status = timings.status();
        return new RequestCost(
                timings.request().target(),
                status == null ? null : status.code(),
                timings.isReused(),
                text(timings.remoteAddress()),
                phases);
    }

    private static @Nullable String text(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = inet.getAddress().getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address == null ? null : address.toString();
    }
}
