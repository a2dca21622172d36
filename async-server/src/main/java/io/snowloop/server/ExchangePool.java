// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import java.util.ArrayDeque;

/**
 * The exchanges of a loop that serve no connection. The one that was used last is used first: it is in the CPU's cache.
 */
final class ExchangePool {
    /** More are left to the garbage collector. One takes about a kilobyte. */
    private static final int MOST = 256;

    private final ServerContext context;
    private final ArrayDeque<ServerExchange> spare = new ArrayDeque<>();

    ExchangePool(ServerContext context) {
        this.context = context;
    }

    ServerExchange borrow() {
        ServerExchange last = spare.pollLast();
        return last != null ? last : new ServerExchange(context);
    }

    void giveBack(ServerExchange exchange) {
        if (spare.size() < MOST) {
            spare.addLast(exchange);
        }
    }

    /** Takes the timers of the spare exchanges out of the loop, where they wait although they are not armed. */
    void cancelTimers() {
        spare.forEach(exchange -> exchange.timeouts.cancel());
    }

    /** The number of spare exchanges. */
    int size() {
        return spare.size();
    }
}
