// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.Reactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The exchanges that are in flight or wait for a connection, in the order in which they began, and their total time-out. Where
 * it is that of the fetcher, the oldest exchange expires first, and one timer serves all. An exchange with time-outs of its own has a
 * timer of its own.
 */
final class InFlight {
    /** So many expire in one turn: each fails with an exception of its own, and those of a server that hangs may be all. */
    static final int MOST_AT_ONCE = 256;

    private final Reactor reactor;
    private final Timeouts timeouts;
    private final long totalNanos;
    private final BiConsumer<Exchange, TotalTimeoutException> expired;
    private final Set<Exchange> exchanges = new LinkedHashSet<>();
    private final Deadline oldest;

    /** Of the exchanges with time-outs of their own. */
    private final Map<Exchange, Deadline> own = new HashMap<>();

    /**
     * No exchanges yet.
     *
     * @param expired ends an exchange whose time is over
     */
    InFlight(Reactor reactor, Timeouts timeouts, BiConsumer<Exchange, TotalTimeoutException> expired) {
        this.reactor = reactor;
        this.timeouts = timeouts;
        this.totalNanos = Deadline.nanos(timeouts.total());
        this.expired = expired;
        this.oldest = new Deadline(reactor.loop(), this::expire);
    }

    void add(Exchange exchange) {
        exchanges.add(exchange);
        if (hasOwn(exchange)) {
            Deadline total = new Deadline(reactor.loop(), () -> end(exchange));
            total.arm(exchange.timeouts.total());
            own.put(exchange, total);
            return;
        }
        // The time counts from the call of fetch. This turn's callbacks began after it, so it is not over too early.
        exchange.due = reactor.turnTime() + totalNanos;
        if (!oldest.isArmed()) {
            oldest.arm(totalNanos);
        }
    }

    @SuppressWarnings("ReferenceEquality") // equal ones would only cost a timer
    private boolean hasOwn(Exchange exchange) {
        return exchange.timeouts != timeouts;
    }

    void remove(Exchange exchange) {
        exchanges.remove(exchange);
        Deadline total = hasOwn(exchange) ? own.remove(exchange) : null;
        if (total != null) {
            total.cancel();
        }
        if (exchanges.isEmpty()) {
            oldest.cancel();
        }
    }

    /** All of them, the oldest first. */
    List<Exchange> list() {
        return List.copyOf(exchanges);
    }

    private void expire() {
        List<Exchange> due = new ArrayList<>();
        // Not in a copy of all: of many that began one after the other, each expires alone.
        for (Exchange exchange : exchanges) {
            if (hasOwn(exchange)) {
                continue;
            }
            long left = exchange.due - reactor.turnTime();
            if (left > 0 || due.size() == MOST_AT_ONCE) {
                oldest.arm(Math.max(0, left));
                break;
            }
            due.add(exchange);
        }
        due.forEach(this::end);
    }

    /** What to change, if it was not sent. */
    private static String queued(Exchange exchange) {
        return exchange.carrier() == null
                ? ", in which no connection was free for it (FetcherOptions.maxPerOrigin, maxConnections)"
                : "";
    }

    private void end(Exchange exchange) {
        if (!exchange.isEndless()) {
            Duration total = exchange.timeouts.total();
            expired.accept(
                    exchange,
                    new TotalTimeoutException(
                            "not complete within " + total.toMillis() + " ms" + queued(exchange) + ": " + exchange));
        }
    }
}
