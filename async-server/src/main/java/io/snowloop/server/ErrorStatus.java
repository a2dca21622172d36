// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.FileBody;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The status that says what an error means to the client (RFC 9110 §15). */
final class ErrorStatus {
    /** The messages of EMFILE and ENFILE, for which the JDK has no type. */
    private static final String NO_DESCRIPTOR = "Too many open files";

    private ErrorStatus() {}

    /** An {@link HttpException}'s own; 503 for what may go well a little later; 500 for what it doesn't know. */
    static Status of(@Nullable Throwable error) {
        if (error instanceof HttpException http) {
            return http.status();
        }
        if (error instanceof BodyTooLargeException) {
            return Status.CONTENT_TOO_LARGE;
        }
        return isPassing(error) ? Status.SERVICE_UNAVAILABLE : Status.INTERNAL_SERVER_ERROR;
    }

    /** The level at which an error with this status is logged: a 500 may be a bug of the app's, and 4xx is the client's error. */
    static Level level(Status status) {
        if (!status.isServerError()) {
            return Level.DEBUG;
        }
        return status.equals(Status.INTERNAL_SERVER_ERROR) ? Level.ERROR : Level.WARNING;
    }

    private static boolean isPassing(@Nullable Throwable error) {
        return error instanceof TimeoutException
                || error instanceof RejectedExecutionException
                || (error instanceof FileSystemException file
                        && file.getReason() != null
                        && (file.getReason().startsWith(NO_DESCRIPTOR)
                                || file.getReason().equals(FileBody.CHANGED)));
    }
}
