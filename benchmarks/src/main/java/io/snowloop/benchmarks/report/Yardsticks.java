// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.util.Set;

/** The entries that are baselines: the least that a server can do, and servers that are no JVM's or use no TLS of the JDK's. */
public final class Yardsticks {
    private static final Set<String> NAMES = Set.of("raw", "c-epoll", "ws", "nginx", "netty-boringssl");

    private Yardsticks() {}

    /** Whether the entry with this name is one. */
    public static boolean has(String entry) {
        return NAMES.contains(entry);
    }
}
