// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.Timer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requests to one origin that wait for a token. They go in the order in which they came. */
final class Pacer {
    private final String setting;
    private final int maxWaiting;
    private final TokenBucket bucket;
    private final Set<Promise<@Nullable Void>> waiting = new LinkedHashSet<>();

    /** Null while none waits. */
    private @Nullable Timer timer;

    /**
     * None waits.
     * @param setting the name of that for {@code maxWaiting}
     */
    Pacer(String setting, int maxWaiting, TokenBucket bucket) {
        this.setting = setting;
        this.maxWaiting = maxWaiting;
        this.bucket = bucket;
    }

    /** Sends a request in its turn. Cancelling it frees its place. */
    Future<Response> send(Request request, Handler next) {
        if (waiting.size() >= maxWaiting) {
            return Future.failed(new TooManyWaitingException(maxWaiting + " requests wait for "
                    + Target.of(request.target()).origin() + " (" + setting + "), so this one is refused: " + request));
        }
        return turn().flatMap(now -> next.handle(request));
    }

    private Future<@Nullable Void> turn() {
        Scheduler loop = Scheduler.current();
        Promise<@Nullable Void> turn = loop.newPromise();
        waiting.add(turn);
        turn.onCancel(() -> left(turn));
        if (timer == null) {
            serve(loop);
        }
        return turn;
    }

    private void serve(Scheduler loop) {
        timer = null;
        long now = Ticker.current().nanoTime();
        while (!waiting.isEmpty() && bucket.take(now)) {
            Promise<@Nullable Void> first = waiting.iterator().next();
            waiting.remove(first);
            first.complete(null);
        }
        if (!waiting.isEmpty()) {
            timer = loop.schedule(Duration.ofNanos(bucket.untilNext(now)), () -> serve(loop));
        }
    }

    private void left(Promise<@Nullable Void> turn) {
        waiting.remove(turn);
        if (waiting.isEmpty() && timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
