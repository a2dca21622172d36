// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.BodySink;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2 in the place of a socket, after an extended CONNECT (RFC 8441 §5): a protocol such as that of WebSocket does
 * not notice. It is made of the two bodies of the stream, so their windows are its back-pressure, in both directions.
 *
 * <pre>
 *   TCP                       here (RFC 8441 §5.3, RFC 9113 §8.5)
 *   FIN, of either side       END_STREAM
 *   RST                       RST_STREAM with CANCEL
 *   close() before the peer   END_STREAM, then RST_STREAM with NO_ERROR (RFC 9113 §8.1)
 * </pre>
 *
 * <p>All methods belong to the loop's thread.
 */
public final class StreamTransport implements Transport {
    /** The stream that it is made of. */
    public interface Stream {
        /** Ends it at once: RST_STREAM with CANCEL. Does nothing if it is over. */
        void abort();

        /** The protocol has got so many bytes of what the peer has sent, so the peer may send as many again. */
        default void delivered(int bytes) {}

        /** The protocol wants no more of it. What was written is sent, and its end, before it is over. */
        void over();

        /** Nothing is kept any more of what the peer has sent, which may be later than the end of the stream. */
        default void ended() {}

        /** As {@link Transport#localAddress}. */
        @Nullable
        SocketAddress localAddress();

        /** As {@link Transport#remoteAddress}. */
        @Nullable
        SocketAddress remoteAddress();
    }

    private enum State {
        OPEN,
        /** The output is shut down. */
        HALF_CLOSED,
        /** Closed by this side, and not all is sent. */
        FLUSHING,
        CLOSED
    }

    private final Reactor reactor;
    private final Stream stream;
    private final Transfer input;
    private final QueuedBody output;
    private Protocol protocol;
    private State state = State.OPEN;
    private boolean paused;

    /** What has come while reading was paused, or the end. */
    private @Nullable Runnable held;

    private boolean inputEnded;

    /** Set while the stream is over, and what came before is not delivered. */
    private @Nullable BrokenStream broken;

    /**
     * A transport that has not begun.
     * @param received what the peer sends on the stream
     * @param marks of what is written
     * @param protocol has it from {@link #begin} on
     */
    public StreamTransport(Reactor reactor, BodyStream received, WaterMarks marks, Stream stream, Protocol protocol) {
        this.reactor = reactor;
        this.stream = stream;
        this.input = Transfer.of(received, new Received());
        this.output = new QueuedBody(reactor.loop(), marks, this);
        this.protocol = protocol;
    }

    /** What this side sends on the stream: as a body, it is that of our message. */
    public BodyStream output() {
        return output;
    }

    /** Tells the protocol that it is connected, and reads from now on. */
    public void begin() {
        call(() -> protocol.connected(this));
        loop().execute((LargeTask) this::read);
    }

    /**
     * The stream is over before its time. What has come before is delivered first; not if reading is paused, as a socket drops
     * it on a reset, unless it is all that the peer has sent (RFC 9113 §8.1). A protocol that does not read on is told after
     * 5 seconds.
     *
     * @param complete whether END_STREAM has come
     */
    public void fail(Throwable cause, boolean complete) {
        if (state != State.CLOSED) {
            output.cancel();
            if (inputEnded || state == State.FLUSHING || (paused && !complete)) {
                end(cause);
            } else if (broken == null) { // the input says so at its end
                broken = new BrokenStream(cause, loop(), () -> end(cause));
            }
        }
    }

    // ------------------------------------------------------------------------------------------------- receiving

    @Override
    public void pauseReading() {
        reactor.checkThread();
        paused = true;
    }

    /** Whether what has come stays here, and in the body that is received. */
    public boolean isPaused() {
        return paused;
    }

    /** {@inheritDoc} From the loop's queue: it does not call the protocol before it returns. */
    @Override
    public void resumeReading() {
        reactor.checkThread();
        if (paused) {
            paused = false;
            loop().execute((LargeTask) this::read);
        }
    }

    private void read() {
        Runnable event = held;
        if (!paused && isOpen()) {
            held = null;
            if (event != null) {
                call(event);
            }
        }
        if (!paused && isOpen()) {
            input.resume();
        }
    }

    /** What the peer sends. A piece that was asked for before a pause is held until that ends. */
    private final class Received implements BodySink {
        @Override
        public boolean write(ByteBuffer piece) {
            deliver(() -> {
                stream.delivered(piece.remaining());
                protocol.received(piece);
            });
            return !paused && isOpen();
        }

        @Override
        public void end(Headers trailers) {
            deliver(this::ended);
        }

        private void ended() {
            inputEnded = true;
            protocol.ended();
            if (broken != null) {
                StreamTransport.this.end(null);
            }
        }

        @Override
        public void fail(Throwable error) {
            StreamTransport.this.end(error);
            stream.abort();
        }

        private void deliver(Runnable event) {
            if (paused) {
                held = event;
            } else {
                call(event);
            }
        }
    }

    // --------------------------------------------------------------------------------------------------- sending

    @Override
    public void write(ByteBuffer bytes) {
        reactor.checkThread();
        if (state == State.HALF_CLOSED) {
            throw new IllegalStateException("write after shutdownOutput: " + this);
        }
        if (state == State.OPEN && !output.isDone()) {
            output.write(bytes);
        } else { // as on a closed socket, they are dropped
            bytes.position(bytes.limit());
        }
    }

    /** The queue is above the high mark, or has sunk to the low one. */
    void crossedMark(boolean writable) {
        loop().execute(() -> call(() -> protocol.writable(writable)));
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    /** {@inheritDoc} Here it is the windows, or the connection's socket, that have not taken them. */
    @Override
    public int queued() {
        return output.queued();
    }

    /** How many of the {@link #queued} bytes the stream's {@link StreamOutflow} has, which counts them itself. */
    public int sending() {
        return output.sending();
    }

    // --------------------------------------------------------------------------------------------------- the end

    @Override
    public void shutdownOutput() {
        reactor.checkThread();
        if (state == State.OPEN) {
            state = State.HALF_CLOSED;
            output.end();
        }
    }

    @Override
    public void close() {
        reactor.checkThread();
        if (isOpen()) {
            state = State.FLUSHING;
            held = null;
            output.end();
            if (output.isDone()) {
                end(null);
            }
            input.cancel(); // after it: a stream whose output is complete is over then, which is no failure
            stream.over();
        }
    }

    /** All that was written is sent, and the end is about to be. */
    void flushed() {
        if (state == State.FLUSHING) {
            end(null);
        }
    }

    @Override
    public void abort() {
        reactor.checkThread();
        end(null);
        stream.abort();
    }

    /** The protocol is told from the queue: it may be in the middle of a call to this transport. */
    private void end(@Nullable Throwable cause) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            held = null;
            input.cancel();
            output.cancel();
            Throwable first = broken == null ? cause : broken.end();
            loop().execute(() -> reactor.runSafely(() -> protocol.closed(first), protocol));
            stream.ended();
        }
    }

    /** Calls the protocol: what it throws ends the stream. */
    private void call(Runnable callback) {
        if (state != State.CLOSED) {
            try {
                callback.run();
            } catch (Throwable thrown) {
                reactor.report(thrown, protocol);
                end(thrown);
                stream.abort();
            }
        }
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN || state == State.HALF_CLOSED;
    }

    @Override
    public void protocol(Protocol next) {
        reactor.checkThread();
        protocol = next;
    }

    @Override
    public Scheduler loop() {
        return reactor.loop();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return stream.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return stream.remoteAddress();
    }

    @Override
    public String toString() {
        return "StreamTransport[" + stream + ", " + state + "]";
    }
}
