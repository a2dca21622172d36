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

/**
 * A response body on its way into a file.
 *
 * <p>{@link Fetcher#download} is the short way to it. Where filters stand around a fetcher, it goes behind them:
 * {@code redirects.around(fetcher).handle(request).flatMap(response -> Download.to(file, response))}.
 *
 * <p>The file is written on the loop's thread: writing goes to the page cache, and a piece is as small as one read from
 * the socket. On a file system that blocks (a network one, say) that is the wrong thing to do.
 */
public final class Download implements BodySink {
    private static final LazyLogger LOG = new LazyLogger(Download.class);

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final Response response;
    private final Promise<Response> result = Scheduler.current().newPromise();

    private Download(Path file, Response response) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.response = response;
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Saves a body, piece by piece. The file appears when it is complete. Until then there is a file beside it whose name
     * ends in {@code .part}; if anything fails, it is deleted. On the loop's thread.
     *
     * @return the response, with an empty body; cancelling it deletes the part
     */
    public static Future<Response> to(Path file, Response response) {
        BodyStream body = response.body().stream();
        try {
            Download download = new Download(file, response);
            Transfer transfer = Transfer.of(body, download);
            transfer.resume();
            return download.result.onCancel(() -> {
                transfer.cancel();
                download.deletePart();
            });
        } catch (IOException e) {
            body.cancel();
            return Future.failed(cannotWrite(file, e));
        }
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
        if (result
                .isDone()) { // cancelled by another thread, and the loop has not come round to it: no file must appear
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
        deletePart();
        result.fail(error);
    }

    private void deletePart() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.get().log(Level.WARNING, () -> "cannot delete " + part + ", the part of a download that failed", e);
        }
    }

    private static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + cause, cause);
    }
}
