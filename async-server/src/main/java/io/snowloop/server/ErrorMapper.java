// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.nio.file.FileSystemException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** A function from an error to a response. An app has one, for the errors of all its filters and routes. */
@FunctionalInterface
public interface ErrorMapper {
    /**
     * {@return the response to a request that failed} It is called on the loop's thread. If it throws, the response is a
     * 500.
     *
     * @param error was thrown, or the future failed with it
     * @param request whose body may have been read in part
     */
    Response response(Throwable error, Request request);

    /**
     * {@return the default mapper of an app} A mapper of an app's own may call it for the errors that it does not know.
     *
     * <table>
     *   <caption>Errors and statuses</caption>
     *   <tr><td>{@link HttpException}</td><td>its status, and its message as the text</td></tr>
     *   <tr><td>{@link BodyTooLargeException}</td><td>413</td></tr>
     *   <tr><td>{@link TimeoutException}, {@link RejectedExecutionException}</td><td>503</td></tr>
     *   <tr><td>{@link FileSystemException} because no file descriptor is left, or a file has changed since it was
     *   looked up</td><td>503</td></tr>
     *   <tr><td>anything else</td><td>500</td></tr>
     * </table>
     *
     * <p>The response has the form that {@code Accept} names: {@code application/problem+json} (RFC 9457) if that or {@code
     * application/json} is liked best, HTML if that is, as by a browser, and else text.
     *
     * <p>A path or a method for which there is no route is an {@code HttpException}, too: 404 and 405. So is what
     * {@link StaticFiles} cannot send: 404, 412 and 416. A response with 405 gets its {@code Allow}, one with 416 its
     * {@code Content-Range}.
     *
     * <p>Only the message of an {@code HttpException} is sent to the client: other messages may have secrets.
     */
    static ErrorMapper standard() {
        return (error, request) -> {
            ErrorPage page =
                    error instanceof HttpException http ? ErrorPage.of(http) : ErrorPage.of(ErrorStatus.of(error));
            return page.response(request);
        };
    }
}
