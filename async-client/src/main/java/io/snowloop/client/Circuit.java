// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.CircuitBreaker.State.CLOSED;
import static io.snowloop.client.CircuitBreaker.State.HALF_OPEN;
import static io.snowloop.client.CircuitBreaker.State.OPEN;

import io.snowloop.client.CircuitBreaker.State;
import java.time.Duration;

/**
 * The circuit of one origin.
 *
 * <pre>
 *   CLOSED --too many failures--&gt; OPEN --the next request after its time, which is the trial--&gt; HALF_OPEN
 *
 *   HALF_OPEN --the trial succeeds--&gt; CLOSED
 *   HALF_OPEN --the trial fails--&gt; OPEN
 * </pre>
 */
final class Circuit {
    private final Origin origin;
    private final CircuitBreaker breaker;
    private State state = CLOSED;
    private RecentCount calls;
    private RecentCount failures;

    /** When it was opened, in nanoseconds of the ticker. */
    private long opened;

    /** Why it was opened, for people. */
    private String reason = "";

    /** Whether the trial is under way. */
    private boolean trying;

    Circuit(Origin origin, CircuitBreaker breaker) {
        this.origin = origin;
        this.breaker = breaker;
        this.calls = new RecentCount(breaker.window());
        this.failures = new RecentCount(breaker.window());
    }

    State state() {
        return state;
    }

    /**
     * A request wants to pass.
     * @return whether it is the trial
     * @throws CircuitOpenException if it may not
     */
    boolean begin(long now) throws CircuitOpenException {
        if (state == CLOSED) {
            return false;
        }
        Duration left = state == OPEN ? breaker.openFor().minusNanos(now - opened) : Duration.ZERO;
        if (trying || left.compareTo(Duration.ZERO) > 0) {
            throw refused(left);
        }
        move(HALF_OPEN); // before: an observer that throws must not leave a trial under way that was not sent
        trying = true;
        return true;
    }

    private CircuitOpenException refused(Duration left) {
        String until =
                trying ? "until the request is answered that tries it" : "for another " + left.toMillis() + " ms";
        return new CircuitOpenException(
                origin.toString(),
                left,
                origin + " is not asked " + until + ": the circuit is open, because " + reason);
    }

    /** A request was answered, or has failed. */
    void ended(boolean trial, boolean failed, long now) {
        if (trial) {
            trying = false;
            if (failed) {
                open("the request that tried it has failed", now);
            } else {
                close();
            }
        } else if (state == CLOSED) { // else it began before the circuit was opened, and tells nothing new
            count(failed, now);
        }
    }

    /** The trial tells nothing, it was cancelled for example: the next request is another one. */
    void released() {
        trying = false;
    }

    private void count(boolean failed, long now) {
        calls.add(now);
        if (failed) {
            failures.add(now);
        }
        long all = calls.sum(now);
        long bad = failures.sum(now);
        if (all >= breaker.minCalls() && bad * 100 >= all * breaker.failurePercent()) {
            open(
                    bad + " of " + all + " requests failed within "
                            + breaker.window().toMillis() + " ms",
                    now);
        }
    }

    private void open(String why, long now) {
        reason = why;
        opened = now;
        move(OPEN);
    }

    private void close() {
        calls = new RecentCount(breaker.window());
        failures = new RecentCount(breaker.window());
        move(CLOSED);
    }

    private void move(State next) {
        boolean changed = next != state;
        state = next;
        if (changed) {
            breaker.changed(origin, next);
        }
    }
}
