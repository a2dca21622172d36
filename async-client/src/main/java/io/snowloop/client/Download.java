// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Saves the body of a response in a file, piece by piece.
 *
 * <p>{@link Fetcher#download} saves what {@link #isWanted}. To look at the response first:
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#download -->
 * <pre>{@code
 * Future<Response> saved = fetcher.handle(request)
 *         .flatMap(response -> response.status().equals(Status.OK)
 *                 ? Download.to(file, response)
 *                 : Future.failed(new IOException(response.status().toString())));
 * }</pre>
 *
 * <p>A regular file is written on the loop's thread. Usually that only copies into the page cache, and a piece is as small
 * as one read from the socket. Do not use it for a file system that blocks, for example a network one. A pipe or a device
 * may block: a thread of the download writes it.
 */
public final class Download {
    private Download() {}

    /**
     * Whether a response has what the request asked for. An error page is not to take the place of a good file, and nor is
     * the empty body of a 204 (No Content), a 304 (Not Modified) or an answer to HEAD.
     *
     * @param request what was sent: its method and its {@code Range} count
     * @param response its status and its headers count; the body is not read
     * @return true for a 2xx response with content; for 206 (Partial Content) only if the request has a {@code Range}
     */
    public static boolean isWanted(Request request, Response response) {
        Objects.requireNonNull(request, "request");
        return switch (Objects.requireNonNull(response, "response").status().code()) {
            case 204, 205 -> false;
            case 206 -> request.headers().contains("Range") && !request.method().equals(Method.HEAD);
            default -> response.status().isSuccess() && !request.method().equals(Method.HEAD);
        };
    }

    /**
     * Saves a body, whatever the status of its response. On the loop's thread.
     *
     * <p>The file appears when it is complete, and replaces one of the same name in one step. Until then the bytes are in a
     * new file beside it, {@code download-*.part}. The file has the permissions of the one that it replaces; if there was
     * none, those that the process gives to new files. A symbolic link stays, and the file that it leads to is replaced.
     *
     * <p>What is no regular file, a pipe or a device, is written to and not replaced. A directory fails the download.
     *
     * @param file where the body goes; its folder must be there
     * @param response belongs to the download from now on
     * @return the response, with an empty body. Fails if reading or writing fails, and then deletes the part. Cancelling it
     *     cancels the body and deletes the part.
     */
    public static Future<Response> to(Path file, Response response) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(response, "response");
        try {
            return into(Destination.of(file, response), response);
        } catch (IOException e) {
            response.body().stream().cancel();
            return Future.failed(Destination.cannotWrite(file, e));
        }
    }

    static Future<Response> into(Destination destination, Response response) {
        Transfer transfer = Transfer.of(response.body().stream(), destination);
        destination.start(transfer);
        return destination.saved().onCancel(() -> {
            destination.discard(); // first, because a stream of the application may throw
            transfer.cancel();
        });
    }
}
