// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.function.Consumer;

/**
 * What the sender does about a segment that was lost: it sends it again, after a time-out, or sooner if segments behind it
 * arrive. What has arrived behind it waits for it, because a stream has one order.
 */
final class Loss {
    /** So many segments have to arrive behind it: fewer may only be out of order (RFC 5681 section 3.2). */
    private static final int OVERTAKEN = 3;

    /** In nanoseconds, as on Linux: a time-out is doubled up to it (RFC 6298 section 2.5). */
    private static final long LONGEST = 120_000_000_000L;

    private final SimNetwork network;
    private final long latency;
    private final Consumer<Loss> again;
    private long timeout;
    private Agenda.Entry timer;

    /** How many segments behind it wait for it, while it is the oldest one. */
    private int waiting;

    /** From then on only the time-out counts: those that overtake it now do not say that it is lost again (RFC 6582 section 3.2). */
    private boolean sentAgain;

    /** One that leaves in {@code queued} nanoseconds, and is lost. {@code again} sends it once more. */
    Loss(SimNetwork network, Faults faults, long queued, Consumer<Loss> again) {
        this.network = network;
        this.latency = faults.latency;
        this.again = again;
        this.timeout = faults.lossTimeout;
        this.timer = network.after(queued + timeout, this::expire);
    }

    /** It is sent again, leaves in {@code queued} nanoseconds, and is lost again. */
    void repeat(long queued) {
        timer = network.after(queued + timeout, this::expire);
    }

    /** The connection is gone: nothing is sent again. */
    void end() {
        timer.cancel();
    }

    /** A segment behind it has arrived. The sender knows of it one latency later, and does not wait for the time-out then. */
    void overtake() {
        waiting++;
        if (waiting >= OVERTAKEN && !sentAgain) {
            sentAgain = true;
            timer.cancel();
            timer = network.after(latency, () -> again.accept(this));
        }
    }

    int waiting() {
        return waiting;
    }

    private void expire() {
        sentAgain = true;
        timeout = Math.max(timeout, Math.min(2 * timeout, LONGEST)); // RFC 6298 section 5.5
        again.accept(this);
    }
}
