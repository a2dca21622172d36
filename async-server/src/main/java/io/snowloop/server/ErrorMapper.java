package io.snowloop.server;

import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** What turns the error of a view into a response: an app has one, for all that goes wrong in it. */
@FunctionalInterface
public interface ErrorMapper {
    /**
     * The response to a request that failed. Called on the loop's thread. What it throws becomes a 500.
     *
     * @param error what was thrown, or what the future failed with
     */
    Response response(Throwable error, Request request);

    /**
     * The mapper of an app that says nothing else, and the one that another mapper leaves the rest to:
     *
     * <table>
     *   <caption>Errors and statuses</caption>
     *   <tr><td>{@link HttpException}</td><td>its status, and its message as the text</td></tr>
     *   <tr><td>{@link BodyTooLargeException}</td><td>413</td></tr>
     *   <tr><td>{@link TimeoutException}, {@link RejectedExecutionException}</td><td>503</td></tr>
     *   <tr><td>anything else</td><td>500</td></tr>
     * </table>
     *
     * <p>Only an {@code HttpException} gives its message away: any other may hold what is no client's business.
     */
    static ErrorMapper standard() {
        return (error, request) -> error instanceof HttpException http
                ? StatusPage.of(http.status(), String.valueOf(http.getMessage()))
                : StatusPage.of(status(error));
    }

    private static Status status(Throwable error) {
        if (error instanceof BodyTooLargeException) {
            return Status.CONTENT_TOO_LARGE;
        }
        boolean overloaded = error instanceof TimeoutException || error instanceof RejectedExecutionException;
        return overloaded ? Status.SERVICE_UNAVAILABLE : Status.INTERNAL_SERVER_ERROR;
    }
}
