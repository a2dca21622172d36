// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The number of bytes that this JVM has allocated, from its own counter. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final @Nullable MethodHandle TOTAL = ofAllThreads();

    private Allocation() {}

    /**
     * The bytes of all threads since the start; those of virtual threads count for their carriers. On JDK 17 only the
     * threads that are alive are counted, which with one loop are all.
     */
    public static long total() {
        if (TOTAL == null) {
            return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0) // -1 if the thread has ended meanwhile
                    .sum();
        }
        try {
            return (long) TOTAL.invoke(THREADS);
        } catch (Throwable e) {
            throw new IllegalStateException("the JVM does not count", e);
        }
    }

    /** The method that JDK 21 has added. */
    private static @Nullable MethodHandle ofAllThreads() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
