// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.server.EventStream;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Recording;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one loop for one page, each at most each 33 ms: a summary, and that the loop is held. It belongs to the loop that
 * serves the page, except for what the watched loop calls.
 */
final class Feed {
    /** How often a picture changes: thirty times a second. */
    private static final Duration PERIOD = Duration.ofMillis(33);

    private final Probe probe;
    private final Scheduler own;
    private final EventStream page;
    private final Summary summary = new Summary();

    /** Whether the page is ready for records. Set by the own loop, taken by the watched one. */
    private volatile boolean wanted = true;

    /** Whether the watched loop has had a turn since it gave records away. */
    private volatile boolean untold;

    /** The number of the first record that was not given away yet. On the watched loop's thread. */
    private long next;

    /** When records were given away, in the ticker's nanoseconds. On the watched loop's thread. */
    private long toldAt = Long.MIN_VALUE;

    /** The stop at which the page knows the loop to be held; null if it knows it to run. */
    private @Nullable Recording shown;

    private Feed(Probe probe, Scheduler own, EventStream page) {
        this.probe = probe;
        this.own = own;
        this.page = page;
    }

    /** Begins. It ends with the page. */
    static void begin(Probe probe, EventStream page) {
        Scheduler own = Scheduler.current();
        Feed feed = new Feed(probe, own, page);
        Timer timer = own.scheduleAtFixedRate(PERIOD, PERIOD, feed::look);
        probe.add(feed);
        page.closed().onDone(() -> {
            probe.remove(feed);
            timer.cancel();
        });
    }

    // ------------------------------------------------------------------------------------- on the watched loop

    /** The watched loop has had a turn. */
    void turnEnded(LoopTrace trace, long now) {
        if (wanted && (toldAt == Long.MIN_VALUE || now - toldAt >= PERIOD.toNanos())) {
            wanted = false;
            untold = false;
            toldAt = now;
            Supplier<Recording> records = trace.copy(next);
            next = trace.count();
            tell(() -> show(records.get()));
        } else if (!untold) {
            untold = true;
        }
    }

    private void tell(Runnable task) {
        try {
            own.execute(new NamedTask("lens", task));
        } catch (RejectedExecutionException e) {
            probe.remove(this); // the loop that serves the page is closed, and the page with it
        }
    }

    // ------------------------------------------------------------------------------------------- on the own loop

    private void show(Recording records) {
        page.send(ServerSentEvent.of(summary.add(records)).withName("summary"));
    }

    /** Tells the page whether the loop is held; again later if the page takes nothing now. */
    private void tellHold() {
        Recording held = probe.heldNow();
        if (held != shown && page.send(ServerSentEvent.of("").withName(held == null ? "runs" : "held"))) {
            shown = held;
        }
    }

    /**
     * Tells whether the loop is held, and asks for more if the page has taken the last summary. A loop that waits in select is
     * woken if it has something to tell.
     */
    private void look() {
        tellHold();
        if (!page.isWritable()) {
            return;
        }
        wanted = true;
        if (untold) {
            probe.wake();
        }
    }
}
