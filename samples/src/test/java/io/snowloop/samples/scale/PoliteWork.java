// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import java.time.Duration;

/**
 * Workers that share crawls over Redis, and how many pages they fetch.
 *
 * @param workers each has sites of its own
 * @param servers of Redis, each with the crawls of other sites
 * @param sites of each worker, which fetches one page of each at a time
 * @param delay from the beginning of a fetch to that of the next one of the same site; no fetch takes longer
 * @param latency from a worker to Redis
 * @param command the CPU of Redis for a command
 * @param beat the CPU of Redis each time that a worker says that it is alive, which is once in a second for each site
 */
public record PoliteWork(
        int workers, int servers, int sites, Duration delay, Duration latency, Duration command, Duration beat) {
    /** Of a page: to take it, to ask for a turn, to give the turn back, to save the page. */
    private static final int COMMANDS = 4;

    /** The same with another number of workers and servers. */
    public PoliteWork of(int workers, int servers) {
        return new PoliteWork(workers, servers, sites, delay, latency, command, beat);
    }

    // region rate
    /** Pages in a second, if Redis has the time. After the delay, the worker asks for its turn once more: there and back. */
    public double asked() {
        return workers * sites / seconds(delay.plus(latency.multipliedBy(2)));
    }

    /** Pages in a second for which Redis has the time while each page needs a question more, as its first one came too early. */
    public double easy() {
        return (servers - beats()) / seconds(command.multipliedBy(COMMANDS + 1));
    }

    /** Pages in a second for which it has the time at most: a worker that waits for Redis does not ask too early. */
    public double most() {
        return (servers - beats()) / seconds(command.multipliedBy(COMMANDS));
    }

    /** Pages in a second. */
    public double rate() {
        return asked() <= easy() ? asked() : Math.min(asked(), most());
    }

    /** The part of the time for which the threads of Redis are busy, from 0 to 1. */
    public double busy() {
        return asked() <= easy() ? (asked() / easy() * (servers - beats()) + beats()) / servers : 1;
    }

    /** So much of the threads of Redis does nothing but hear that the workers are alive. */
    private double beats() {
        return workers * sites * seconds(beat);
    }
    // endregion

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
