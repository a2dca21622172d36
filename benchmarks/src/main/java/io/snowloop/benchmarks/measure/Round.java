package io.snowloop.benchmarks.measure;

/**
 * What one entry has done in one round.
 *
 * @param requests answered
 * @param wallNanos how long the round was
 * @param cpuNanos of the measured process, user and system
 * @param allocated bytes, by the JVM's count; 0 where there is no JVM
 * @param errors that the generator has seen
 * @param p50 microseconds in which half of the requests were answered
 * @param p99 microseconds in which 99 % of them were
 */
public record Round(long requests, long wallNanos, long cpuNanos, long allocated, long errors, double p50, double p99) {
    /** Microseconds of CPU for a request. */
    public double cpuMicros() {
        return cpuNanos / 1e3 / requests;
    }

    /** Requests in a second. */
    public double perSecond() {
        return requests * 1e9 / wallNanos;
    }

    /** How much of its CPU the entry used, 1 for all: with less, the generator was the limit. */
    public double busy() {
        return (double) cpuNanos / wallNanos;
    }

    /** Bytes allocated for a request. */
    public double allocatedEach() {
        return (double) allocated / requests;
    }
}
