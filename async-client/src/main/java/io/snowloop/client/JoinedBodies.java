// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Several bodies, one after the other. Each is opened when the one before has ended. */
final class JoinedBodies implements BodyStream {
    private final long length;
    private final Queue<Body> rest;

    /** The one that is being read; null before the first, and between two. */
    private @Nullable BodyStream current;

    private boolean begun;
    private boolean cancelled;

    JoinedBodies(List<Body> bodies) {
        rest = new ArrayDeque<>(bodies);
        length = bodies.stream().anyMatch(body -> body.length() < 0)
                ? -1
                : bodies.stream().mapToLong(Body::length).sum();
    }

    /** The sum, or -1 if one of them is not known. */
    @Override
    public long length() {
        return length;
    }

    @Override
    public BodyStream stream() {
        if (begun) {
            throw new IllegalStateException(
                    "this form has been sent before, and its body comes only once: make another one with FormData.body() or post()");
        }
        for (Body body : rest) {
            if (body instanceof BodyStream part) {
                part.stream(); // throws if it is used up
            }
        }
        return this;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        begun = true;
        if (cancelled) {
            return Future.failed(new CancellationException("this body was cancelled: no more can be read"));
        }
        for (BodyStream open = open(); open != null; open = open()) {
            Future<@Nullable ByteBuffer> piece = open.read();
            Completed<@Nullable ByteBuffer> ready = piece.outcome();
            if (ready == null) {
                return piece.flatMap(bytes -> bytes == null ? readNext() : Future.completed(bytes));
            }
            if (ready.value() != null || ready.error() != null) {
                return ready;
            }
            current = null;
        }
        return Future.completed(null);
    }

    private Future<@Nullable ByteBuffer> readNext() {
        current = null;
        return read();
    }

    private @Nullable BodyStream open() {
        if (current == null && !rest.isEmpty()) {
            current = rest.remove().stream();
        }
        return current;
    }

    @Override
    public void cancel() {
        cancelled = true;
        if (current != null) {
            current.cancel();
        }
        for (Body body = rest.poll(); body != null; body = rest.poll()) {
            if (body instanceof BodyStream stream) { // others hold nothing
                stream.cancel();
            }
        }
    }
}
