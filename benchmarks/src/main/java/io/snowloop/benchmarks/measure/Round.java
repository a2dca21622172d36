// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

/**
 * The result of one entry in one round.
 *
 * @param requests the number of answered requests
 * @param wallNanos the length of the round
 * @param cpuNanos the CPU time of the measured process, user and system
 * @param allocated the allocated bytes, from the JVM's counter; 0 without a JVM
 * @param errors the errors that the load generator has counted
 * @param p50 the median of the latency in microseconds
 * @param p99 the 99th percentile of the latency in microseconds
 */
public record Round(long requests, long wallNanos, long cpuNanos, long allocated, long errors, double p50, double p99) {
    /** This round without what a shorter one took, which had no errors. The latency is that of this round. */
    public Round without(Round part) {
        return new Round(
                requests - part.requests,
                wallNanos - part.wallNanos,
                cpuNanos - part.cpuNanos,
                allocated - part.allocated,
                errors,
                p50,
                p99);
    }

    /** The CPU time per request, in microseconds. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / requests;
    }

    /** The requests per second. */
    public double perSecond() {
        return requests * 1e9 / wallNanos;
    }

    /** The used part of the CPU. Below 1, the load generator was the limit. */
    public double busy() {
        return (double) cpuNanos / wallNanos;
    }

    /** The allocated bytes per request. */
    public double allocatedEach() {
        return (double) allocated / requests;
    }
}
