// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A future as the Javadoc of {@code Future} says it is, for one thread. It is slow and simple: sets and lists, no counts and no
 * links.
 */
final class ModelFuture {
    /** A queue of tasks, and timers that are due at a time. */
    static final class Executor {
        final Queue<Runnable> tasks = new ArrayDeque<>();
        final List<Timer> timers = new ArrayList<>();
        long now;
    }

    /** A timer. */
    record Timer(long due, Runnable task) {}

    /** The number of a resource. */
    record Resource(int number) {
        @Override
        public String toString() {
            return "r" + number;
        }
    }

    /** A value on its way, or an error. */
    static final class Outcome {
        final Object value;
        final String error;

        /** What its value is discarded by; null if it is lent. */
        final Runnable discard;

        /** The receivers that wait for the value, and the futures in which it waits for the first one. */
        final Set<Object> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

        boolean received;

        Outcome(Object value, String error, Runnable discard) {
            this.value = value;
            this.error = error;
            this.discard = discard;
        }

        /** A receiver refuses the value. */
        void refusedBy(Object receiver) {
            waiting.remove(receiver);
            if (discard != null && !received && waiting.isEmpty()) {
                received = true; // it is discarded once
                discard.run();
            }
        }

        Outcome lent() {
            received = true;
            return new Outcome(value, error, null);
        }

        @Override
        public String toString() {
            return error != null ? error : String.valueOf(value);
        }
    }

    /** What was added to a future. */
    static final class Waiter {
        final ModelFuture addedTo;
        final boolean receives;
        final Consumer<Outcome> task;

        Waiter(ModelFuture addedTo, boolean receives, Consumer<Outcome> task) {
            this.addedTo = addedTo;
            this.receives = receives;
            this.task = task;
        }
    }

    /** The shields of one future, which are settled together. */
    static final class ShieldsOf {
        final Queue<ModelFuture> shields = new ArrayDeque<>();
        Waiter waiter;
    }

    /** Null if it is a completed future. */
    final Executor executor;

    /** Whether it was derived from another future, and not made by the program or by a combinator. */
    final boolean derived;

    private ModelFuture source;
    private ModelFuture oneWith;
    private Outcome outcome;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<ShieldsOf> shields = new ArrayList<>();

    ModelFuture(Executor executor) {
        this(executor, null, false);
    }

    private ModelFuture(Executor executor, ModelFuture source, boolean derived) {
        this.executor = executor;
        this.source = source;
        this.derived = derived;
    }

    static ModelFuture completed(Outcome outcome) {
        ModelFuture completed = new ModelFuture(null);
        completed.outcome = outcome;
        return completed;
    }

    private ModelFuture one() {
        ModelFuture future = this;
        while (future.oneWith != null) {
            future = future.oneWith;
        }
        return future;
    }

    Outcome outcome() {
        return one().outcome;
    }

    boolean isDone() {
        return outcome() != null;
    }

    /** Gives it an outcome. */
    boolean settle(Outcome given) {
        ModelFuture future = one();
        if (future.outcome != null) {
            return false;
        }
        future.outcome = given;
        boolean own = false;
        for (Waiter waiter : future.waiters) {
            if (waiter.receives) {
                given.waiting.add(waiter);
                own |= waiter.addedTo == future;
            }
        }
        if (!own) {
            given.waiting.add(future);
        }
        future.waiters.forEach(waiter -> future.executor.tasks.add(() -> waiter.task.accept(given)));
        future.waiters.clear();
        return true;
    }

    /** Gives it what another receiver had; if it is done, the receiver refuses the value. */
    void take(Outcome given, Object receiver) {
        if (settle(given)) {
            given.waiting.remove(receiver);
        } else {
            given.refusedBy(receiver);
        }
    }

    private Waiter add(boolean receives, Consumer<Outcome> task) {
        Waiter waiter = new Waiter(this, receives, task);
        ModelFuture future = one();
        if (future.outcome == null) {
            future.waiters.add(waiter);
        } else {
            if (receives) {
                future.outcome.waiting.add(waiter);
                if (future == this) {
                    future.outcome.waiting.remove(future); // the first receiver takes its place
                }
            }
            future.executor.tasks.add(() -> waiter.task.accept(future.outcome));
        }
        return waiter;
    }

    /** Adds a receiver that must pass the value on or refuse it. The consumer gets the receiver, too. */
    void link(BiConsumer<Outcome, Object> next) {
        Waiter[] self = new Waiter[1];
        self[0] = add(true, given -> next.accept(given, self[0]));
    }

    void onComplete(Consumer<Outcome> callback) {
        if (executor == null) {
            outcome.received = true;
            callback.accept(outcome);
        } else {
            add(true, given -> {
                given.received = true;
                callback.accept(given);
            });
        }
    }

    void onDone(Runnable action) {
        if (executor == null) {
            action.run();
        } else {
            add(false, given -> action.run());
        }
    }

    /** What a function makes of an outcome: the same one, or a future. */
    interface Function {
        /** Returns a future; or null for the same outcome, which the function has not received. */
        ModelFuture apply(Outcome given);
    }

    ModelFuture transform(Function function) {
        if (executor == null) {
            ModelFuture result = function.apply(outcome);
            if (result == null || passesOn(result)) {
                return this;
            }
            outcome.received = true;
            return result;
        }
        ModelFuture result = new ModelFuture(executor, this, true);
        link((given, receiver) -> {
            if (result.isDone()) {
                given.refusedBy(receiver);
                return;
            }
            ModelFuture returned = function.apply(given);
            if (returned == null || completed(given).passesOn(returned)) {
                result.take(given, receiver);
            } else {
                given.received = true;
                result.follow(returned);
            }
        });
        return result;
    }

    /** Whether a function that got this value returned it. */
    private boolean passesOn(ModelFuture result) {
        return result.executor == null && result.outcome.discard != null && result.outcome.value == outcome.value;
    }

    private void follow(ModelFuture inner) {
        ModelFuture result = one();
        if (inner.executor == null) {
            result.take(inner.outcome, null);
        } else if (inner.one() == result) {
            result.settle(new Outcome(null, "waits for itself", null));
        } else if (inner.isDone()) {
            Outcome given = inner.outcome();
            if (result.settle(given)) {
                if (inner.oneWith == null) {
                    given.waiting.remove(inner);
                }
            } else {
                given.refusedBy(inner.oneWith == null ? inner : null);
            }
        } else {
            result.source = inner;
            if (result.isDone()) {
                inner.cancel();
            } else if (inner.derived
                    && inner.oneWith == null
                    && inner.waiters.isEmpty()
                    && inner.executor == result.executor) {
                inner.oneWith = result;
                result.source = inner.source;
            } else {
                inner.link(result::take);
            }
        }
    }

    boolean cancel() {
        Outcome cancelled = new Outcome(null, "cancelled", null);
        if (executor == null || !settle(cancelled)) {
            return false;
        }
        ModelFuture upstream = one().source;
        while (upstream != null && upstream.executor != null && upstream.settle(cancelled)) {
            upstream = upstream.one().source;
        }
        return true;
    }

    ModelFuture on(Executor other) {
        if (other == executor) {
            return this;
        }
        ModelFuture moved = new ModelFuture(other, this, true);
        moved.follow(this);
        return moved;
    }

    ModelFuture timeout(long limit) {
        if (isDone()) {
            return this;
        }
        ModelFuture limited = new ModelFuture(executor, this, true);
        Timer timer = new Timer(executor.now + limit, () -> {
            if (limited.settle(new Outcome(null, "time-out", null))) {
                cancel();
            }
        });
        executor.timers.add(timer);
        limited.onDone(() -> executor.timers.removeIf(other -> other == timer));
        link(limited::take);
        return limited;
    }

    ModelFuture shield() {
        if (executor == null) {
            return outcome.discard == null ? this : completed(outcome.lent());
        }
        ModelFuture shield = new ModelFuture(executor, null, true);
        ModelFuture future = one();
        for (ShieldsOf group : future.shields) {
            int position = future.waiters.indexOf(group.waiter);
            if (position >= 0 && position >= future.waiters.size() - 8) {
                group.shields.add(shield);
                return shield;
            }
        }
        ShieldsOf group = new ShieldsOf();
        group.shields.add(shield);
        group.waiter = add(false, given -> {
            for (ModelFuture each : group.shields) {
                if (!each.isDone()) {
                    each.settle(given.discard == null ? given : given.lent());
                }
            }
        });
        future.shields.add(group);
        return shield;
    }
}
