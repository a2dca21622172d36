// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds a loop between two events, as a debugger holds a program between two lines. The loop's thread waits meanwhile, and the
 * loop's clock stands still, so no timer is late afterwards.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#stepper -->
 * <pre>{@code
 * EventLoopOptions options = EventLoopOptions.builder()
 *         .ticker(stepper.ticker())
 *         .observer(stepper) // new Stepper(Ticker.system(), stops::add)
 *         .build();
 * stepper.hold();
 * try (EventLoopGroup group = EventLoopGroup.start(1, options)) {
 *     stops.take(); // it is held before its first turn, and its clock stands still
 *     group.loops().get(0).execute(new NamedTask("retry", () -> {}));
 *     stepper.stepTo(event -> event == LoopEvent.TASK);
 *     log.add("next is " + stops.take().owner());
 * } // stepper.resume() lets the loop go, and so does the close
 * }</pre>
 *
 * <p>It can hold the loop before a turn, after the select, and before each callback: {@link #STOPS}. It is the observer of one
 * loop. Where the loop is on a real network, the others do not stand still: their time-outs go on. On a simulated network all
 * stands still, because all run on the thread that is held; there the loop keeps the clock of the simulation.
 *
 * <p>Methods may be called from any thread, also from callbacks of the loop. {@link EventLoop#stop} lets the loop go.
 */
public final class Stepper implements LoopObserver.Factory {
    /** The events at which it can hold the loop. The callback of the event has not begun then. */
    public static final Set<LoopEvent> STOPS = Set.copyOf(
            EnumSet.of(LoopEvent.TURN_BEGIN, LoopEvent.SELECT_END, LoopEvent.READY, LoopEvent.TIMER, LoopEvent.TASK));

    private static final Predicate<LoopEvent> ANY = event -> true;

    /** As {@link #ANY}, and no select waits before it. */
    private static final Predicate<LoopEvent> AT_ONCE = event -> true;

    private final PausableTicker ticker;
    private final Consumer<Held> listener;
    private volatile @Nullable EventLoop loop;

    /** At which event the loop is held next; null for none. */
    private volatile @Nullable Predicate<LoopEvent> until;

    private volatile @Nullable Held held;

    /** Whether the loop has been told to stop: it must come to its end. */
    private volatile boolean stopped;

    /** Whether the loop's thread was interrupted while it was held. */
    private boolean interrupted;

    /**
     * Where a loop is held.
     *
     * @param event what happens next, one of {@link #STOPS}
     * @param value what {@link LoopEvent} specifies
     * @param owner its name, as in a trace; empty if there is none
     */
    public record Held(LoopEvent event, long value, String owner) {}

    /**
     * A stepper for one loop.
     * @param ticker the clock that {@link #ticker} stops; {@link Ticker#system()}, as a rule
     * @param listener called each time that the loop is held, on its thread, before it waits; must not wait itself
     */
    public Stepper(Ticker ticker, Consumer<Held> listener) {
        this.ticker = new PausableTicker(Objects.requireNonNull(ticker, "ticker"));
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** {@return the clock for the loop's options: it stands still while the loop is held} */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * {@return the observer of the loop} In a pair it should be the second one, so that a trace has the event at which the loop is
     * held.
     * @throws IllegalStateException if it is that of another loop already
     */
    @Override
    public LoopObserver observe(EventLoop loop) {
        if (this.loop != null) {
            throw new IllegalStateException("this stepper is that of " + this.loop + ": make one for each loop");
        }
        this.loop = loop;
        return this::observe;
    }

    /** Holds the loop at its next stop. A loop that waits in select is woken. */
    public void hold() {
        goUntil(AT_ONCE);
        wakeUp();
    }

    private void wakeUp() {
        EventLoop watched = loop;
        if (watched != null) {
            watched.reactor().wakeUp();
        }
    }

    /** Lets a loop that is held go on to its next stop. */
    public void step() {
        goUntil(ANY);
    }

    /**
     * Lets a loop that is held go on to the next stop of some kind.
     * @param next such as {@code event -> event == LoopEvent.TURN_BEGIN} for a whole turn
     */
    public void stepTo(Predicate<LoopEvent> next) {
        goUntil(Objects.requireNonNull(next, "next"));
    }

    /** Lets the loop go, and holds it no more until {@link #hold}. */
    public void resume() {
        goUntil(null);
    }

    /** {@return where the loop is held; null while it runs} */
    public @Nullable Held held() {
        return held;
    }

    private synchronized void goUntil(@Nullable Predicate<LoopEvent> next) {
        until = next;
        held = null;
        notifyAll();
    }

    private void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (event == LoopEvent.STOP) {
            stopped = true;
            resume();
        }
        Predicate<LoopEvent> next = until;
        if (next == AT_ONCE
                && event
                        == LoopEvent
                                .SELECT_BEGIN) { // hold() has come before the loop fell asleep, and has woken no one
            wakeUp();
        }
        if (next != null && STOPS.contains(event) && next.test(event) && !stopped) {
            hold(new Held(event, value, Names.nameOf(owner)));
        }
    }

    /** On the loop's thread. */
    private synchronized void hold(Held here) {
        ticker.pause();
        held = here;
        try {
            listener.accept(here);
            while (held == here && !stopped) {
                waitForOthers();
            }
        } finally {
            held = null;
            ticker.resume();
            if (interrupted) {
                interrupted = false;
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupt is for the loop, which sees it when it goes on. */
    @SuppressWarnings("WaitNotInLoop") // its caller is a loop
    private void waitForOthers() {
        try {
            wait();
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }
}
