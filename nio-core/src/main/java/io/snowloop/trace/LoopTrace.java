// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopFuture;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.LoopStream;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.Registration;
import io.snowloop.options.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ring buffer of the last events of a loop.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#trace -->
 * <pre>{@code
 * EventLoopOptions options =
 *         EventLoopOptions.builder().observer(LoopTrace.ofCapacity(8192)).build();
 * try (EventLoop loop = EventLoop.open(options)) {
 *     loop.schedule(ofMillis(1), new NamedTask("retry", () -> {}));
 *     loop.runUntil(loop.sleep(ofMillis(2)));
 *
 *     Recording recording = LoopTrace.of(loop).recording();
 *     assertThat(recording.records()).extracting(TraceRecord::owner).contains("retry");
 * }
 * }</pre>
 *
 * <p>An event costs one read of the clock and five stores, and allocates nothing. The ring holds names, and no tasks,
 * handlers or requests: a reference to one of these would keep all that it refers to, such as a body, until the ring
 * has overwritten it.
 *
 * <p>All methods may be called only on the loop's thread and, after the loop is closed, on the thread that closed it.
 */
public final class LoopTrace implements LoopObserver {
    /** The default capacity, in events: some milliseconds of a busy loop, half a MiB. */
    public static final int DEFAULT_CAPACITY = 16_384;

    private static final int MAX_CAPACITY = 1 << 24;
    private static final LoopEvent[] EVENTS = LoopEvent.values();

    // The record with number n is in slot n mod capacity. The capacity is a power of two, so that the modulo is a mask.
    // A slot is a part of two arrays, and not an object: a ring of objects would either allocate one for each event or
    // need mutable ones, and their fields would be spread over memory.
    //
    //   words    ... | time | value | id << 8 | event |      ...    WORDS numbers in each slot
    //   labels   ... |      label      |       target      | ...    LABELS references in each slot

    private static final int WORDS = 3;
    private static final int LABELS = 2;

    /** The third word has the ordinal of the event in its low 8 bits, and the number of its owner above them. */
    private static final int ID_SHIFT = 8;

    private final EventLoop loop;
    private final Ticker ticker;
    private final long origin;
    private final int capacity;
    private final boolean futures;
    private final long[] words;
    private final @Nullable Object[] labels;
    private final OpenRecords open = new OpenRecords();

    /** The number of events so far, and so the number of the next record. It never wraps, so numbers stay unique. */
    private long count;

    LoopTrace(EventLoop loop, int capacity, boolean futures) {
        this.loop = loop;
        this.ticker = loop.ticker();
        this.origin = ticker.nanoTime();
        this.capacity = capacity;
        this.futures = futures;
        this.words = new long[capacity * WORDS];
        this.labels = new Object[capacity * LABELS];
    }

    /**
     * {@return a factory that gives each loop its own trace}
     * @param capacity the number of events to keep; rounded up to a power of two
     * @throws IllegalArgumentException unless it is between 1 and 16,777,216
     */
    public static Factory ofCapacity(int capacity) {
        int rounded = rounded(capacity);
        return loop -> new LoopTrace(loop, rounded, false);
    }

    /**
     * {@return a factory that gives each loop its own trace, with the {@linkplain LoopEvent#isOfFuture events of futures} and
     * {@linkplain LoopEvent#isOfStream of streams} too} Each future then costs some hundred nanoseconds, and an entry in a map until it is garbage.
     * @param capacity as in {@link #ofCapacity}
     * @throws IllegalArgumentException unless it is between 1 and 16,777,216
     */
    public static Factory withFutures(int capacity) {
        int rounded = rounded(capacity);
        return loop -> new LoopTrace(loop, rounded, true);
    }

    @Override
    public boolean observesFutures() {
        return futures;
    }

    static int rounded(int capacity) {
        Bounds.between("capacity", 1, MAX_CAPACITY, capacity);
        return capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    }

    /**
     * {@return the trace of a loop that was opened with a trace or in debug mode}
     * @param loop opened with such a factory, or with {@link DebugMode}
     * @throws IllegalStateException if it has no trace
     */
    public static LoopTrace of(EventLoop loop) {
        LoopObserver observer = loop.reactor().observer();
        LoopTrace trace = observer == null ? null : observer.find(LoopTrace.class);
        if (trace != null) {
            return trace;
        }
        throw new IllegalStateException(
                loop + " has no trace: open it with EventLoopOptions.builder().observer(LoopTrace.ofCapacity(...))");
    }

    // region observe
    @Override
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (event.isOfAnyThread()) { // the ring has no lock: only the loop's thread writes
            return;
        }
        long now = ticker.nanoTime();
        int slot = slot(count++);
        words[slot * WORDS] = now;
        words[slot * WORDS + 1] = owner instanceof LoopStream stream
                ? TraceRecord.withStream(stream.number(), value)
                : value(event, value, now);
        long begin = event == LoopEvent.END ? open.pop() : OpenRecords.NONE;
        if (begin != OpenRecords.NONE && holds(begin)) {
            endOf(slot(begin), slot);
        } else {
            name(slot, event, owner);
        }
        if (event.begins()) {
            open.push(count - 1);
        } else if (event == LoopEvent.TURN_BEGIN) {
            open.clear();
        }
    }

    @SuppressWarnings("EnumOrdinal") // only this ring has the ordinal; a file has the name
    private void name(int slot, LoopEvent event, @Nullable Object owner) {
        int id = owner instanceof Registration registration
                ? registration.number()
                : owner instanceof LoopFuture future
                        ? future.number()
                        : owner instanceof LoopStream stream ? stream.channel() : 0;
        Object source = Names.source(owner);
        words[slot * WORDS + 2] = ((long) id << ID_SHIFT) | event.ordinal();
        labels[slot * LABELS] = Names.label(source);
        labels[slot * LABELS + 1] = Names.target(source);
    }

    /** An end has the names of its begin: in between, the channel may have got another handler. */
    @SuppressWarnings("EnumOrdinal")
    private void endOf(int begin, int slot) {
        long id = words[begin * WORDS + 2] >>> ID_SHIFT;
        words[slot * WORDS + 2] = (id << ID_SHIFT) | LoopEvent.END.ordinal();
        labels[slot * LABELS] = labels[begin * LABELS];
        labels[slot * LABELS + 1] = labels[begin * LABELS + 1];
    }
    // endregion

    /** Instead of a time, how long it was before the event, or after it: times of the ticker mean nothing in a file. */
    private static long value(LoopEvent event, long value, long now) {
        return switch (event) {
            case TIMER, TASK, TASK_QUEUED -> now - value;
            case TIMER_SET, TIMER_UNSET -> value - now;
            default -> value;
        };
    }

    /** {@return the number of events so far, including those that are overwritten} */
    public long count() {
        return count;
    }

    /** {@return the maximum number of events that are kept} */
    public int capacity() {
        return capacity;
    }

    /**
     * {@return a copy of the ring} From another thread, call {@code loop.submit(() -> Future.completed(trace.recording()))}.
     * @throws IllegalStateException on another thread than the loop's, while the loop is open
     */
    public Recording recording() {
        return recording(0);
    }

    /**
     * {@return the records from a number on, as far as the ring still has them}
     * @param from the {@link #count} of an earlier recording, for those that came since; 0 for all
     * @throws IllegalStateException as {@link #recording()}
     */
    public Recording recording(long from) {
        return copy(from).get();
    }

    /**
     * {@return a copy of the records from a number on} It makes the recording when it is asked, on any thread: to name the records
     * takes many times longer than to copy them, and a busy loop has better things to do.
     * @param from as in {@link #recording(long)}
     * @throws IllegalStateException as {@link #recording()}
     */
    public Supplier<Recording> copy(long from) {
        if (!loop.isClosed()) {
            loop.reactor().checkThread();
        }
        long first = Math.max(from, count - capacity);
        int size = (int) Math.max(0, count - first);
        int slot = slot(first);
        int untilWrap = Math.min(size, capacity - slot);
        long[] someWords = new long[size * WORDS];
        System.arraycopy(words, slot * WORDS, someWords, 0, untilWrap * WORDS);
        System.arraycopy(words, 0, someWords, untilWrap * WORDS, (size - untilWrap) * WORDS);
        @Nullable Object[] someLabels = new Object[size * LABELS];
        System.arraycopy(labels, slot * LABELS, someLabels, 0, untilWrap * LABELS);
        System.arraycopy(labels, 0, someLabels, untilWrap * LABELS, (size - untilWrap) * LABELS);
        return () -> {
            List<TraceRecord> records = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                records.add(record(first + i, someWords, someLabels, i));
            }
            return new Recording(loop.toString(), origin, records);
        };
    }

    /** The record with this number, which the ring must still {@link #holds hold}. */
    TraceRecord record(long number) {
        return record(number, words, labels, slot(number));
    }

    private TraceRecord record(long number, long[] from, @Nullable Object[] names, int slot) {
        long last = from[slot * WORDS + 2];
        return new TraceRecord(
                number,
                from[slot * WORDS] - origin,
                EVENTS[(int) last & ((1 << ID_SHIFT) - 1)],
                from[slot * WORDS + 1],
                (int) (last >>> ID_SHIFT),
                Names.of(names[slot * LABELS], names[slot * LABELS + 1]));
    }

    /** Whether the record with this number is not overwritten yet. */
    boolean holds(long number) {
        return number >= count - capacity;
    }

    /** The time of the last event, in the ticker's nanoseconds. */
    long lastTime() {
        return words[slot(count - 1) * WORDS];
    }

    /** The value of the last event. */
    long lastValue() {
        return words[slot(count - 1) * WORDS + 1];
    }

    private int slot(long number) {
        return (int) (number & (capacity - 1));
    }
}
