// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Transfer;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What is no regular file: a pipe, a terminal, a device. It is written to, as a shell's {@code >} does, and stays.
 *
 * <p>To open a pipe blocks until there is a reader, and a write blocks while the reader is slow. So one thread opens, writes
 * and closes, piece by piece; meanwhile the transfer is paused.
 */
final class DeviceOutput implements Destination {
    private final Path file;
    private final Response response;
    private final Scheduler loop = Scheduler.current();
    private final Promise<Response> saved = loop.newPromise();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(DeviceOutput::daemon);
    private @Nullable Transfer transfer;

    /** Opened by the writer. */
    private volatile @Nullable FileChannel channel;

    DeviceOutput(Path file, Response response) {
        this.file = file;
        this.response = response;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "snowloop-download");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Promise<Response> saved() {
        return saved;
    }

    /** The pieces follow when it is open. */
    @Override
    public void start(Transfer transfer) {
        this.transfer = transfer;
        onWriter(this::open, transfer::resume);
    }

    private void open() throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.WRITE);
        channel = opened;
        if (writer.isShutdown()) { // discarded meanwhile, when there was nothing to close
            opened.close();
        }
    }

    @Override
    public boolean write(ByteBuffer piece) {
        onWriter(() -> writeAll(piece), Objects.requireNonNull(transfer)::resume);
        return false;
    }

    private void writeAll(ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            Objects.requireNonNull(channel).write(piece);
        }
    }

    @Override
    public void end(Headers trailers) {
        onWriter(Objects.requireNonNull(channel)::close, () -> {
            writer.shutdown();
            saved.complete(response.withBody(Body.EMPTY));
        });
    }

    /** Has the writer do something, then the loop. If the first fails, so does the download. */
    private void onWriter(Action action, Runnable then) {
        writer.execute(() -> {
            try {
                action.run();
                loop.execute(then);
            } catch (IOException e) {
                loop.execute(() -> broke(Destination.cannotWrite(file, e)));
            }
        });
    }

    private void broke(IOException cause) {
        Objects.requireNonNull(transfer).cancel();
        fail(cause);
    }

    /** Interrupts the writer. One that waits for the reader of a pipe ends when that comes. */
    @Override
    public void discard() {
        writer.shutdownNow();
        FileChannel opened = channel;
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            // its descriptor is free all the same, and what the download failed with is told
        }
    }

    /** What the writer does. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
