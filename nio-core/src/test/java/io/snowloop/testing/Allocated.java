// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What work allocates: a measure of its steps that depends on no clock. */
public final class Allocated {
    private Allocated() {}

    /** How many bytes the calling thread allocates while it does this; a first time is for the classes that are loaded. */
    public static long bytes(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
