package io.snowloop.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The tasks of a loop: those that its own thread has queued, with no atomic operation on that path, and those of all
 * other threads, which are moved over once a turn.
 *
 * <p>It is the one queue of the house without a bound: who waits in it has a place in some other one that is bounded,
 * and to refuse the completion of a future would be to lose it.
 */
final class TaskQueue {
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();

    /** Adds a task of the loop's own thread. */
    void add(Runnable task) {
        own.add(task);
    }

    /** Adds a task of another thread. Any thread. */
    void submit(Runnable task) {
        submitted.add(task);
    }

    /** Takes a submitted task back; false if the loop has it already. Any thread. */
    boolean takeBack(Runnable task) {
        return submitted.remove(task);
    }

    boolean hasSubmitted() {
        return !submitted.isEmpty();
    }

    boolean isEmpty() {
        return own.isEmpty() && submitted.isEmpty();
    }

    // region collect
    /**
     * Moves over what other threads have submitted, up to {@code limit}: threads that submit faster than this loop can
     * poll would hold it here for ever.
     *
     * @return how many tasks there are now
     */
    int collect(int limit) {
        for (int i = 0; i < limit; i++) {
            Runnable task = submitted.poll();
            if (task == null) {
                break;
            }
            own.add(task);
        }
        return own.size();
    }
    // endregion

    Runnable remove() {
        return own.remove();
    }
}
