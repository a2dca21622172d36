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
 * <p>All methods belong to the loop's thread and return at once. None of them calls the protocol back before it returns.
 * On a connection that is closed they do nothing: {@link Protocol#closed} has told, or is about to tell, why.
 *
 * <p>As the value of a future that was cancelled while it was on its way, it is aborted.
 */
public interface Transport extends Cancellable {
    /**
     * Sends all bytes of the buffer, after those of earlier calls. When this returns the buffer is the caller's again:
     * what the socket did not take has been copied.
     *
     * <p>There is no limit to what may be written, only the advice of {@link Protocol#writable} and {@link #isWritable}.
     */
    void write(ByteBuffer bytes);

    /** Sends both, one after the other: where it can, with one system call for the two. */
    default void write(ByteBuffer first, ByteBuffer second) {
        write(first);
        write(second);
    }

    /**
     * Sends bytes of a file, after those of earlier calls: as many as there is room for now. Where it can, a transport
     * has the kernel move them, and they never come into the process. Nothing of the file is kept when this returns.
     *
     * <p>Ask again as long as {@link #isWritable} says that there is room; when it doesn't, wait for
     * {@link Protocol#writable writable(true)}. Unlike {@link #write}, this never queues more than the water marks like.
     *
     * @param position of the first byte in the file, whose own position plays no part
     * @param count the most that may be sent, at least 1: so long other connections have to wait
     * @return how many bytes were sent, 0 only if there is no room; -1 if the file ends before {@code position}
     * @throws IOException if the file can't be read; the failures of a connection end it, as always, and are told there
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

    /** Whether there is room: false from when the high water mark is exceeded until the low one is reached. */
    boolean isWritable();

    /** How many bytes have been written that the socket has not taken yet. */
    int queued();

    /** No more {@link Protocol#received} until {@link #resumeReading}; the peer is slowed down by TCP. Idempotent. */
    void pauseReading();

    /** Takes back {@link #pauseReading}. Idempotent. */
    void resumeReading();

    /** Ends our half of the connection once all that was written is sent; the peer sees the end of the stream. */
    void shutdownOutput();

    /** Stops reading, sends all that was written, then closes. */
    void close();

    /** Closes at once and forgets what was not sent; the peer sees a reset. */
    void abort();

    /** {@link #abort}, and whether there was a connection to end. On the loop's thread, as all the others. */
    @Override
    default boolean cancel() {
        boolean open = isOpen();
        abort();
        return open;
    }

    /** Whether neither side has closed it. */
    boolean isOpen();

    /**
     * From now on calls another protocol, even with what is on its way to this one. It hears nothing of
     * {@link Protocol#connected}: it has been told by whoever calls this.
     */
    void protocol(Protocol next);

    /** The loop that this connection belongs to. */
    Scheduler loop();

    /** Our end; null once closed. */
    @Nullable
    SocketAddress localAddress();

    /** The peer's end; null once closed. */
    @Nullable
    SocketAddress remoteAddress();
}
