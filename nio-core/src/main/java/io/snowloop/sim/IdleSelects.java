// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many selects of a selector in a row have changed nothing. Too many of them end the run with a {@link LivelockError}. */
final class IdleSelects {
    /** What counts unless {@link SimNetwork#livelockAfter} was called. */
    static final int DEFAULT_LIMIT = 10_000;

    private final SimSelector selector;
    private final SimNetwork network;
    private int count;

    /** The time of the last select, and {@link SimNetwork#moves} then. */
    private long time;

    private long moves;

    IdleSelects(SimSelector selector) {
        this.selector = selector;
        this.network = selector.host().network();
    }

    /** A select returns. */
    void add() {
        if (time != network.now() || moves != network.moves()) {
            time = network.now();
            moves = network.moves();
            count = 0;
        }
        if (++count >= network.idleSelects()) {
            throw new LivelockError(
                    String.format(
                            Locale.ROOT,
                            "%s's selector returned %,d times at %s s; %s",
                            selector.host(),
                            count,
                            seconds(network.now()),
                            readyKeys()),
                    network.threads());
        }
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private String readyKeys() {
        String keys = selector.keys().stream()
                .map(key -> ((SimKey) key).idleness())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return keys.isEmpty() ? "no key was ready (selectNow, wakeup, or a select with a time-out of 0)" : keys;
    }
}
