// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.RequestContext;
import io.snowloop.http.sse.EventStreamWriter;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of an {@link EventStream}: events that wait for the socket to have room. A read takes all of them.
 *
 * <pre>
 *   OPEN --end: the app, or the server drains--&gt; ENDING --the rest is read--&gt; ENDED
 *
 *   OPEN, ENDING --cancel: the client is gone--&gt; ENDED
 * </pre>
 */
final class EventQueue implements BodyStream {
    private enum State {
        /** Events are taken. The response is not being sent yet: its request may be answered by another one. */
        NEW,
        /** Events are taken, until the server drains, too. */
        OPEN,
        ENDING,
        ENDED
    }

    private final Scheduler loop;
    private final EventStreamOptions options;
    private final ByteQueue queued = new ByteQueue();
    private final Deadline heartbeat;

    /** Completes when no more events are taken. */
    private final Promise<@Nullable Void> closed;

    /** The server's side of the request. */
    private final RequestContext context;

    /** How many bytes it was told of, see {@link RequestContext#keeps}. */
    private int told;

    /** The pending read. */
    private @Nullable Promise<@Nullable ByteBuffer> reader;

    /** Completes when events are taken again; null if no code waits for that. */
    private @Nullable Promise<@Nullable Void> room;

    private State state = State.NEW;

    /** An empty queue. */
    EventQueue(Scheduler loop, RequestContext context, EventStreamOptions options) {
        this.loop = loop;
        this.context = context;
        this.options = options;
        this.closed = loop.newPromise();
        this.heartbeat = new Deadline(loop, this::beat);
    }

    // ------------------------------------------------------------------------------------------- the app's side

    boolean isOpen() {
        return state == State.NEW || state == State.OPEN;
    }

    /** Whether events are taken. */
    boolean isWritable() {
        return isOpen() && queued.size() < options.maxQueued();
    }

    /** Sends what was encoded: at once, without a copy, if a read waits. Then nothing is queued. */
    void send(ByteBuffer encoded) {
        Promise<@Nullable ByteBuffer> waiting = reader;
        if (waiting == null || waiting.isDone()) {
            queued.append(encoded);
            count();
            return;
        }
        reader = null;
        heartbeat.disarm();
        waiting.complete(encoded);
    }

    /** Where blocks are to be encoded, before {@link #deliver}. */
    ByteQueue bytes() {
        return queued;
    }

    /** Sends what was encoded there. */
    void deliver() {
        if (reader != null && !reader.isDone()) {
            send(queued.takeAll());
        }
        count();
    }

    private void count() {
        if (queued.size() != told) {
            told = queued.size();
            context.keeps(told);
        }
    }

    /** Completes when events are taken, or will never be again. */
    Future<@Nullable Void> whenWritable() {
        if (!isOpen() || isWritable()) {
            return Future.completed(null);
        }
        Promise<@Nullable Void> promise = room;
        if (promise == null) {
            promise = loop.newPromise();
            room = promise;
        }
        return promise.shield();
    }

    Future<@Nullable Void> closed() {
        return closed.shield();
    }

    /** Takes no more events. What is queued is still sent, then the body ends. */
    void end() {
        if (isOpen()) {
            close(State.ENDING);
            if (reader != null && !reader.isDone()) { // then nothing is queued
                Promise<@Nullable ByteBuffer> waiting = reader;
                state = State.ENDED;
                waiting.complete(null);
            }
        }
    }

    private void close(State next) {
        state = next;
        heartbeat.cancel();
        tellOfRoom();
        closed.complete(null);
    }

    private void tellOfRoom() {
        if (room != null) {
            room.complete(null);
            room = null;
        }
    }

    /** A reader has waited for so long. */
    private void beat() {
        EventStreamWriter.comment("", queued);
        deliver();
    }

    // ---------------------------------------------------------------------------------------- the server's side

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (reader != null && !reader.isDone()) {
            throw new IllegalStateException("the read before has not completed: one read at a time");
        }
        watchDrain();
        if (!queued.isEmpty()) {
            ByteBuffer all = queued.takeAll();
            count();
            tellOfRoom();
            return Future.completed(all);
        }
        if (!isOpen()) {
            state = State.ENDED;
            return Future.completed(null);
        }
        Promise<@Nullable ByteBuffer> promise = loop.newPromise();
        reader = promise;
        heartbeat.arm(options.heartbeat());
        return promise;
    }

    private void watchDrain() {
        if (state == State.NEW) {
            state = State.OPEN;
            context.draining().onDone(this::end);
        }
    }

    @Override
    public void cancel() {
        queued.clear();
        queued.trim();
        count();
        if (isOpen()) {
            close(State.ENDED);
        }
        state = State.ENDED;
    }

    @Override
    public String toString() {
        return "EventStream[" + state + ", " + queued.size() + " bytes queued]";
    }
}
