// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The exchanges that are in flight or wait for a connection, in the order in which they began, and their total time-out. It
 * is the same for all, so the oldest exchange expires first and one timer serves all.
 */
final class InFlight {
    private final Reactor reactor;
    private final Duration total;
    private final long totalNanos;
    private final BiConsumer<Exchange, TotalTimeoutException> expired;
    private final Set<Exchange> exchanges = new LinkedHashSet<>();
    private final Deadline oldest;

    /**
     * No exchanges yet.
     *
     * @param expired ends an exchange whose time is over
     */
    InFlight(Reactor reactor, Duration total, BiConsumer<Exchange, TotalTimeoutException> expired) {
        this.reactor = reactor;
        this.total = total;
        this.totalNanos = Deadline.nanos(total);
        this.expired = expired;
        this.oldest = new Deadline(reactor.loop(), this::expire);
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
        // The time counts from the call of fetch. This turn's callbacks began after it, so it is not over too early.
        exchange.due = reactor.turnTime() + totalNanos;
        if (!oldest.isArmed()) {
            oldest.arm(totalNanos);
        }
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
        if (exchanges.isEmpty()) {
            oldest.cancel();
        }
    }

    /** All of them, the oldest first. */
    List<Exchange> list() {
        return List.copyOf(exchanges);
    }

    private void expire() {
        for (Exchange exchange : list()) {
            long left = exchange.due - reactor.turnTime();
            if (left > 0) {
                oldest.arm(left);
                return;
            }
            if (!exchange.isEndless()) {
                expired.accept(
                        exchange,
                        new TotalTimeoutException("not complete within " + total.toMillis() + " ms: " + exchange));
            }
        }
    }
}
