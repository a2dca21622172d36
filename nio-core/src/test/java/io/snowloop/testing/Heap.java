// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import java.lang.management.ManagementFactory;

/** What is reachable, for tests of what is kept. */
public final class Heap {
    private Heap() {}

    /** How many bytes of the heap are in use after a collection. */
    public static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) { // the serial collector moves all objects in one of four collections only
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
