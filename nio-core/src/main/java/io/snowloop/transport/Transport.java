// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Cancellable;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol may call: the side of a connection that moves the bytes.
 *
 * <p>All methods belong to the loop's thread and return at once. None of them calls the protocol before it returns. On a
 * closed connection they do nothing: {@link Protocol#closed} with the cause was called, or is queued.
 *
 * <p>A transport that is the value of a cancelled future is aborted.
 */
public interface Transport extends Cancellable {
    /**
     * Sends all bytes of the buffer, after those of earlier calls. When this returns, the buffer is the caller's again: what
     * the socket did not take has been copied.
     *
     * <p>There is no limit to what may be written; {@link Protocol#writable} and {@link #isWritable} advise when to stop.
     *
     * @param bytes all that remain; the position moves to the limit
     * @throws IllegalStateException after {@link #shutdownOutput}
     */
    void write(ByteBuffer bytes);

    /**
     * Sends the bytes of several buffers, one after the other; with one system call for all where possible.
     * @param buffers each as in {@link #write(ByteBuffer)}
     * @throws IllegalStateException after {@link #shutdownOutput}
     */
    default void write(ByteBuffer... buffers) {
        for (ByteBuffer each : buffers) {
            write(each);
        }
    }

    /**
     * Sends bytes of a file, after those of earlier calls: as many as there is room for now. Where possible the kernel moves
     * them, and they never come into the process. Nothing of the file is kept when this returns.
     *
     * <p>Call again as long as {@link #isWritable} is true; when it is false, wait for
     * {@link Protocol#writable writable(true)}. Unlike {@link #write}, this never queues more than the water marks allow.
     *
     * @param file stays open, and is read now only
     * @param position of the first byte in the file; the channel's own position is neither used nor changed
     * @param count the most bytes to send, at least 1; other connections wait that long
     * @return how many bytes were sent, 0 only if there is no room; -1 if the file ends before {@code position}
     * @throws IOException if the file can't be read; a failure of the connection closes it and is the cause of
     *     {@code closed}
     */
    default long transferFrom(FileChannel file, long position, long count) throws IOException {
        if (!isWritable()) {
            return 0;
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(64 * 1024, count));
        int read = file.read(piece, position);
        write(piece.flip());
        return read;
    }

    /** {@return whether there is room: false from when the high water mark is exceeded until the low one is reached} */
    boolean isWritable();

    /** {@return the number of its channel in its loop, as traces have it, from 1; 0 if it has none} */
    default int channel() {
        return 0;
    }

    /** {@return how many bytes have been written that the socket has not taken yet} */
    int queued();

    /** No more {@link Protocol#received} until {@link #resumeReading}; TCP slows the peer down. Idempotent. */
    void pauseReading();

    /** Undoes {@link #pauseReading}. Idempotent. */
    void resumeReading();

    /** Half-close: shuts the output down once all that was written is sent. The peer reads EOF, and may go on sending. */
    void shutdownOutput();

    /** Stops reading, sends all that was written, then closes. */
    void close();

    /** Closes at once and drops what was not sent; the peer sees a reset. */
    void abort();

    /** {@link #abort}s. Returns whether there was an open connection. On the loop's thread, as all methods here. */
    @Override
    default boolean cancel() {
        boolean open = isOpen();
        abort();
        return open;
    }

    /**
     * {@return whether it can be read: neither side has closed it} After a write has failed it stays open, and is not
     * writable, until the protocol has got what the peer had sent before.
     */
    boolean isOpen();

    /**
     * Replaces the protocol. The new protocol gets all later events, including those already queued for the old one.
     * {@link Protocol#connected} is not called again.
     *
     * @param next gets all events from now on
     */
    void protocol(Protocol next);

    /** {@return the loop that this connection belongs to} */
    Scheduler loop();

    /** {@return the address of this end; null once closed} */
    @Nullable
    SocketAddress localAddress();

    /** {@return the peer's end; null once closed} */
    @Nullable
    SocketAddress remoteAddress();
}
