package io.snowloop.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that still lies where it was received, in a buffer that is only lent. Whoever reads it makes the copy that will
 * last; what is left unread is copied when the loan ends, by {@link #keep}. What this buys: a body that is sent back as
 * it came is never copied, and for one of 4 KiB that is a tenth of an echo.
 *
 * <p>{@link #lent} and {@link #keep} belong to the connection and its thread; all else to any thread, as for every body
 * in memory.
 */
public final class LentBytes extends Body.Bytes {
    private final int length;

    /** Null once the loan has ended. */
    private @Nullable ByteBuffer lent;

    private volatile byte @Nullable [] array;

    /** All that remains in a buffer, which nobody must change until {@link #keep}. */
    public LentBytes(ByteBuffer lent) {
        this.lent = lent;
        this.length = lent.remaining();
    }

    /**
     * The bytes, where they lie, to be sent before the loan ends: taking them ends it, and unless they have been read
     * they can't be read any more.
     */
    public synchronized ByteBuffer take() {
        ByteBuffer taken = lent;
        lent = null;
        return taken != null ? taken : ByteBuffer.wrap(array());
    }

    /** Ends the loan, if it has not ended: the buffer may be filled anew, and the bytes can be read for ever. */
    public void keep() {
        if (lent != null) {
            array();
            lent = null;
        }
    }

    /** @throws IllegalStateException if it has been sent back, and was not read before */
    @Override
    public byte[] array() {
        byte[] all = array;
        return all != null ? all : copy();
    }

    /** By one thread: a handler's may read while the loop's ends the loan. */
    private synchronized byte[] copy() {
        byte[] all = array;
        if (all == null) {
            ByteBuffer source = lent;
            if (source == null) {
                throw new IllegalStateException(
                        "this body was sent on as it came and is gone: read it, by array(), before that");
            }
            all = new byte[length];
            source.get(source.position(), all);
            array = all;
        }
        return all;
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array()).asReadOnlyBuffer();
    }

    @Override
    public long length() {
        return length;
    }
}
