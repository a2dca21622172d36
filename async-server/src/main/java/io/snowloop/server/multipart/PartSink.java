// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.FileBody;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps the content of a part: in memory, and from a limit on, if it is a file, in a temporary file. */
final class PartSink implements BodySink {
    /** What a part without content takes, its name and its type aside. */
    private static final int EMPTY_PART = 512;

    private final Part part;
    private final MultipartForm form;
    private final Multipart limits;
    private final Promise<Body> stored = Scheduler.current().newPromise();

    private ByteQueue memory = new ByteQueue();
    private @Nullable FileChannel channel;
    private @Nullable Path file;

    private PartSink(Part part, MultipartForm form, Multipart limits) {
        this.part = part;
        this.form = form;
        this.limits = limits;
    }

    /** Stores a part. If that fails or is cancelled, its file is closed; the form deletes it. */
    static Future<Body> store(Part part, MultipartForm form, Multipart limits) {
        String type = part.headers().get("Content-Type");
        form.keep(EMPTY_PART + part.name().length() + (type == null ? 0 : type.length()));
        PartSink sink = new PartSink(part, form, limits);
        Transfer transfer = Transfer.of(part.body(), sink);
        transfer.resume();
        return sink.stored.onCancel(() -> {
            transfer.cancel();
            sink.closeQuietly();
        });
    }

    @Override
    public boolean write(ByteBuffer piece) throws IOException {
        if (channel == null && memory.size() + piece.remaining() > limits.maxMemory()) {
            if (part.fileName() == null) {
                throw limits.exceeded("maxMemory", limits.maxMemory(), "a field of the form has more bytes");
            }
            file = form.temporaryFile(limits.folder());
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            writeFully(memory.peek());
            form.keep(-memory.array().length);
            memory = new ByteQueue();
        }
        if (channel == null) {
            int before = memory.array().length;
            memory.append(piece);
            form.keep(memory.array().length - before); // it grows by more than the piece
        } else {
            writeFully(piece);
        }
        return true;
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        try {
            form.write(bytes.remaining());
            while (channel != null && bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) { // of a full disk, for example, and then it does not say which
            throw new IOException("cannot write " + file + ": " + e, e);
        }
    }

    @Override
    public void end(Headers trailers) throws IOException {
        if (channel != null && file != null) {
            channel.close();
            stored.complete(FileBody.of(file));
        } else {
            byte[] content = new byte[memory.size()];
            memory.peek().get(content);
            form.keep(content.length - memory.array().length);
            stored.complete(Body.of(content));
        }
    }

    @Override
    public void fail(Throwable error) {
        closeQuietly();
        stored.fail(error);
    }

    private void closeQuietly() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it is deleted
        }
    }
}
