// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a loop was doing at a moment, and what waited then: the sum of the records before it.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#state -->
 * <pre>{@code
 * LoopState state = new LoopState();
 * for (TraceRecord record : LoopTrace.of(loop).recording().records()) {
 *     state.apply(record);
 * }
 * log.addAll(state.tasks()); // those of the next turn: the turn is over
 * state.timers().forEach(timer -> log.add(timer.name()));
 * }</pre>
 *
 * <p>Where a ring has overwritten the first records of a loop, what began before them is not known. A timer that is set
 * before the first record, for instance, is not among the {@link #timers}.
 *
 * <p>It is for one thread at a time.
 */
public final class LoopState {
    private static final int UNKNOWN = -1;

    /** The state of a stream that is over. */
    private static final int CLOSED = 3;

    private final ArrayDeque<String> open = new ArrayDeque<>();
    private final ArrayDeque<String> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private final Map<Integer, Channel> channels = new TreeMap<>();
    private final Map<Long, Stream> streams = new TreeMap<>();
    private final Map<Integer, PendingFuture> futures = new TreeMap<>();
    private Phase phase = Phase.STOPPED;
    private long turn;
    private long time;

    /** How many of the tasks run in this turn: those that were queued before its callbacks began. */
    private int due;

    /** The phases of a turn, in their order. */
    public enum Phase {
        /** Between two turns, or before the first one. */
        STOPPED,
        /** The loop works out how long to wait. */
        WAIT_TIME,
        /** It waits for channels. */
        SELECT,
        /** It calls the handlers of the channels that are ready. */
        CHANNELS,
        /** It fires timers. */
        TIMERS,
        /** It runs tasks. */
        TASKS
    }

    /**
     * A timer that is set.
     * @param name of its task
     * @param due when it is due, in nanoseconds since the trace began
     */
    public record Timer(String name, long due) {}

    /**
     * A channel of the loop.
     * @param id its number, from 1
     * @param name that of its handler
     * @param interest the operations that it waits for, bits of {@link java.nio.channels.SelectionKey}
     * @param ready those that it is ready for, while its handler runs; otherwise 0
     * @param queued the bytes in its write queue, as far as they were told
     */
    public record Channel(int id, String name, int interest, int ready, long queued) {}

    /**
     * A stream of HTTP/2. One that is closed is there to the end of its turn.
     * @param channel the number of its connection's channel
     * @param number its own in that connection, from 1
     * @param name the method and the path of its request; empty if it began before the first record
     * @param state 0: open, 1: half-closed (local), 2: half-closed (remote), 3: closed; -1: not known
     * @param queued the bytes that wait to be sent, as far as they were told
     * @param window how many bytes the peer allows, as far as it was told: 0 if it is shut, -1 if it is not known
     * @param reset the error code of its reset, as an unsigned number; -1 if it has none
     */
    public record Stream(int channel, int number, String name, int state, long queued, long window, long reset) {}

    /**
     * A future without an outcome.
     * @param id its number, from 1
     * @param name of the function whose result it has, or of the operation; empty for one that code completes
     * @param on the numbers of those that it waits for
     */
    public record PendingFuture(int id, String name, List<Integer> on) {}

    /** The state before the first record. */
    public LoopState() {}

    /**
     * Takes the next record.
     * @param record follows the one before in its recording
     */
    public void apply(TraceRecord record) {
        time = record.time();
        if (due == UNKNOWN && phase == Phase.CHANNELS && record.event() != LoopEvent.TASK_QUEUED) {
            due = tasks.size(); // what comes right after the select are the tasks that other threads have submitted
        }
        switch (record.event()) {
            case TURN_BEGIN, TURN_END, SELECT_BEGIN, SELECT_END -> turn(record.event());
            case READY, TIMER, TASK, CALL -> begin(record);
            case END -> end();
            case TASK_QUEUED -> tasks.add(record.owner());
            case TIMER_SET -> set(new Timer(record.owner(), time + record.value()));
            case TIMER_UNSET -> unset(new Timer(record.owner(), time + record.value()));
            case FUTURE_MADE, FUTURE_WAITS, FUTURE_JOINED, FUTURE_DECIDED -> future(record);
            case STREAM_OPENED, STREAM_STATE, STREAM_QUEUED, STREAM_WINDOW, STREAM_RESET -> stream(record);
            case REGISTERED, DEREGISTERED, INTEREST, QUEUE_LEVEL, HIGH_WATER, LOW_WATER -> channel(record);
            default -> {}
        }
    }

    private void turn(LoopEvent event) {
        switch (event) {
            case TURN_BEGIN -> {
                turn++;
                phase = Phase.WAIT_TIME;
                open.clear();
                streams.values().removeIf(stream -> stream.state == CLOSED);
            }
            case SELECT_BEGIN -> phase = Phase.SELECT;
            case SELECT_END -> {
                phase = Phase.CHANNELS;
                due = UNKNOWN;
            }
            default -> phase = Phase.STOPPED;
        }
        if (event != LoopEvent.SELECT_END) {
            due = 0;
        }
    }

    private void begin(TraceRecord record) {
        open.push(record.title());
        switch (record.event()) {
            case READY -> {
                Channel channel = channelOf(record);
                put(new Channel(channel.id, channel.name, channel.interest, (int) record.value(), channel.queued));
            }
            case TIMER -> {
                phase = Phase.TIMERS;
                unset(new Timer(record.owner(), time - record.value()));
            }
            case TASK -> {
                phase = Phase.TASKS;
                tasks.poll();
                due = Math.max(0, due - 1);
            }
            default -> {}
        }
    }

    private void end() {
        open.poll();
        if (open.isEmpty()) {
            channels.replaceAll((id, channel) ->
                    channel.ready == 0 ? channel : new Channel(id, channel.name, channel.interest, 0, channel.queued));
        }
    }

    /** Timers that are due at the same time fire in the order in which they were set. */
    private void set(Timer timer) {
        timers.add(firstFrom(timer.due + 1), timer);
    }

    private void unset(Timer timer) {
        for (int i = firstFrom(timer.due); i < timers.size() && timers.get(i).due == timer.due; i++) {
            if (timers.get(i).equals(timer)) {
                timers.remove(i);
                return;
            }
        }
    }

    /** The index of the first timer that is due at a time or later. A server has one for each connection. */
    private int firstFrom(long due) {
        int low = 0;
        int high = timers.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timers.get(middle).due < due) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void channel(TraceRecord record) {
        Channel before = channelOf(record);
        switch (record.event()) {
            case DEREGISTERED -> {
                channels.remove(record.id());
                streams.values().removeIf(stream -> stream.channel == record.id());
            }
            case REGISTERED, INTEREST ->
                put(new Channel(before.id, before.name, (int) record.value(), before.ready, before.queued));
            default -> put(new Channel(before.id, before.name, before.interest, before.ready, record.value()));
        }
    }

    /** The channel of a record, with the name that it has now. */
    private Channel channelOf(TraceRecord record) {
        Channel known = channels.get(record.id());
        return known == null
                ? new Channel(record.id(), record.owner(), 0, 0, 0)
                : new Channel(known.id, record.owner(), known.interest, known.ready, known.queued);
    }

    private void put(Channel channel) {
        channels.put(channel.id, channel);
    }

    private void stream(TraceRecord record) {
        long key = (long) record.id() << Integer.SIZE | record.stream();
        Stream old = streams.getOrDefault(
                key, new Stream(record.id(), record.stream(), record.owner(), UNKNOWN, 0, UNKNOWN, UNKNOWN));
        int value = record.ofStream();
        streams.put(
                key,
                switch (record.event()) {
                    case STREAM_QUEUED ->
                        new Stream(old.channel, old.number, old.name, old.state, value, old.window, old.reset);
                    case STREAM_WINDOW ->
                        new Stream(old.channel, old.number, old.name, old.state, old.queued, value, old.reset);
                    case STREAM_RESET ->
                        new Stream(
                                old.channel,
                                old.number,
                                old.name,
                                CLOSED,
                                old.queued,
                                old.window,
                                Integer.toUnsignedLong(value));
                    default -> new Stream(old.channel, old.number, old.name, value, old.queued, old.window, old.reset);
                });
    }

    private void future(TraceRecord record) {
        int id = record.id();
        switch (record.event()) {
            case FUTURE_MADE -> futures.put(id, new PendingFuture(id, record.owner(), List.of()));
            case FUTURE_WAITS -> waits(id, List.of((int) record.value()));
            case FUTURE_JOINED -> {
                PendingFuture joined = futures.remove(id);
                if (joined != null) {
                    waits((int) record.value(), joined.on);
                }
            }
            default -> futures.remove(id);
        }
    }

    /** Nothing for a future that is not known: it was made before the first record, or has its outcome already. */
    private void waits(int id, List<Integer> on) {
        futures.computeIfPresent(id, (same, future) -> {
            Set<Integer> all = new LinkedHashSet<>(future.on);
            all.addAll(on);
            return new PendingFuture(id, future.name, List.copyOf(all));
        });
    }

    // ------------------------------------------------------------------------------------------------------ asking

    /** {@return the phase of the turn} */
    public Phase phase() {
        return phase;
    }

    /** {@return the number of turns that have begun since the first record} */
    public long turn() {
        return turn;
    }

    /** {@return the time of the last record, in nanoseconds since the trace began} */
    public long time() {
        return time;
    }

    /** {@return the callbacks that run, as in a {@link LateReport}, the innermost one first} */
    public List<String> open() {
        return List.copyOf(open);
    }

    /** {@return the names of the tasks that are queued, in their order} */
    public List<String> tasks() {
        return List.copyOf(tasks);
    }

    /** {@return how many of the {@link #tasks} run in this turn; the others run in the next one} */
    public int due() {
        return due == UNKNOWN ? tasks.size() : due;
    }

    /** {@return the timers that are set, soonest first} */
    public List<Timer> timers() {
        return List.copyOf(timers);
    }

    /** {@return the channels of the loop, by their numbers} */
    public List<Channel> channels() {
        return List.copyOf(channels.values());
    }

    /** {@return the streams of HTTP/2, by channel and number; none if the trace does not observe futures} */
    public List<Stream> streams() {
        return List.copyOf(streams.values());
    }

    /** {@return the futures without an outcome, by their numbers; none if the trace does not observe futures} */
    public List<PendingFuture> futures() {
        return futures.values().stream().map(this::withPendingOnly).toList();
    }

    private PendingFuture withPendingOnly(PendingFuture future) {
        List<Integer> pending = future.on.stream().filter(futures::containsKey).toList();
        return new PendingFuture(future.id, future.name, pending);
    }
}
