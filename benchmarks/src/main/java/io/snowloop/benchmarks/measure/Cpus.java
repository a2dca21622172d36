// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

/** The CPUs, as arguments of {@code taskset -c}: one for the measured process, the other for the load generator. */
public final class Cpus {
    /** The CPU of the measured process. */
    public static final String MEASURED = "0";

    /** The CPU of the load generator. */
    public static final String GENERATOR = "1";

    private Cpus() {}
}
