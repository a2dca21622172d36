package io.snowloop.http;

import io.snowloop.future.Future;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FileBody} on its way: opens the file when the first byte is wanted, and closes it after the last one, when it
 * is cancelled, and when it fails.
 */
public final class FileStream implements BodyStream {
    /** The bytes that one read brings at most. */
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

    /** How many bytes have neither been read nor transferred. */
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
     * Has the transport take the next bytes from the file itself, in place of {@link #read}.
     *
     * @param most how many it may be
     * @return how many it has taken; fewer if it has no room, see {@link Transport#transferFrom}
     * @throws IOException if the file can't be read or is too short
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
     * Opens the file now, and not when the first byte is wanted; once it is open, this does nothing.
     *
     * @throws IOException if there is none, or it can't be read
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
            file = FileChannel.open(body.path());
        }
        return file;
    }

    /** Where the next byte is in the file. */
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
