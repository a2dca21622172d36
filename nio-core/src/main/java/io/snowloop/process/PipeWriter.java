// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The standard input of a child: a pipe that a thread writes to, one write at a time. The loop's thread, but for one method. */
final class PipeWriter {
    private final Scheduler loop;
    private final Executor threads;
    private final OutputStream out;
    private final String child;
    private boolean writing;
    private boolean closed;

    /** @param child its name, for messages */
    PipeWriter(Scheduler loop, Executor threads, OutputStream out, String child) {
        this.loop = loop;
        this.threads = threads;
        this.out = out;
        this.child = child;
    }

    Future<@Nullable Void> write(ByteBuffer bytes) {
        if (writing) {
            throw new IllegalStateException("the write before has not completed: wait for its future");
        }
        if (closed) {
            return Future.failed(new InputClosedException(child, null));
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        Promise<@Nullable Void> written = loop.newPromise();
        try {
            threads.execute(() -> writeOnThread(copy, written));
        } catch (RejectedExecutionException e) {
            return Future.failed(new IOException("no thread can write to " + child + ": " + e.getMessage(), e));
        }
        writing = true;
        return written;
    }

    /** Blocks until the pipe has taken all bytes: while the child does not read, that is 64 KiB on Linux. */
    private void writeOnThread(byte[] bytes, Promise<@Nullable Void> written) {
        IOException failure = writeAll(bytes);
        try {
            loop.execute(() -> ended(written, failure));
        } catch (RejectedExecutionException e) { // the loop is closed
            closeNow();
        }
    }

    private @Nullable IOException writeAll(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
            return null;
        } catch (IOException e) { // EPIPE
            return new InputClosedException(child, e);
        }
    }

    private void ended(Promise<@Nullable Void> written, @Nullable IOException failure) {
        writing = false;
        closed |= failure != null;
        if (closed) {
            closeNow();
        }
        if (failure == null) {
            written.complete(null);
        } else {
            written.fail(failure);
        }
    }

    /** At once, or after the write that a thread is in the middle of: to close waits for its lock. */
    void close() {
        if (!closed) {
            closed = true;
            if (!writing) {
                closeNow();
            }
        }
    }

    private void closeNow() {
        try {
            out.close();
        } catch (IOException e) {
            // every byte was flushed, or its write has failed, which is told
        }
    }
}
