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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one loop for all pages that another loop serves, each at most each 33 ms: a summary, and that the loop is held. The
 * watched loop copies its records once, however many pages there are. It belongs to the loop that serves the pages, except for what
 * the watched loop calls.
 */
final class Feed {
    /** How often a picture changes: thirty times a second. */
    private static final Duration PERIOD = Duration.ofMillis(33);

    private final Probe probe;
    private final Scheduler own;
    private final Timer timer;
    private final List<Page> pages = new ArrayList<>();
    private final Summary summary = new Summary();

    /** Whether a page is ready for records. Set by the own loop, taken by the watched one. */
    private volatile boolean wanted = true;

    /** Whether the watched loop has had a turn since it gave records away. */
    private volatile boolean untold;

    /** The number of the first record that was not given away yet. On the watched loop's thread. */
    private long next;

    /** When records were given away, in the ticker's nanoseconds. On the watched loop's thread. */
    private long toldAt = Long.MIN_VALUE;

    /** A page that is open, and the stop at which it knows the loop to be held; null if it knows it to run. */
    private static final class Page {
        private final EventStream events;
        private @Nullable Recording shown;

        private Page(EventStream events) {
            this.events = events;
        }
    }

    private Feed(Probe probe, Scheduler own) {
        this.probe = probe;
        this.own = own;
        this.timer = own.scheduleAtFixedRate(PERIOD, PERIOD, this::look);
    }

    /** A page begins. It ends with its stream, and the feed with its last page. */
    static void begin(Probe probe, EventStream events) {
        Scheduler own = Scheduler.current();
        Feed feed = probe.feed(own);
        if (feed == null) {
            feed = new Feed(probe, own);
            probe.add(feed);
        }
        feed.add(new Page(events));
    }

    private void add(Page page) {
        pages.add(page);
        page.events.closed().onDone(() -> {
            pages.remove(page);
            if (pages.isEmpty()) {
                probe.remove(this);
                timer.cancel();
            }
        });
    }

    /** Whether this loop serves its pages. Any thread. */
    boolean isOf(Scheduler loop) {
        return own == loop;
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
            probe.remove(this); // the loop that serves the pages is closed, and they with it
        }
    }

    // ------------------------------------------------------------------------------------------- on the own loop

    private void show(Recording records) {
        ServerSentEvent event = ServerSentEvent.of(summary.add(records)).withName("summary");
        for (Page page : List.copyOf(pages)) {
            if (page.events.isWritable()) {
                page.events.send(event);
            }
        }
    }

    /** Tells the page whether the loop is held; again later if the page takes nothing now. */
    private void tellHold(Page page) {
        Recording held = probe.heldNow();
        if (held != page.shown && page.events.send(ServerSentEvent.of("").withName(held == null ? "runs" : "held"))) {
            page.shown = held;
        }
    }

    /**
     * Tells whether the loop is held, and asks for more if a page has taken the last summary. A loop that waits in select is
     * woken if it has something to tell.
     */
    private void look() {
        List.copyOf(pages).forEach(this::tellHold);
        if (pages.stream().noneMatch(page -> page.events.isWritable())) {
            return;
        }
        wanted = true;
        if (untold) {
            probe.wake();
        }
    }
}
