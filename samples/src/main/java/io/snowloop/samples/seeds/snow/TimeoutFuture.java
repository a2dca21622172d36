// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A future with a time-out.
 *
 * <p>In the article it has no callback, and after the time-out its connection is closed without a response. Here the
 * client always gets a response. The time-out is a timer of the loop, on a monotonic clock.
 */
public final class TimeoutFuture extends Future {
    private final Timer timer;

    /** A future whose response is its result as text, or a 503 after the time-out. */
    public TimeoutFuture(double seconds) {
        this(seconds, TimeoutFuture::resultOrUnavailable);
    }

    /** A future whose result is null after the time-out. */
    public TimeoutFuture(double seconds, Callback callback) {
        super(callback);
        Duration duration = Duration.ofNanos((long) (seconds * 1_000_000_000));
        timer = Scheduler.current().schedule(duration, () -> super.setResult(null));
    }

    @Override
    public void setResult(@Nullable Object value) {
        timer.cancel();
        super.setResult(value);
    }

    private static HttpResponse resultOrUnavailable(HttpRequest request, Future future) {
        Object value = future.value();
        return value == null
                ? new HttpResponse(Status.SERVICE_UNAVAILABLE, "503 Service Unavailable: no result in time")
                : new HttpResponse(value.toString());
    }
}
