// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.WaterMarks;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is written to a {@link StreamTransport}, as a body: its sender takes it as fast as the windows allow. What was written
 * meanwhile is one piece.
 */
final class QueuedBody implements BodyStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Scheduler loop;
    private final WaterMarks marks;
    private final StreamTransport transport;
    private final ByteQueue queue = new ByteQueue();

    /** The piece that the sender has; its position moves as that sends it. */
    private ByteBuffer sending = NOTHING;

    /** The pending read. */
    private @Nullable Promise<@Nullable ByteBuffer> reader;

    private boolean aboveHigh;

    /** No more is written. */
    private boolean ended;

    /** Nothing is read any more: the stream is over, or its end was read. */
    private boolean done;

    QueuedBody(Scheduler loop, WaterMarks marks, StreamTransport transport) {
        this.loop = loop;
        this.marks = marks;
        this.transport = transport;
    }

    void write(ByteBuffer bytes) {
        queue.append(bytes);
        supply();
        lookAtMarks();
    }

    void end() {
        ended = true;
        supply();
    }

    private void supply() {
        Promise<@Nullable ByteBuffer> waiting = reader;
        if (waiting != null) {
            reader = null;
            waiting.complete(next());
        }
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (!queue.isEmpty() || ended) {
            ByteBuffer next = next();
            lookAtMarks();
            return Future.completed(next);
        }
        lookAtMarks();
        Promise<@Nullable ByteBuffer> promise = loop.newPromise();
        reader = promise;
        return promise;
    }

    private @Nullable ByteBuffer next() {
        if (queue.isEmpty()) {
            done = true;
            transport.flushed();
            return null;
        }
        sending = queue.takeAll();
        return sending;
    }

    private void lookAtMarks() {
        boolean before = aboveHigh;
        aboveHigh = queued() > (before ? marks.low() : marks.high());
        if (aboveHigh != before) {
            transport.crossedMark(!aboveHigh);
        }
    }

    /** The stream is over: drops what was not sent. */
    @Override
    public void cancel() {
        done = true;
        sending = NOTHING;
        queue.clear();
        queue.trim();
    }

    /** How many bytes are not sent. */
    int queued() {
        return queue.size() + sending.remaining();
    }

    /** How many of them the sender has. */
    int sending() {
        return sending.remaining();
    }

    boolean isWritable() {
        return !aboveHigh && !done;
    }

    /** Whether nothing is sent any more. */
    boolean isDone() {
        return done;
    }

    @Override
    public String toString() {
        return "QueuedBody[" + queued() + " bytes]";
    }
}
