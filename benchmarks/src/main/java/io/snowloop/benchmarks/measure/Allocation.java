// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The number of bytes that this JVM has allocated, from its own counter. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes of all threads since the start; those of virtual threads count for their carriers. */
    public static long total() {
        return THREADS.getTotalThreadAllocatedBytes();
    }
}
