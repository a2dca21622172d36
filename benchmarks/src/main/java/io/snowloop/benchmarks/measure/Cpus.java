// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/** The CPUs, as arguments of {@code taskset -c}: one for the measured process, the other for the load generator. */
public final class Cpus {
    /** The CPU of the measured process. */
    public static final String MEASURED = "0";

    /** The CPU of the load generator. */
    public static final String GENERATOR = "1";

    private Cpus() {}

    /** A command that runs on these CPUs only. */
    public static List<String> pinned(String cpus, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cpus));
        pinned.addAll(command);
        return pinned;
    }
}
