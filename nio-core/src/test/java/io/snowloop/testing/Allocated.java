// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What work allocates: a measure of its steps that depends on no clock. */
public final class Allocated {
    private static final int TIMES = 5;

    private Allocated() {}

    /**
     * How many bytes the calling thread allocates while it does this: the least of some times. The first is for the classes that are loaded,
     * and in any of them the JVM may allocate for itself, as it compiles meanwhile.
     */
    public static long bytes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
