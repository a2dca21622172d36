// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Ticker;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A filter that logs each request with its response, in one line at level INFO:
 * {@code GET /home/?a=1 200 4 bytes 0.213 ms}. With {@link RequestId} around it, the id follows.
 *
 * <p>The target is logged as it was sent, also in an app that is mounted in another one. The time ends when the response's
 * head is there; the body may take longer. The number of bytes is left out if it is not known then.
 */
public final class AccessLog implements Filter {
    private static final LazyLogger LOG = new LazyLogger(AccessLog.class);

    private AccessLog() {}

    /** {@return the filter} Add it first, so that it also logs the responses of other filters. */
    public static AccessLog accessLog() {
        return new AccessLog();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        if (!LOG.isLoggable(Level.INFO)) {
            return next.handle(request);
        }
        Ticker ticker = Ticker.current();
        long start = ticker.nanoTime();
        return next.handle(request)
                .onComplete((response, error) -> log(request, response, error, ticker.nanoTime() - start));
    }

    private static void log(Request request, @Nullable Response response, @Nullable Throwable error, long nanoseconds) {
        String outcome = response == null ? String.valueOf(error) : outcome(response);
        double milliseconds = TimeUnit.NANOSECONDS.toMicros(nanoseconds) / 1_000.0;
        String id = RequestId.of(request);
        LOG.log(
                Level.INFO,
                request.method() + " " + request.originalTarget() + " " + outcome + " " + milliseconds + " ms"
                        + (id == null ? "" : " " + id));
    }

    private static String outcome(Response response) {
        long bytes = response.body().length();
        int code = response.status().code();
        return bytes < 0 ? Integer.toString(code) : code + " " + bytes + " bytes";
    }
}
