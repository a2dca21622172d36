package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection of {@link RawSelectorPeer}: what of a request is there, and what of an answer is left. Mostly neither. */
final class RawConnection {
    private final SocketChannel channel;
    private byte @Nullable [] begun;
    private @Nullable ByteBuffer rest;

    RawConnection(SocketChannel channel) {
        this.channel = channel;
    }

    SocketChannel channel() {
        return channel;
    }

    /** The beginning of a request that has not all come. */
    byte @Nullable [] begun() {
        return begun;
    }

    void begun(byte @Nullable [] begun) {
        this.begun = begun;
    }

    boolean hasRest() {
        return rest != null;
    }

    /** Writes an answer. What the socket doesn't take stays in this very buffer, which must not change then. */
    void write(ByteBuffer answer) throws IOException {
        channel.write(answer);
        rest = answer.hasRemaining() ? answer : null;
    }

    /** Whether the connection goes on. */
    boolean writeRest() throws IOException {
        ByteBuffer left = rest;
        if (left != null) {
            write(left);
        }
        return true;
    }
}
