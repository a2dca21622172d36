package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection of {@link RawSelectorPeer}: what of a request is there, and what of an answer is left. Mostly neither. */
final class RawConnection {
    /** Opened once. */
    private static final FileChannel FILE = open();

    private final SocketChannel channel;
    private byte @Nullable [] begun;
    private @Nullable ByteBuffer rest;
    private long fileLeft;

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
        return rest != null || fileLeft > 0;
    }

    /** Writes an answer. What the socket doesn't take stays in this very buffer, which must not change then. */
    void write(ByteBuffer answer) throws IOException {
        channel.write(answer);
        rest = answer.hasRemaining() ? answer : null;
    }

    /** Writes a head, and behind it the file. */
    void writeFile(ByteBuffer head) throws IOException {
        write(head);
        fileLeft = PayloadFile.LENGTH;
        transfer();
    }

    private void transfer() throws IOException {
        if (rest == null && fileLeft > 0) {
            fileLeft -= FILE.transferTo(PayloadFile.LENGTH - fileLeft, fileLeft, channel);
        }
    }

    /** Whether the connection goes on. */
    boolean writeRest() throws IOException {
        ByteBuffer left = rest;
        if (left != null) {
            write(left);
        }
        transfer();
        return true;
    }

    private static FileChannel open() {
        try {
            return FileChannel.open(PayloadFile.PATH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
