// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The function of a {@link Future#transform} that {@link Future#map} and its like are made of. It {@linkplain Owned names} the
 * function that it was made of: that one is on the stack and in traces, and not a lambda of this package.
 */
sealed interface Transformation<T extends @Nullable Object, R extends @Nullable Object>
        extends Function<Completed<T>, Future<R>>, Owned {

    /** Of {@link Future#map}. */
    record Mapping<T extends @Nullable Object, R extends @Nullable Object>(Function<? super T, ? extends R> owner)
            implements Transformation<T, R> {
        public Mapping {
            Objects.requireNonNull(owner, "function");
        }

        @Override
        @SuppressWarnings("NullAway") // T itself says whether the value may be null
        public Future<R> apply(Completed<T> done) {
            return done.error() != null ? done.as() : Future.completed(owner.apply(done.value()));
        }
    }

    /** Of {@link Future#flatMap}. */
    record FlatMapping<T extends @Nullable Object, R extends @Nullable Object>(
            Function<? super T, ? extends Future<R>> owner) implements Transformation<T, R> {
        public FlatMapping {
            Objects.requireNonNull(owner, "function");
        }

        @Override
        @SuppressWarnings("NullAway") // T itself says whether the value may be null
        public Future<R> apply(Completed<T> done) {
            return done.error() != null ? done.as() : owner.apply(done.value());
        }
    }

    /** Of {@link Future#recover}. */
    record Recovering<T extends @Nullable Object>(Function<? super Throwable, ? extends T> owner)
            implements Transformation<T, T> {
        public Recovering {
            Objects.requireNonNull(owner, "function");
        }

        @Override
        public Future<T> apply(Completed<T> done) {
            Throwable error = done.error();
            return error == null ? done : Future.completed(owner.apply(error));
        }
    }

    /** Of {@link Future#recoverWith}. */
    record RecoveringWith<T extends @Nullable Object>(Function<? super Throwable, ? extends Future<T>> owner)
            implements Transformation<T, T> {
        public RecoveringWith {
            Objects.requireNonNull(owner, "function");
        }

        @Override
        public Future<T> apply(Completed<T> done) {
            Throwable error = done.error();
            return error == null ? done : owner.apply(error);
        }
    }
}
