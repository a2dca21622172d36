// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Method;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.StreamState;
import io.snowloop.loop.channel.LargeTask;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an HTTP/2 connection: heads, and the bodies of its streams, each of which has a {@link StreamOutflow}.
 *
 * <p>All work of a connection is done in steps ({@link #step}): an action, then the data that may be sent now, then one write
 * for all that was encoded. Data is sent in the order of RFC 9218, one frame after the other, as long as the windows and the
 * transport have room. So in memory are at most the transport's high water mark, one write, and one piece of each body.
 * A write is of 128 KiB, and at most one frame of 64 KiB more, besides heads.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Http2Outflow implements SharedQueue.Owner {
    /** The connection. */
    public interface Listener {
        /** Bytes were given to the transport. The socket may not have taken all of them, see {@link #awaitsPeer}. */
        void written();

        /** A step is over: all that it has encoded is written. */
        void stepped();

        /** The action of a step has thrown. {@link #stepped} follows. */
        void broken(Throwable thrown);
    }

    /**
     * What is encoded and not written must not grow: the transport's water marks do not count it. Two bodies of 64 KiB in one
     * system call cost a tenth less than in two.
     */
    private static final int AT_ONCE = 128 * 1024;

    /** Up to this many bytes it is cheaper to copy a piece of a body than to write it from where it is. */
    private static final int COPIED = 4 * 1024;

    /**
     * The largest frame, whatever the peer allows, which can be 16 MiB (RFC 9113 §6.5.2): a frame cannot be interrupted for an
     * urgent stream, and each is encoded before what has been is counted.
     */
    private static final int FRAME = 64 * 1024;

    /** How much data is sent before other connections have their turn, in bytes. */
    private static final int PER_TURN = 256 * 1024;

    /** What a small frame counts as: with its header and its write it is as much work as so many bytes. */
    private static final int SMALL = 256;

    /**
     * What it sends over.
     * @param trace null if the loop's observer does not ask for streams, which is the usual case
     */
    private record Attached(Transport transport, @Nullable StreamTrace trace) {}

    private final Http2Codec codec;
    private final SharedQueue shared;
    private final Listener listener;

    private final SendingStreams sending = new SendingStreams();

    /** What begins an answer, and waits until the transport has room. */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    /** Null before it is attached. */
    private @Nullable Attached attached;

    private boolean stepping;

    /** The share of this turn is used, and the rest of the data follows in the next one. */
    private boolean postponed;

    private long written;

    /** The output is shut down. */
    private boolean ended;

    /**
     * The sending half of a connection.
     * @param shared the queue that all connections of the loop share
     */
    public Http2Outflow(Http2Codec codec, SharedQueue shared, Listener listener) {
        this.codec = codec;
        this.shared = shared;
        this.listener = listener;
    }

    /** Sends over this transport, from now to the end. */
    public void attach(Transport transport) {
        this.attached = new Attached(transport, StreamTrace.of(transport, codec));
    }

    /** Where frames are to be encoded, in a step. To be asked for each time. */
    public ByteQueue queue() {
        return shared.of(this);
    }

    // ------------------------------------------------------------------------------------------------------- steps

    /** One step: an action, then the data that may be sent, then one write. Inside of a step it is only the action. */
    public void step(Runnable action) {
        if (stepping) {
            action.run();
            return;
        }
        stepping = true;
        try {
            action.run();
            sendWhatMayBeSent();
        } catch (Throwable thrown) {
            listener.broken(thrown);
        }
        stepping = false;
        flush();
        StreamTrace trace = trace();
        if (trace != null) {
            trace.stepped(this::waitingOn);
        }
        listener.stepped();
    }

    /** The transport or a window has room again. */
    public void resume() {
        step(() -> {});
    }

    /** The codec's own frames go first; but not to a peer that does not read, so that the codec's limit counts them. */
    private void sendWhatMayBeSent() {
        int left = PER_TURN;
        while (isWritable()) {
            codec.drainTo(queue());
            Runnable next = waiting.poll();
            if (next != null) {
                next.run();
            } else if (left <= 0) {
                goOnInTheNextTurn();
                return;
            } else {
                StreamOutflow stream = sending.get(codec.nextStream());
                if (stream == null) {
                    return;
                }
                left -= Math.max(SMALL, stream.sendFrame());
            }
            flushIfLarge();
        }
    }

    private void goOnInTheNextTurn() {
        if (!postponed) {
            postponed = true;
            transport().loop().execute((LargeTask) () -> {
                postponed = false;
                resume();
            });
        }
    }

    /**
     * Runs what begins an answer, now or when the transport has room, in a step. A peer that asks and does not read is thus
     * bounded by the number of its open streams.
     */
    public void whenWritable(Runnable begin) {
        if (waiting.isEmpty() && isWritable()) {
            begin.run();
        } else {
            waiting.add(begin);
        }
    }

    /** Does not run that any more. */
    public void forget(Runnable begin) {
        waiting.remove(begin);
    }

    // ----------------------------------------------------------------------------------------------------- streams

    /** The codec of both halves. */
    public Http2Codec codec() {
        return codec;
    }

    /** A stream has begun: for the loop's observer. */
    public void opened(int stream, Method method, String path) {
        StreamTrace trace = trace();
        if (trace != null) {
            trace.opened(stream, method.name(), path);
        }
    }

    /** The peer or the codec has reset a stream: for the loop's observer. */
    public void wasReset(int stream, ErrorCode code) {
        StreamTrace trace = trace();
        if (trace != null) {
            trace.reset(stream, code);
        }
    }

    /** Resets a stream, see {@link Http2Codec#reset}, and tells the loop's observer, unless it was closed before. */
    public void reset(int stream, ErrorCode code) {
        StreamTrace trace = trace();
        if (trace != null && codec.state(stream) != StreamState.CLOSED) {
            trace.reset(stream, code);
        }
        codec.reset(stream, code, queue());
    }

    private @Nullable StreamTrace trace() {
        return attached == null ? null : attached.trace;
    }

    private int waitingOn(int stream) {
        StreamOutflow body = sending.get(stream);
        return body == null ? 0 : body.waiting();
    }

    /**
     * How many bytes a stream may send at once, before all others: none if a body waits for its turn. What many answers of one
     * step encode is bounded too: the transport's water marks do not see it yet.
     */
    int freeRoom(int stream) {
        int free = AT_ONCE - shared.sizeFor(this);
        return sending.isEmpty() && free > 0 && isWritable() ? Math.min(free, frameRoom(stream)) : 0;
    }

    private int frameRoom(int stream) {
        return Math.min(codec.room(stream), FRAME);
    }

    void add(int stream, StreamOutflow body) {
        sending.add(stream, body);
        codec.wantToSend(stream, true);
    }

    /**
     * Sends a frame with as many bytes of a piece as there is room for. A large one is not copied: the piece must not change
     * before the end of the step. Returns how many bytes were taken.
     *
     * @param end whether the body ends with the piece
     * @throws IllegalStateException if the body is longer than its head says
     */
    int sendData(int stream, ByteBuffer piece, boolean end) {
        int left = piece.remaining();
        int count = Math.min(left, frameRoom(stream));
        if (count <= COPIED) {
            return codec.sendData(stream, piece, end, queue());
        }
        codec.beginData(stream, count, end && count == left, queue());
        shared.add(this, piece.slice(piece.position(), count));
        piece.position(piece.position() + count);
        return count;
    }

    /** Takes it out of the order, unless the stream has ended, which does the same. */
    void remove(int stream) {
        if (sending.remove(stream) && codec.maySend(stream)) {
            codec.wantToSend(stream, false);
        }
    }

    /** A stream has another piece than before, which has so many bytes more. Returns the number of the piece. */
    long held(int more) {
        return sending.hold(more);
    }

    /** How many bytes of bodies that are streams are in memory until they may be sent: of each body, one piece. */
    public long held() {
        return sending.held();
    }

    // ----------------------------------------------------------------------------------------------------- writing

    private boolean isWritable() {
        return !ended && transport().isOpen() && transport().isWritable();
    }

    private void flushIfLarge() {
        if (shared.sizeFor(this) > AT_ONCE) {
            flush();
        }
    }

    /** Writes all that has been encoded. */
    @Override
    public void flush() {
        int size = shared.sizeFor(this);
        if (size > 0) {
            written += size;
            try {
                if (!ended) {
                    shared.writeTo(transport());
                }
            } finally {
                shared.clear(); // also if the transport throws: what is left would go to another connection's peer
            }
            listener.written();
        }
    }

    /** Writes what has been encoded, and shuts the output down. What is encoded afterwards is dropped. */
    public void end() {
        flush();
        ended = true;
        transport().shutdownOutput();
    }

    /** How many bytes have been encoded, with those that are not written yet. */
    public long encoded() {
        return written + shared.sizeFor(this);
    }

    /** How many bytes of all that was written the socket has taken. */
    public long taken() {
        return written - transport().queued();
    }

    /** Whether the socket has not taken all that was written: it is the peer's turn to read. */
    public boolean awaitsPeer() {
        return transport().queued() > 0 || !transport().isWritable();
    }

    /** What it sends over. */
    public Transport transport() {
        return Objects.requireNonNull(attached, "not connected").transport;
    }
}
