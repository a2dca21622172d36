// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.multipart.MultipartParser.Data;
import io.snowloop.server.multipart.MultipartParser.Event;
import io.snowloop.server.multipart.MultipartParser.Head;
import io.snowloop.server.multipart.MultipartParser.Mark;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a form, one after the other, as they arrive. The request's body is read when a part is asked for or read: so a
 * slow reader slows the client down, and memory is bounded.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Parts {
    /** The parser gets pieces of this size, so that it keeps little. */
    private static final int PIECE = 16 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final BodyStream source;
    private final Multipart limits;
    private final MultipartParser parser;

    /** What the parser has not got yet. */
    private ByteBuffer received = NOTHING;

    private long total;
    private int count;

    /** The part that is being read; null before the first and behind the last. */
    private @Nullable PartBody current;

    private boolean ended;

    Parts(BodyStream source, Multipart limits, String boundary) {
        this.source = source;
        this.limits = limits;
        this.parser = new MultipartParser(boundary, limits.maxHead());
    }

    /**
     * The next part; null behind the last. What has not been read of the part before is skipped.
     *
     * @return fails with an {@link HttpException}: 400 if the form is malformed or breaks off, 413 if a limit of {@link
     *     Multipart} is hit
     */
    public Future<@Nullable Part> next() {
        PartBody before = current;
        if (before != null && before.isReading()) {
            throw new IllegalStateException("a read of the part before has not completed");
        }
        if (ended) {
            return Future.completed(null);
        }
        return event().flatMap(event -> {
            if (event instanceof Data) {
                return next();
            }
            if (event == Mark.PART_END) {
                current = null;
                return next();
            }
            ended = event == Mark.END;
            return Future.completed(event instanceof Head head ? begin(head) : null);
        });
    }

    private Part begin(Head head) {
        if (++count > limits.maxParts()) {
            throw limits.exceeded("maxParts", limits.maxParts(), "the form has more parts");
        }
        current = new PartBody();
        return Part.of(head.headers(), current, limits);
    }

    /** No more is read. */
    public void cancel() {
        source.cancel();
    }

    /** The next event, from what has been received or from what is received next. */
    private Future<Event> event() {
        try {
            while (true) {
                Event event = parsed();
                if (event != null) {
                    return Future.completed(event);
                }
                if (received.hasRemaining()) {
                    feed();
                    continue;
                }
                Future<@Nullable ByteBuffer> read = source.read();
                Completed<@Nullable ByteBuffer> ready = read.outcome();
                if (ready == null) { // it may take long: memory that is not in use is not kept meanwhile
                    received = NOTHING;
                    parser.trim();
                    return read.on(Scheduler.current()).transform(done -> {
                        receive(done);
                        return event();
                    });
                }
                receive(ready);
            }
        } catch (HttpException e) {
            return Future.failed(e);
        }
    }

    private @Nullable Event parsed() {
        try {
            return parser.next();
        } catch (HttpException e) {
            throw e.status().equals(Status.CONTENT_TOO_LARGE)
                    ? limits.exceeded("maxHead", limits.maxHead(), "the head of a part has more bytes")
                    : e;
        }
    }

    private void feed() {
        int length = Math.min(PIECE, received.remaining());
        parser.feed(received.slice(received.position(), length));
        received.position(received.position() + length);
    }

    private void receive(Completed<@Nullable ByteBuffer> outcome) {
        if (outcome.error() instanceof CancellationException cancelled) {
            throw cancelled;
        }
        if (outcome.error() != null) {
            throw new HttpException(Status.BAD_REQUEST, "the request's body broke off", outcome.error());
        }
        ByteBuffer bytes = outcome.value();
        if (bytes == null) {
            throw MultipartParser.brokenOff();
        }
        total += bytes.remaining();
        if (total > limits.maxBody()) {
            throw limits.exceeded("maxBody", limits.maxBody(), "the form has more bytes");
        }
        received = bytes;
    }

    /** The content of a part. */
    private final class PartBody implements BodyStream {
        private boolean ended;
        private @Nullable Future<@Nullable ByteBuffer> reading;

        private boolean isReading() {
            return reading != null && !reading.isDone();
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            if (isReading()) {
                throw new IllegalStateException("the read before has not completed");
            }
            if (ended) {
                return Future.completed(null);
            }
            if (current != this) {
                throw new IllegalStateException("the next part has been asked for: this one is over");
            }
            reading = event().map(event -> {
                if (event instanceof Data data) {
                    return data.bytes();
                }
                ended = true;
                current = null;
                return null;
            });
            return reading;
        }

        /** What is left is skipped by {@link Parts#next}. */
        @Override
        public void cancel() {}
    }
}
