// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Request;
import io.snowloop.http.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request has cost. Times are those of the loop's ticker, so in a simulation they are virtual, and exact.
 *
 * @param request as it was sent, without the {@code Host} that the fetcher adds
 * @param status of the response; null if its head has not come
 * @param error why it has failed; a {@link java.util.concurrent.CancellationException} if it was cancelled; null if the response is complete
 * @param phases the time of each phase that it was in, in the order of {@link FetchPhase}. If it was sent over a second connection, the
 *     times of both are added up
 * @param last the phase in which it has ended; {@link FetchPhase#RECEIVE} unless it has failed
 * @param localAddress of the connection that it was sent over; null if it was not sent
 * @param remoteAddress of that connection: of the proxy, if there is one; null if it was not sent
 * @param stream the number of its stream on that connection, with HTTP/2; 0 with HTTP/1.1, and if it was not sent
 */
public record FetchTimings(
        Request request,
        @Nullable Status status,
        @Nullable Throwable error,
        Map<FetchPhase, Duration> phases,
        FetchPhase last,
        @Nullable SocketAddress localAddress,
        @Nullable SocketAddress remoteAddress,
        int stream) {
    /** Copies the map. */
    public FetchTimings {
        requireNonNull(request, "request");
        requireNonNull(last, "last");
        Map<FetchPhase, Duration> copy = new EnumMap<>(FetchPhase.class);
        copy.putAll(requireNonNull(phases, "phases"));
        phases = Collections.unmodifiableMap(copy);
    }

    /**
     * {@return the time of a phase; zero if the request was not in it}
     * @param phase any
     */
    public Duration of(FetchPhase phase) {
        return phases.getOrDefault(requireNonNull(phase, "phase"), Duration.ZERO);
    }

    /**
     * {@return the time from the beginning to the end of a phase: that of the phase and all before it}
     * @param phase any
     */
    public Duration until(FetchPhase phase) {
        requireNonNull(phase, "phase");
        return phases.entrySet().stream()
                .filter(each -> each.getKey().compareTo(phase) <= 0)
                .map(Map.Entry::getValue)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return the time from the call to the end: the sum of all phases} */
    public Duration total() {
        return until(FetchPhase.RECEIVE);
    }

    /** {@return whether it was sent over a connection that had served another request, and over no other one} */
    public boolean isReused() {
        return phases.containsKey(FetchPhase.SEND) && !phases.containsKey(FetchPhase.CONNECT);
    }

    /** One line: the request, what has come of it, and the phases. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                request + ": " + (error != null ? error : status) + " in " + millis(total()) + " ms (");
        phases.forEach((phase, time) ->
                text.append(phase).append(' ').append(millis(time)).append(", "));
        text.setLength(text.length() - (phases.isEmpty() ? 0 : 2));
        return text + ")";
    }

    /** Down to a microsecond. */
    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }
}
