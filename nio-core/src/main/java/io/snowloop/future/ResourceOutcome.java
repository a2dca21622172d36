// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a value that holds a resource. It counts the claims to its value: see "Who owns a value" in {@link
 * Future}.
 *
 * <p>A <em>claim</em> belongs to a receiver: a callback, a function, a blocked thread, a future that takes the outcome
 * over. A future on which no receiver waits has the claim itself. One outcome can be in several futures at once, and all
 * count here.
 *
 * <ul>
 *   <li>Code that receives the value never releases its claim. So the count cannot come to zero, and the value is never
 *       discarded.
 *   <li>A receiver whose future is done by then, for example because it was cancelled, releases its claim. The last
 *       claim that is released discards the value.
 *   <li>A future that takes the outcome over passes its claim to its own receivers.
 * </ul>
 *
 * <p>Receivers run on different threads, so the count changes atomically. With one receiver after the other, the usual
 * case, the one claim is passed on and the count does not change.
 */
final class ResourceOutcome<T extends @Nullable Object> extends Completed<T> {
    /** More claims than receivers can release. */
    private static final int KEPT = 1 << 30;

    private static final VarHandle CLAIMS;

    static {
        try {
            CLAIMS = MethodHandles.lookup().findVarHandle(Completed.class, "claims", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    ResourceOutcome(T value) {
        super(value, null);
    }

    @Override
    void claim(int count) {
        if (count != 0) {
            CLAIMS.getAndAdd(this, count);
        }
    }

    @Override
    void release() {
        if ((int) CLAIMS.getAndAdd(this, -1) == 1 && value() instanceof Cancellable resource) {
            see(); // a receiver that comes later gets a discarded value, and must not discard it again
            resource.cancel();
        }
    }

    /**
     * Code has the value. A plain store is enough: a change of the count that it overwrites does not matter any more, and
     * a change that comes later cannot take it back.
     */
    @Override
    void see() {
        CLAIMS.setOpaque(this, KEPT);
    }

    /** The value, for code that must not discard it. The future that it comes from must not, either: others have it. */
    @Override
    Completed<T> shielded() {
        see();
        return new Completed<>(value(), null);
    }

    @Override
    public Completed<T> outcome() {
        see();
        return this;
    }

    @Override
    public Future<T> onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        see();
        return super.onComplete(callback);
    }

    /** A function that does not pass the value on keeps it. */
    @Override
    <R extends @Nullable Object> Future<R> call(Function<? super Completed<T>, ? extends Future<R>> function) {
        Future<R> result = super.call(function);
        if (result != this) {
            see();
        }
        return result;
    }
}
