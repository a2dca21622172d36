package io.snowloop.transport;

import io.snowloop.future.Cancellable;
import io.snowloop.loop.EventLoop;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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

    /** False from when the high water mark is exceeded until the low one is reached. */
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

    /** The loop that this connection belongs to. */
    EventLoop loop();

    /** Our end; null once closed. */
    @Nullable
    SocketAddress localAddress();

    /** The peer's end; null once closed. */
    @Nullable
    SocketAddress remoteAddress();
}
