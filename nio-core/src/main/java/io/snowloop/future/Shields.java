// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The futures that {@link Future#shield} has made of one promise: one waiter, however many there are.
 *
 * <p>Work that several callers wait for may last as long as the program: the end of a server, for example. The promise must
 * not keep each shield that was made of it and cancelled since. No waiter can be taken out of the middle of a promise's
 * stack, but a future can be taken out of the queue here. That is done from time to time, for half of them or more, so
 * the cost of each is constant.
 *
 * <p>A shield is not a receiver: it does not take the value. If one gets the value, it is never discarded.
 */
final class Shields<T extends @Nullable Object> extends Waiter<T> {
    /** How many waiters are searched for one of this class. Each one that is not found had so many callbacks after it. */
    private static final int NEAR = 8;

    private static final int MIN_SWEEP = 16;

    private final Queue<Promise<T>> waiting = new ConcurrentLinkedQueue<>();

    /** How many have been cancelled since the last sweep, and how many may be. */
    private final AtomicInteger gone = new AtomicInteger();

    private volatile int sweepAt = MIN_SWEEP;

    private Shields(Promise<T> promise) {
        super(promise);
    }

    /** A future with the outcome of {@code source}, whose cancellation ends here. */
    @SuppressWarnings("unchecked") // the waiters of a promise have its type
    static <T extends @Nullable Object> Future<T> shield(Promise<T> source) {
        Shields<T> shields = (Shields<T>) nearest(source, Shields.class, NEAR);
        if (shields == null) {
            shields = new Shields<>(source);
            Future<T> shield = shields.add();
            source.add(shields);
            return shield;
        }
        Future<T> shield = shields.add();
        if (source.isDone()) { // else the others, and this one with them, may have been settled before it was added
            shields.run();
        }
        return shield;
    }

    private Future<T> add() {
        Promise<T> shield = new Promise<>(promise.executor(), this::leave, "shield");
        shield.tellWaits(promise);
        waiting.add(shield);
        return shield;
    }

    /** One of the futures was cancelled. */
    private boolean leave() {
        if (gone.incrementAndGet() >= sweepAt) {
            gone.set(0);
            waiting.removeIf(Promise::isDone);
            sweepAt = Math.max(MIN_SWEEP, waiting.size());
        }
        return true;
    }

    /** How many futures wait here, cancelled ones included. */
    int size() {
        return waiting.size();
    }

    @Override
    boolean isReceiver() {
        return false;
    }

    @Override
    public void run() {
        for (Promise<T> shield = waiting.poll(); shield != null; shield = waiting.poll()) {
            if (!shield.isDone()) {
                shield.settle(outcome().shielded());
            }
        }
    }

    @Override
    public Object owner() {
        return "shield";
    }
}
