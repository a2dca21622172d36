package io.snowloop.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes this JVM has allocated, by its own count. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** By all threads there ever were, virtual ones on the account of their carriers. */
    public static long total() {
        return THREADS.getTotalThreadAllocatedBytes();
    }
}
