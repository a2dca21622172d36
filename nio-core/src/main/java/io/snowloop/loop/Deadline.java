package io.snowloop.loop;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A timer that is moved far more often than it fires: a connection's time-outs.
 *
 * <p>Moving it is a store into a field. The real timer stays where it is; when it goes off too early it looks at the
 * field and sets out again for the rest of the way. So a connection that is read from a thousand times a second costs
 * the timer queue one timer per time-out and not a thousand.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Deadline {
    /** 146 years. Times are compared by their difference, which must not overflow. */
    private static final long FURTHEST = Long.MAX_VALUE / 2;

    private final EventLoop loop;
    private final Runnable expired;
    private @Nullable Timer timer;
    private long timerDue;
    private long due;
    private boolean armed;

    /**
     * A deadline that is not armed yet.
     *
     * @param expired run by the loop when it passes; after that it is not armed any more
     */
    public Deadline(EventLoop loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** A time to wait in nanoseconds: none if it is negative, 146 years if it is longer. */
    public static long nanos(Duration delay) {
        return Math.max(0, Math.min(FURTHEST, TimeUnit.NANOSECONDS.convert(delay)));
    }

    /** Sets or moves it: {@code delay} from now; more than 146 years count as that. */
    public void arm(Duration delay) {
        arm(nanos(delay));
    }

    /** Sets or moves it: {@code delay} nanoseconds from now. */
    public void arm(long delay) {
        armed = true;
        due = loop.turnTime() + delay;
        if (timer == null) {
            start();
        } else if (due - timerDue < 0) { // the rare case: moved to an earlier time
            timer.cancel();
            start();
        }
    }

    /** Whether it has yet to pass. */
    public boolean isArmed() {
        return armed;
    }

    /** Calls it off, for now. */
    public void disarm() {
        armed = false;
    }

    /** Calls it off for good and takes its timer out of the loop. */
    public void cancel() {
        armed = false;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void start() {
        timerDue = due;
        timer = loop.schedule(Duration.ofNanos(Math.max(0, due - loop.ticker().nanoTime())), this::wentOff);
    }

    private void wentOff() {
        timer = null;
        if (!armed) {
            return;
        }
        if (due - loop.ticker().nanoTime() > 0) {
            start();
        } else {
            armed = false;
            expired.run();
        }
    }

    @Override
    public String toString() {
        return "Deadline[" + expired + "]";
    }
}
