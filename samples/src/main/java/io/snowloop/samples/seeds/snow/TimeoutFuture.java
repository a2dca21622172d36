package io.snowloop.samples.seeds.snow;

import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A future that waits for its result only so long.
 *
 * <p>In the article it has no callback, and when the time is up its connection is closed without a word. Here the client gets
 * an answer in any case. The time is a timer of the loop, on a clock that nobody sets back.
 */
public final class TimeoutFuture extends Future {
    private final Timer timer;

    /** A future whose response is its result as a text, or a 503 when the time is up. */
    public TimeoutFuture(double seconds) {
        this(seconds, TimeoutFuture::resultOrUnavailable);
    }

    /** A future that has the result null when the time is up. */
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
