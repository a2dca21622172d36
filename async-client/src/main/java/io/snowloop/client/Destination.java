// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Promise;
import io.snowloop.http.BodySink;
import io.snowloop.http.Response;
import io.snowloop.http.Transfer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a {@link Download} writes to. All methods belong to the loop's thread. */
interface Destination extends BodySink {
    /**
     * A new file in the place of a regular one, or of none; anything else itself.
     *
     * @throws IOException if it cannot be written, a directory for example
     */
    static Destination of(Path file, Response response) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory");
        }
        return Files.exists(file) && !Files.isRegularFile(file)
                ? new DeviceOutput(file, response)
                : PartFile.create(file, response);
    }

    /** The error of a download whose file cannot be written. */
    static IOException cannotWrite(Path file, IOException cause) {
        return new IOException("cannot write " + file + ": " + cause, cause);
    }

    /** Begins to take the pieces of this transfer. */
    default void start(Transfer transfer) {
        transfer.resume();
    }

    /** Completes with the response, with an empty body, when all pieces are written. */
    Promise<Response> saved();

    /** The download has failed or was cancelled: closes the file, and deletes what is incomplete. */
    void discard();

    @Override
    default void fail(Throwable error) {
        discard();
        saved().fail(error);
    }
}
