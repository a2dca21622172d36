// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static java.util.Objects.requireNonNull;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that follow the work for one request, or one of any other kind of activity, from callback to callback. A loop runs callbacks of many
 * requests in turn, so a {@link ThreadLocal} cannot do that.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#context -->
 * <pre>{@code
 * static final ContextKey<String> USER = ContextKey.of("user");
 *
 * // Says hello, later. The name is no parameter of it: it is in the context of its caller.
 * static Future<String> hello(EventLoop loop) {
 *     return loop.sleep(ofMillis(5))
 *             .map(slept -> "hello, " + Context.current().get(USER));
 * }
 *
 * static Future<String> helloTo(String user, EventLoop loop) {
 *     return Context.current().with(USER, user).call(() -> hello(loop));
 * }
 * }</pre>
 *
 * <p>While {@link #call} runs, its context is the current one of the thread. Who then gives a function to a pending future, or a task to
 * a loop, at once or by a timer, gives it with the context: it is current again when the function or the task is called, and ends when that
 * returns. So do {@linkplain #bound bound} tasks, on any thread. A function is called with the context of who has added it, and
 * never with that of who has completed the future. This is what Python's {@code contextvars} do.
 *
 * <p>A connection belongs to no request. What it calls directly, handlers of a WebSocket's messages and a stream that the body of a response
 * comes from, has no context that one may count on: keep {@link #current()}, and {@link #call} in it. A server calls its handler with the
 * empty one.
 *
 * <p>Without any context in a program this costs a look at a field for each callback. With one, a callback that is added in it costs one
 * object more.
 *
 * <p>Immutable. Any thread may use one.
 */
public final class Context {
    /** The context without values. It is current where no other is. */
    public static final Context EMPTY = new Context(null, null, null);

    private static final ThreadLocal<@Nullable Context> CURRENT = new ThreadLocal<>();

    /**
     * Whether a context has ever been current. No volatile is needed: a thread whose current context matters has set it itself.
     */
    private static boolean used;

    /** The context that has all but the last value; null in the empty one. */
    private final @Nullable Context rest;

    /** Of the last value; null if that is a {@link ContextScope}. */
    private final @Nullable ContextKey<?> key;

    private final @Nullable Object value;

    private Context(@Nullable Context rest, @Nullable ContextKey<?> key, @Nullable Object value) {
        this.rest = rest;
        this.key = key;
        this.value = value;
    }

    /** {@return the context of the code that calls this; an empty one if it has none} */
    public static Context current() {
        if (!used) {
            return EMPTY;
        }
        Context current = CURRENT.get();
        return current == null ? EMPTY : current;
    }

    /**
     * {@return the value of a key; null if there is none}
     * @param <T> the type of the value
     * @param wanted the key
     */
    @SuppressWarnings("unchecked") // with(key, value) takes values of this type only
    public <T> @Nullable T get(ContextKey<T> wanted) {
        requireNonNull(wanted, "wanted");
        for (Context context = this; context != null; context = context.rest) {
            if (context.key == wanted) {
                return (T) context.value;
            }
        }
        return null;
    }

    /**
     * {@return this context with a value more, or with another one}
     * @param <T> the type of the value
     * @param key of the value
     * @param value any thread may get it
     */
    public <T> Context with(ContextKey<T> key, T value) {
        return new Context(this, requireNonNull(key, "key"), requireNonNull(value, "value"));
    }

    /**
     * {@return this context with something that is done around all code that runs in it}
     * @param scope entered after those that were added before, and left before them
     */
    public Context with(ContextScope scope) {
        return new Context(this, null, requireNonNull(scope, "scope"));
    }

    /**
     * {@return what {@code action} returns} It is called at once, and this context is current meanwhile, in place of the one that is. What it
     * throws passes through.
     *
     * @param <T> the type of the result
     * @param action called once
     */
    public <T extends @Nullable Object> T call(Supplier<? extends T> action) {
        requireNonNull(action, "action");
        Context before = current();
        if (before == this) {
            return action.get();
        }
        try {
            before.leaveScopes();
            makeCurrent();
            enterScopes();
            return action.get();
        } finally {
            restore(before);
        }
    }

    private void restore(Context before) {
        try {
            leaveScopes();
        } finally {
            before.makeCurrent();
            before.enterScopes();
        }
    }

    private void makeCurrent() {
        if (this == EMPTY) {
            CURRENT.remove();
        } else {
            used = true;
            CURRENT.set(this);
        }
    }

    private void enterScopes() {
        if (rest != null) {
            rest.enterScopes();
            if (key == null && value instanceof ContextScope scope) {
                scope.enter();
            }
        }
    }

    private void leaveScopes() {
        for (Context context = this; context != null; context = context.rest) {
            if (context.key == null && context.value instanceof ContextScope scope) {
                scope.leave();
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------- binding

    /**
     * {@return a task that runs in the current context, on any thread; the task itself if the current one is empty} A loop does this with
     * what it is given; another executor does not.
     *
     * @param task run any number of times
     */
    public static Runnable bound(Runnable task) {
        requireNonNull(task, "task");
        Context now = current();
        return now == EMPTY || task instanceof Waiter // whose function is bound, or has no context
                ? task
                : new Task(now, task);
    }

    static <T extends @Nullable Object> BiConsumer<? super @Nullable T, ? super @Nullable Throwable> bound(
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        Context now = current();
        return now == EMPTY ? callback : new Callback<>(now, callback);
    }

    static <T extends @Nullable Object, R extends @Nullable Object>
            Function<? super Completed<T>, ? extends Future<R>> bound(
                    Function<? super Completed<T>, ? extends Future<R>> function) {
        Context now = current();
        return now == EMPTY ? function : new Step<>(now, function);
    }

    /** Its values, the last one first. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Context[");
        for (Context context = this; context.rest != null; context = context.rest) {
            text.append(context == this ? "" : ", ");
            text.append(context.key == null ? "" : context.key + " = ").append(context.value);
        }
        return text.append(']').toString();
    }

    // Traces show what is bound, and not these.

    private record Task(Context context, Runnable owner) implements Runnable, Owned {
        @Override
        public void run() {
            context.<@Nullable Void>call(() -> {
                owner.run();
                return null;
            });
        }

        @Override
        public String toString() {
            return owner.toString();
        }
    }

    private record Callback<T extends @Nullable Object>(
            Context context, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> owner)
            implements BiConsumer<@Nullable T, @Nullable Throwable>, Owned {
        @Override
        public void accept(@Nullable T value, @Nullable Throwable error) {
            context.<@Nullable Void>call(() -> {
                owner.accept(value, error);
                return null;
            });
        }

        @Override
        public String toString() {
            return owner.toString();
        }
    }

    private record Step<T extends @Nullable Object, R extends @Nullable Object>(
            Context context, Function<? super Completed<T>, ? extends Future<R>> owner)
            implements Function<Completed<T>, Future<R>>, Owned {
        @Override
        public Future<R> apply(Completed<T> outcome) {
            return context.call(() -> owner.apply(outcome));
        }

        @Override
        public String toString() {
            return owner.toString();
        }
    }
}
