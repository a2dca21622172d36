// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.Context;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is moved far more often than it fires: a time-out of a connection.
 *
 * <p>To move it is a store into a field. The real timer stays where it is; when it fires too early it reads the field and
 * is scheduled again for the rest of the time. So a connection that is read from a thousand times a second costs the timer
 * queue one timer for each time-out, and not a thousand.
 *
 * <p>It counts from the call of {@link #arm} and not from the beginning of the turn: callbacks before this one may have
 * taken longer than the whole time-out, and the peer is not to blame for that.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Deadline {
    /** 146 years. Times are compared by their difference, which must not overflow. */
    private static final long FURTHEST = Long.MAX_VALUE / 2;

    private final Scheduler loop;
    private final Runnable expired;
    private @Nullable Timer timer;
    private long timerDue;
    private long due;
    private boolean armed;

    /**
     * A deadline that is not armed yet.
     *
     * @param expired run by the loop when it expires; it is no longer armed then
     */
    public Deadline(Scheduler loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** A time to wait in nanoseconds: 0 if it is negative, 146 years if it is longer. */
    public static long nanos(Duration delay) {
        return Math.max(0, Math.min(FURTHEST, TimeUnit.NANOSECONDS.convert(Objects.requireNonNull(delay, "delay"))));
    }

    /** Sets or moves it: {@code delay} from now; more than 146 years count as 146 years. */
    public void arm(Duration delay) {
        arm(nanos(delay));
    }

    /** Sets or moves it: {@code delay} nanoseconds from now. */
    public void arm(long delay) {
        armed = true;
        due = loop.ticker().nanoTime() + delay;
        if (timer == null) {
            start(delay);
        } else if (due - timerDue < 0) { // rare: moved to an earlier time
            timer.cancel();
            start(delay);
        }
    }

    /** Whether it is set and has not expired. */
    public boolean isArmed() {
        return armed;
    }

    /** Disarms it until the next {@link #arm}. Its timer stays in the loop. */
    public void disarm() {
        armed = false;
    }

    /** Disarms it and removes its timer from the loop. */
    public void cancel() {
        armed = false;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void start(long delay) {
        timerDue = due;
        // not in the context of the request whose code has armed it: another one may have it when it fires
        timer = Context.EMPTY.call(() -> loop.schedule(Duration.ofNanos(delay), this::fired));
    }

    private void fired() {
        timer = null;
        if (!armed) {
            return;
        }
        long left = due - loop.ticker().nanoTime();
        if (left > 0) {
            start(left);
        } else {
            loop.execute(this::expireUnlessMoved);
        }
    }

    /**
     * One turn after the time has passed. In a turn, timers fire after the callbacks of channels. If those took long, the
     * bytes may be in the socket, not read yet. So the deadline expires one turn later, after the loop has read the ready
     * channels.
     */
    private void expireUnlessMoved() {
        if (armed && timer == null) { // else it was armed again, which has set a timer
            armed = false;
            expired.run();
        }
    }

    @Override
    public String toString() {
        return "Deadline[" + expired + "]";
    }
}
