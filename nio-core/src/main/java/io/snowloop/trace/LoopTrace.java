package io.snowloop.trace;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.Registration;
import io.snowloop.options.Bounds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last so many events of a loop, in a ring of numbers.
 *
 * <pre>{@code
 * EventLoop loop = EventLoop.open(
 *         EventLoopOptions.builder().observer(LoopTrace.ofCapacity(8192)).build());
 * ...
 * Recording recording = LoopTrace.of(loop).recording();
 * }</pre>
 *
 * <p>An event costs a look at the clock and five stores, and allocates nothing. The ring holds no tasks, handlers or
 * requests, only names, so that it keeps nothing alive. All methods belong to the loop's thread; once the loop is closed,
 * to whoever closed it.
 */
public final class LoopTrace implements LoopObserver {
    /** How many events are kept where nobody says: some milliseconds of a busy loop, half a MiB. */
    public static final int DEFAULT_CAPACITY = 16_384;

    private static final int MAX_CAPACITY = 1 << 24;
    private static final LoopEvent[] EVENTS = LoopEvent.values();

    /** Of each record: its time, its value, and its channel above the event's number. */
    private static final int WORDS = 3;

    private static final int CHANNEL_SHIFT = 8;

    /** Of each record: its owner's label, and what belongs to that. */
    private static final int LABELS = 2;

    private final EventLoop loop;
    private final Ticker ticker;
    private final long origin;
    private final int capacity;
    private final long[] words;
    private final @Nullable Object[] labels;
    private long count;

    LoopTrace(EventLoop loop, int capacity) {
        this.loop = loop;
        this.ticker = loop.ticker();
        this.origin = ticker.nanoTime();
        this.capacity = capacity;
        this.words = new long[capacity * WORDS];
        this.labels = new Object[capacity * LABELS];
    }

    /**
     * What gives each loop a trace of its own.
     *
     * @param capacity how many events to keep; rounded up to a power of two
     * @throws IllegalArgumentException unless it is between 1 and 16,777,216
     */
    public static Factory ofCapacity(int capacity) {
        int rounded = rounded(capacity);
        return loop -> new LoopTrace(loop, rounded);
    }

    static int rounded(int capacity) {
        Bounds.between("capacity", 1, MAX_CAPACITY, capacity);
        return capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    }

    /**
     * The trace of a loop, be it traced or in debug mode.
     *
     * @throws IllegalStateException if it has none
     */
    public static LoopTrace of(EventLoop loop) {
        if (loop.reactor().observer() instanceof LoopTrace trace) {
            return trace;
        }
        if (loop.reactor().observer() instanceof DebugObserver debug) {
            return debug.trace();
        }
        throw new IllegalStateException(
                loop + " has no trace: open it with EventLoopOptions.builder().observer(LoopTrace.ofCapacity(...))");
    }

    // region observe
    @Override
    @SuppressWarnings("EnumOrdinal") // which never leaves this ring
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (event.isOfAnyThread()) { // a ring without locks has one writer
            return;
        }
        long now = ticker.nanoTime();
        int slot = slot(count++);
        int channel = owner instanceof Registration registration ? registration.number() : 0;
        words[slot * WORDS] = now;
        words[slot * WORDS + 1] = event == LoopEvent.TIMER || event == LoopEvent.TASK ? now - value : value;
        words[slot * WORDS + 2] = ((long) channel << CHANNEL_SHIFT) | event.ordinal();
        Object source = Names.source(owner);
        labels[slot * LABELS] = Names.label(source);
        labels[slot * LABELS + 1] = Names.target(source);
    }
    // endregion

    /** How many events there have been, those that are kept no longer included. */
    public long count() {
        return count;
    }

    /** How many events are kept at most. */
    public int capacity() {
        return capacity;
    }

    /**
     * A copy of what is in the ring. From another thread: {@code loop.submit(() -> Future.completed(trace.recording()))}.
     *
     * @throws IllegalStateException on any thread but the loop's, as long as the loop is open
     */
    public Recording recording() {
        if (!loop.isClosed()) {
            loop.reactor().checkThread();
        }
        List<TraceRecord> records = new ArrayList<>();
        for (long number = Math.max(0, count - capacity); number < count; number++) {
            records.add(record(number));
        }
        return new Recording(loop.toString(), origin, records);
    }

    /** The record with this number, which must be in the ring still. */
    TraceRecord record(long number) {
        int slot = slot(number);
        long last = words[slot * WORDS + 2];
        return new TraceRecord(
                number,
                words[slot * WORDS] - origin,
                EVENTS[(int) last & ((1 << CHANNEL_SHIFT) - 1)],
                words[slot * WORDS + 1],
                (int) (last >>> CHANNEL_SHIFT),
                Names.of(labels[slot * LABELS], labels[slot * LABELS + 1]));
    }

    /** Whether the record with this number is in the ring still. */
    boolean holds(long number) {
        return number >= count - capacity;
    }

    /** The time of the event that was observed last, in the ticker's nanoseconds. */
    long lastTime() {
        return words[slot(count - 1) * WORDS];
    }

    /** The value of the event that was observed last. */
    long lastValue() {
        return words[slot(count - 1) * WORDS + 1];
    }

    private int slot(long number) {
        return (int) (number & (capacity - 1));
    }
}
