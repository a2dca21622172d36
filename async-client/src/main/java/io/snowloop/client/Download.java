package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A response body on its way into a file.
 *
 * <p>{@link Fetcher#download} is the short way to it. Where filters stand around a fetcher, it goes behind them:
 * {@code redirects.around(fetcher).handle(request).flatMap(response -> Download.to(file, response))}.
 *
 * <p>The file is written on the loop's thread: writing goes to the page cache, and a piece is as small as one read from
 * the socket. On a file system that blocks (a network one, say) that is the wrong thing to do.
 */
public final class Download {
    private final Path file;
    private final Path part;
    private final BodyStream body;
    private final FileChannel channel;
    private final Promise<Response> result;
    private final Response response;

    private Download(Path file, Response response) throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.response = response;
        this.body = response.body().stream();
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.result = Scheduler.current().newPromise();
    }

    /**
     * Saves a body, piece by piece. The file appears when it is complete; until then there is one beside it whose name ends
     * in {@code .part}, and if anything fails, none. On the loop's thread.
     *
     * @return the response, whose body is empty
     */
    public static Future<Response> to(Path file, Response response) {
        try {
            Download download = new Download(file, response);
            download.result.onComplete((done, error) -> download.cleanUp(error));
            download.read();
            return download.result;
        } catch (IOException e) {
            response.body().stream().cancel();
            return Future.failed(new IOException("cannot write " + file + ": " + e, e));
        }
    }

    private void read() {
        while (!result.isDone()) {
            Future<@Nullable ByteBuffer> piece = body.read();
            Completed<@Nullable ByteBuffer> ready = piece.outcome();
            if (ready == null) {
                piece.onComplete((bytes, error) -> {
                    write(bytes, error);
                    read();
                });
                return;
            }
            write(ready.value(), ready.error());
        }
    }

    private void write(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (result.isDone()) { // cancelled while this piece was on its way: above all, no file must appear now
            return;
        }
        try {
            if (error != null) {
                result.fail(error);
            } else if (piece != null) {
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
            } else {
                channel.close();
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                result.complete(response.withBody(Body.EMPTY));
            }
        } catch (IOException e) {
            result.fail(new IOException("cannot write " + file + ": " + e, e));
        }
    }

    private void cleanUp(@Nullable Throwable error) {
        if (error == null) {
            return;
        }
        body.cancel();
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
    }
}
