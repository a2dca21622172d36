package io.snowloop.samples.crawl;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Counts the threads that a piece of work has: the one that begins it, and each one that is started while it lasts.
 *
 * <p>It looks at the live threads of its thread group, from time to time, for some that were not there at the beginning. The
 * JVM's own (garbage collector, compiler, reference handler) are in none or in another group.
 */
final class ThreadCount {
    private final Set<Thread> before = live();
    private final Set<Thread> used = new LinkedHashSet<>(Set.of(Thread.currentThread()));

    /** Looks for threads that are new. */
    void look() {
        for (Thread thread : live()) {
            if (!before.contains(thread)) {
                used.add(thread);
            }
        }
    }

    int count() {
        return used.size();
    }

    /** Their names. */
    String names() {
        return String.join(", ", used.stream().map(Thread::getName).toList());
    }

    private static Set<Thread> live() {
        ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        return Set.copyOf(Arrays.asList(threads).subList(0, group.enumerate(threads)));
    }
}
