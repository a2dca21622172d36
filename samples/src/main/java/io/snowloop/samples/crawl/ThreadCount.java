// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The number of threads of a piece of work: the current one, and each that is started while it runs.
 *
 * <p>{@link #look} compares the live threads of the thread group with those at the start. The JVM's own threads
 * (garbage collector, compiler, reference handler) are in no group or in another one.
 */
final class ThreadCount {
    private final Set<Thread> others = new HashSet<>(live());
    private final Set<Thread> used = new LinkedHashSet<>(Set.of(Thread.currentThread()));

    /** The threads that are new take no part in the work. */
    void ignoreNew() {
        live().stream().filter(thread -> !used.contains(thread)).forEach(others::add);
    }

    /** Adds new threads. */
    void look() {
        for (Thread thread : live()) {
            if (!others.contains(thread)) {
                used.add(thread);
            }
        }
    }

    int count() {
        return used.size();
    }

    /** The names of the threads. */
    String names() {
        return String.join(", ", used.stream().map(Thread::getName).toList());
    }

    private static Set<Thread> live() {
        ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        return Set.copyOf(Arrays.asList(threads).subList(0, group.enumerate(threads)));
    }
}
