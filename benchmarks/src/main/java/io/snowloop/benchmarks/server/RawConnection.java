// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection of {@link RawSelectorPeer}: an incomplete request and an unsent rest of a response. Mostly it has
 * neither.
 */
final class RawConnection {
    /** The file, opened once. */
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

    /** The first bytes of an incomplete request. */
    byte @Nullable [] begun() {
        return begun;
    }

    void begun(byte @Nullable [] begun) {
        this.begun = begun;
    }

    boolean hasRest() {
        return rest != null || fileLeft > 0;
    }

    /** Writes a response. Unsent bytes stay in this buffer, which then must not change. */
    void write(ByteBuffer answer) throws IOException {
        channel.write(answer);
        rest = answer.hasRemaining() ? answer : null;
    }

    /** Writes a head and the file. */
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

    /** Writes the rest. Returns whether the connection stays open. */
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
