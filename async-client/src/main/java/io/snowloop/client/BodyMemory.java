// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.logging.LimitLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A bound on what a fetcher, or a filter, keeps of responses that it collects and that are not complete, and of events and messages. Each of
 * them has a bound of its own, but slow or hostile servers may fill many at the same time. All of it belongs to the loop's thread.
 */
final class BodyMemory {
    private final String setting;
    private final long most;
    private final LimitLog limits;
    private long used;

    /** With {@code most} bytes: what {@code maxMemory} of the class {@code owner} says. */
    BodyMemory(Class<?> owner, long most) {
        this.setting = owner.getSimpleName() + ".maxMemory";
        this.most = most;
        this.limits = new LimitLog(owner);
    }

    /**
     * Collects a body, up to a limit of its own. One that is complete already is not counted: the caller gets it at once; nor one that a filter
     * collects.
     */
    Future<Body.Bytes> collect(Response response, long limit) {
        Body body = response.body();
        boolean elsewhere =
                body instanceof IncomingBody incoming && (incoming.isWhole() || incoming.isBeingCollected());
        if (body.collected() != null || elsewhere) {
            return body.collect(limit);
        }
        Counted counted = new Counted(body.stream(), response.headers().memory());
        return counted.collect(limit).onDone(counted::release);
    }

    /** The first {@code limit} bytes of a body. */
    Future<byte[]> prefix(Body body, int limit) {
        Counted counted = new Counted(body.stream(), 0);
        return BodyPrefix.read(counted, limit).onDone(counted::release);
    }

    /** How many bytes are counted. */
    long used() {
        return used;
    }

    private boolean isTooMuch() {
        if (used > most) {
            limits.hit(
                    setting,
                    most,
                    "failing what would have to be kept beyond that: the body of a fetch, an event or a message");
        }
        return used > most;
    }

    private String noMemory(String what) {
        return "no memory for the rest of the " + what + ": all that is kept has more than " + most
                + " bytes together (" + setting + ")";
    }

    /** What an event source or a WebSocket keeps, which knows how much it is. */
    final class Part {
        private final String what;
        private long kept;

        /** Nothing, at first. {@code what} is not complete when it is kept, such as an event. */
        Part(String what) {
            this.what = what;
        }

        /** It is so many bytes now. Returns why they are too many, and counts them no longer; null if they are not. */
        @Nullable
        String keeps(long bytes) {
            boolean more = bytes > kept;
            used += bytes - kept;
            kept = bytes;
            if (!more || !isTooMuch()) {
                return null;
            }
            release(); // now: others, in the same turn, must not fail for it
            return noMemory(what);
        }

        /** It keeps nothing. */
        void release() {
            used -= kept;
            kept = 0;
        }
    }

    /** A body whose bytes are counted as they are read. */
    private final class Counted implements BodyStream {
        private final BodyStream source;
        private long kept;

        Counted(BodyStream source, int head) {
            this.source = source;
            keep(head);
        }

        private void keep(int bytes) {
            kept += bytes;
            used += bytes;
        }

        void release() {
            used -= kept;
            kept = 0;
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            Future<@Nullable ByteBuffer> piece = source.read();
            Completed<@Nullable ByteBuffer> ready = piece.outcome();
            return ready != null ? counted(ready) : piece.transform(this::counted);
        }

        private Future<@Nullable ByteBuffer> counted(Completed<@Nullable ByteBuffer> outcome) {
            ByteBuffer piece = outcome.value();
            if (piece == null) {
                return outcome;
            }
            keep(piece.remaining());
            if (!isTooMuch()) {
                return outcome;
            }
            release(); // now: others, in the same turn, must not fail for it
            source.cancel();
            return Future.failed(new IOException(noMemory("body") + "; read large bodies as streams"));
        }

        @Override
        public void cancel() {
            source.cancel();
        }

        @Override
        public long length() {
            return source.length();
        }

        @Override
        public Headers trailers() {
            return source.trailers();
        }
    }
}
