// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.Completed;
import io.snowloop.future.Owned;
import io.snowloop.future.Promise;
import io.snowloop.future.PromiseObserver;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopFuture;
import io.snowloop.loop.LoopObserver;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer of a loop what its promises do, for one that {@linkplain LoopObserver#observesFutures asks}. Any thread may
 * use a promise, but an observer is called on the loop's thread. So what others do is told when their tasks are taken over,
 * after select.
 *
 * <p>A promise has no number of its own: it would cost each one eight bytes. The map here does not keep promises in memory.
 */
final class FutureEvents implements LoopObserver, PromiseObserver {
    private final LoopObserver asking;
    private final Reactor reactor;
    private final LoopThread thread;
    private final UnseenFailures failures;
    private final Map<Promise<?>, LoopFuture> futures = new WeakHashMap<>();
    private final Queue<Told> ofOthers = new ConcurrentLinkedQueue<>();
    private int count;
    private volatile boolean closed;

    /** What a promise did on another thread. */
    private record Told(LoopEvent event, long value, LoopFuture future) {}

    FutureEvents(LoopObserver asking, Reactor reactor, LoopThread thread) {
        this.asking = asking;
        this.reactor = reactor;
        this.thread = thread;
        this.failures = new UnseenFailures(reactor);
    }

    // --------------------------------------------------------------------------------------------- of the promises

    @Override
    public void made(Promise<?> promise, @Nullable Object maker) {
        tell(LoopEvent.FUTURE_MADE, 0, future(promise, maker));
    }

    @Override
    public void waits(Promise<?> promise, Promise<?> source) {
        tell(LoopEvent.FUTURE_WAITS, future(source, null).number(), future(promise, null));
    }

    @Override
    public void joined(Promise<?> promise, Promise<?> other) {
        tell(LoopEvent.FUTURE_JOINED, future(other, null).number(), future(promise, null));
    }

    @Override
    public void decided(Promise<?> promise, Completed<?> outcome, boolean awaited) {
        Throwable error = outcome.error();
        int kind = error == null ? 0 : error instanceof CancellationException ? 2 : 1;
        tell(LoopEvent.FUTURE_DECIDED, kind, future(promise, null));
        failures.decided(promise, outcome, awaited);
    }

    private void tell(LoopEvent event, long value, LoopFuture future) {
        if (thread.isRunner()) {
            collect(); // another thread may have made the very promise that this one completes
            reactor.observe(event, value, future);
        } else if (!closed) {
            ofOthers.add(new Told(event, value, future));
        }
    }

    private void collect() {
        for (Told told = ofOthers.poll(); told != null; told = ofOthers.poll()) {
            reactor.observe(told.event, told.value, told.future);
        }
    }

    private synchronized LoopFuture future(Promise<?> promise, @Nullable Object maker) {
        return Objects.requireNonNull(
                futures.computeIfAbsent(promise, unknown -> new LoopFuture(++count, nameOf(maker))));
    }

    /** Not the function itself: the map would keep what it references, which may be the promise. */
    private static Object nameOf(@Nullable Object maker) {
        Object source = Owned.source(maker);
        return source == null ? "" : source instanceof String ? source : source.getClass();
    }

    // ------------------------------------------------------------------------------------------------- of the loop

    @Override
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (event == LoopEvent.CLOSED) {
            closed = true;
            collect();
        }
        asking.observe(event, value, owner);
        if (event == LoopEvent.SELECT_END) {
            collect();
        }
    }

    @Override
    public boolean observesFutures() {
        return true;
    }

    @Override
    public <T extends LoopObserver> @Nullable T find(Class<T> type) {
        return asking.find(type);
    }
}
