// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A body whose pieces are shown to an action on their way. */
final class WatchedBody extends ReadBody {
    private final Consumer<? super ByteBuffer> action;

    WatchedBody(BodyStream body, Consumer<? super ByteBuffer> action) {
        super(body);
        this.action = requireNonNull(action, "action");
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        Future<@Nullable ByteBuffer> read = body.read();
        Completed<@Nullable ByteBuffer> ready = read.outcome();
        return ready == null ? read.map(this::shown) : ready.map(this::shown);
    }

    private @Nullable ByteBuffer shown(@Nullable ByteBuffer piece) {
        if (piece != null) {
            action.accept(piece.asReadOnlyBuffer());
        }
        return piece;
    }
}
