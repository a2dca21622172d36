package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Transfer;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Saves the body of a response in a file, piece by piece.
 *
 * <p>{@link Fetcher#download} saves every response. To look at the response first:
 *
 * <pre>{@code
 * fetcher.handle(request).flatMap(response -> response.status().equals(Status.OK)
 *         ? Download.to(file, response)
 *         : Future.failed(new IOException(response.status().toString())));
 * }</pre>
 *
 * <p>The file is written on the loop's thread. Usually that only copies into the page cache, and a piece is as small as one
 * read from the socket. Do not use it for a file system that blocks, for example a network one.
 */
public final class Download {
    private static final LazyLogger LOG = new LazyLogger(Download.class);

    private Download() {}

    /**
     * Saves a body. The file appears when it is complete, and replaces one of the same name. Until then the bytes are in a
     * file beside it whose name ends in {@code .part}. On the loop's thread.
     *
     * @return the response, with an empty body. Fails if reading or writing fails, and then deletes the part. Cancelling
     *     it cancels the body and deletes the part.
     */
    public static Future<Response> to(Path file, Response response) {
        Objects.requireNonNull(file, "file");
        BodyStream body = Objects.requireNonNull(response, "response").body().stream();
        try {
            PartFile part = new PartFile(file, response);
            Transfer transfer = Transfer.of(body, part);
            transfer.resume();
            return part.result.onCancel(() -> {
                part.delete(); // first, because a stream of the application may throw
                transfer.cancel();
            });
        } catch (IOException e) {
            body.cancel();
            return Future.failed(cannotWrite(file, e));
        }
    }

    private static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + cause, cause);
    }

    /** The file while it is incomplete. */
    private static final class PartFile implements BodySink {
        private final Path file;
        private final Path part;
        private final FileChannel channel;
        private final Response response;
        private final Promise<Response> result = Scheduler.current().newPromise();

        PartFile(Path file, Response response) throws IOException {
            this.file = file;
            this.part = file.resolveSibling(file.getFileName() + ".part");
            this.response = response;
            this.channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        }

        @Override
        public boolean write(ByteBuffer piece) throws IOException {
            try {
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
                return true;
            } catch (IOException e) {
                throw cannotWrite(file, e);
            }
        }

        @Override
        public void end(Headers trailers) throws IOException {
            if (result.isDone()) { // cancelled by another thread, and the callback is still queued: no file may appear
                return;
            }
            try {
                channel.close();
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw cannotWrite(file, e);
            }
            result.complete(response.withBody(Body.EMPTY));
        }

        @Override
        public void fail(Throwable error) {
            delete();
            result.fail(error);
        }

        private void delete() {
            try {
                channel.close();
                Files.deleteIfExists(part);
            } catch (IOException e) {
                LOG.get().log(Level.WARNING, () -> "cannot delete " + part + ", the part of a download that failed", e);
            }
        }
    }
}
