// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import io.snowloop.future.Future;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link FileBody}. The file is opened for the first byte, and closed after the last one, after an error, and
 * when the stream is cancelled.
 */
public final class FileStream implements BodyStream {
    /** The largest piece that a read gives, in bytes. */
    private static final int PIECE = 64 * 1024;

    private final FileBody body;
    private @Nullable FileChannel file;
    private long left;
    private boolean cancelled;

    FileStream(FileBody body) {
        this.body = body;
        this.left = body.length();
    }

    @Override
    public long length() {
        return body.length();
    }

    /** {@return the number of bytes that have neither been read nor transferred} */
    public long left() {
        return left;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (left == 0) {
            return Future.completed(null);
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        try {
            moved(opened().read(piece, next()));
        } catch (IOException | CancellationException e) {
            cancel();
            return Future.failed(e);
        }
        return Future.completed(piece.flip());
    }

    /**
     * Transfers the next bytes from the file to the transport, in place of {@link #read}.
     * @param transport of this loop
     * @param most the largest number of bytes
     * @return the number of bytes that the transport took; fewer if it has no room, see {@link Transport#transferFrom}
     * @throws IOException if the file cannot be read or is too short
     */
    public long transferTo(Transport transport, long most) throws IOException {
        if (left == 0) {
            return 0;
        }
        try {
            return moved(transport.transferFrom(opened(), next(), Math.min(most, left)));
        } catch (IOException e) {
            cancel();
            throw e;
        }
    }

    /**
     * Opens the file now, and not for the first byte. Does nothing if it is open.
     *
     * @throws IOException if it does not exist or cannot be read
     */
    public void open() throws IOException {
        if (left > 0) {
            opened();
        }
    }

    private FileChannel opened() throws IOException {
        if (cancelled) {
            throw new CancellationException("cancelled before its end: " + body);
        }
        if (file == null) {
            file = body.open();
        }
        return file;
    }

    /** The position of the next byte in the file. */
    private long next() {
        return body.position() + body.length() - left;
    }

    private long moved(long count) throws IOException {
        if (count < 0) {
            throw body.cutShort(body.length() - left);
        }
        left -= count;
        if (left == 0) {
            close();
        }
        return count;
    }

    @Override
    public void cancel() {
        cancelled = true;
        close();
    }

    private void close() {
        FileChannel done = file;
        file = null;
        try {
            if (done != null) {
                done.close();
            }
        } catch (IOException e) {
            // it was only read: there is nothing that could be lost
        }
    }

    @Override
    public String toString() {
        return "the last " + left + " bytes of " + body;
    }
}
