// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Scheduler;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Recording;
import io.snowloop.trace.Stepper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a lens has on the loop that it watches: a trace, and what can hold the loop.
 *
 * <p>The watched loop gives its records away at the end of a turn, and only to a {@link Feed} that has asked since it got some.
 * So a page that is slow, or a loop of the lens that is, gets less, and the watched loop waits for nothing.
 */
final class Probe implements LoopObserver, Source {
    /** The last events that are kept: a page that holds the loop sees so far back. */
    private static final int CAPACITY = 16_384;

    private final EventLoop loop;
    private final LoopTrace trace;
    private final @Nullable Stepper stepper;
    private final @Nullable LoopObserver holding;
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();

    /** What the trace has while the loop is held: its thread waits, and can give nothing away. */
    private volatile @Nullable Recording held;

    /** On a loop that is being opened; without a stepper it can't be held. */
    Probe(EventLoop loop, @Nullable Stepper stepper) {
        this.loop = loop;
        this.trace = (LoopTrace) requireNonNull(LoopTrace.withFutures(CAPACITY).observe(loop));
        this.stepper = stepper;
        this.holding = stepper == null ? null : stepper.observe(loop);
    }

    @Override
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        trace.observe(event, value, owner);
        if (event == LoopEvent.TURN_END) {
            for (Feed feed : feeds) {
                feed.turnEnded(trace, loop.ticker().nanoTime());
            }
        }
        if (holding != null) {
            holding.observe(event, value, owner);
        }
    }

    @Override
    public boolean observesFutures() {
        return true;
    }

    @Override
    public <T extends LoopObserver> @Nullable T find(Class<T> type) {
        return type.isInstance(this) ? type.cast(this) : trace.find(type);
    }

    /** The loop is held, on its thread. */
    void isHeld() {
        held = trace.recording();
    }

    /** What the trace has while the loop is held; null while it runs. */
    @Nullable
    Recording heldNow() {
        return held;
    }

    /** The loop goes on, or to its next stop. Any thread. */
    void goesOn() {
        held = null;
    }

    /** What the trace has now. Any thread. */
    @Override
    public Future<Recording> recording() {
        Recording recording = held;
        return recording != null ? Future.completed(recording) : loop.submit(() -> Future.completed(trace.recording()));
    }

    /** The feed of the pages that a loop serves; null if there is none. Only that loop adds and removes it. */
    @Nullable
    Feed feed(Scheduler own) {
        return feeds.stream().filter(feed -> feed.isOf(own)).findFirst().orElse(null);
    }

    void add(Feed feed) {
        feeds.add(feed);
    }

    /** The pages of a feed are gone. A loop that is held goes on when it was the last one: no page is left that could let it go. */
    void remove(Feed feed) {
        feeds.remove(feed);
        if (feeds.isEmpty() && stepper != null) {
            goesOn();
            stepper.resume();
        }
    }

    /** Ends the select in which the loop waits, so that it has a turn. Any thread. */
    void wake() {
        loop.reactor().wakeUp();
    }

    @Override
    public String name() {
        return loop.toString();
    }

    EventLoop loop() {
        return loop;
    }

    /** What can hold the loop; null if nothing can. */
    @Nullable
    Stepper stepper() {
        return stepper;
    }
}
