// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.trace.Cause.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes a span of time to what the loop did in it. Each moment counts once and only once, so the causes add up to
 * the span, to the nanosecond.
 *
 * <p>Of nested callbacks the innermost counts. In a pause of the garbage collector the pause counts, and not the
 * callback.
 *
 * <p>It is one pass over the records, with a stack of the callbacks in progress: READY, TIMER, TASK and CALL push a
 * frame, END pops it. While the stack is empty, the phase of the loop counts:
 *
 * <pre>
 *   STOPPED --TURN_BEGIN--&gt; LOOP --SELECT_BEGIN--&gt; SELECT --SELECT_END--&gt; LOOP --TURN_END--&gt; STOPPED
 *
 *   UNTRACED, until the first of these events, if the ring has overwritten the records before it
 * </pre>
 */
final class Attribution {
    private final Recording recording;
    private final Pauses pauses;
    private final List<StackSample> samples;

    private final Map<Key, Account> accounts = new LinkedHashMap<>();

    /** The callbacks in progress, the innermost first. */
    private final Deque<Frame> open = new ArrayDeque<>();

    /** The phase of the loop: what it does while no callback is in progress. */
    private Kind phase;

    private Attribution(Recording recording, Pauses pauses, List<StackSample> samples) {
        this.recording = recording;
        this.pauses = pauses;
        this.samples = samples;
        this.phase = recording.lost() == 0 ? Kind.STOPPED : Kind.UNTRACED;
    }

    /**
     * The causes of a span of time, the largest first.
     *
     * @param from its begin, in nanoseconds since the trace began
     * @param to its end
     */
    static List<Cause> between(long from, long to, Recording recording, Pauses pauses, List<StackSample> samples) {
        Attribution attribution = new Attribution(recording, pauses, samples);
        attribution.walk(from, to);
        return attribution.causes(to - from);
    }

    // region walk
    /** Starts at the first record and not at {@code from}: callbacks in progress at that time have begun before it. */
    private void walk(long from, long to) {
        long now = from;
        for (TraceRecord record : recording.records()) {
            if (record.time() >= to) {
                break;
            }
            if (record.time() > now) {
                spend(now, record.time());
                now = record.time();
            }
            step(record);
        }
        spend(now, to);
    }

    private void step(TraceRecord record) {
        switch (record.event()) {
            case READY, TIMER, TASK, CALL -> open.push(new Frame(record));
            case END -> open.poll(); // no frame is there if the ring has overwritten the begin
            case TURN_BEGIN, SELECT_END -> enter(Kind.LOOP);
            case SELECT_BEGIN -> enter(Kind.SELECT);
            case TURN_END -> enter(Kind.STOPPED);
            default -> {}
        }
    }
    // endregion

    /** No callback is in progress at a change of phase: a frame that has lost its END must not count any longer. */
    private void enter(Kind kind) {
        phase = kind;
        open.clear();
    }

    /** Attributes a span in which the loop did one thing: to that, and the pauses in it to garbage collection. */
    private void spend(long from, long to) {
        long now = from;
        long origin = recording.origin();
        for (Pauses.Pause pause : pauses.between(from + origin, to + origin)) {
            long start = Math.max(now, pause.start() - origin);
            long end = Math.min(to, pause.end() - origin);
            if (end > start) {
                work(start - now);
                account(Kind.COLLECTION, "").nanos += end - start;
                now = end;
            }
        }
        work(to - now);
    }

    /**
     * Attributes time without pauses to the innermost callback or to the phase. A callback counts once in
     * {@code count}, although its time may come in pieces, before and after those nested in it.
     */
    private void work(long nanos) {
        Frame frame = open.peek();
        if (nanos == 0) {
            return;
        }
        if (frame == null) {
            account(phase, "").nanos += nanos;
            return;
        }
        Account account = account(frame.kind(), frame.begin.title());
        account.nanos += nanos;
        if (!frame.counted) {
            frame.counted = true;
            account.count++;
            samples.stream()
                    .filter(sample -> sample.number() == frame.begin.number())
                    .forEach(sample -> account.stack = sample.frames());
        }
    }

    private Account account(Kind kind, String name) {
        return accounts.computeIfAbsent(new Key(kind, name), key -> new Account());
    }

    // region causes
    /** Callbacks of one name with less than a tenth of the total lose their name: those of a kind are summed up. */
    private List<Cause> causes(long total) {
        Map<Kind, Account> small = new LinkedHashMap<>();
        List<Cause> causes = new ArrayList<>();
        accounts.forEach((key, account) -> {
            if (key.kind.isCallback() && account.nanos < total / 10) {
                small.computeIfAbsent(key.kind, kind -> new Account()).add(account, key.name);
            } else {
                causes.add(account.cause(key.kind, key.name));
            }
        });
        small.forEach((kind, account) -> causes.add(account.cause(kind, account.count == 1 ? account.onlyName : "")));
        causes.sort((a, b) -> Long.compare(b.nanos(), a.nanos()));
        return causes;
    }
    // endregion

    private record Key(Kind kind, String name) {}

    private static final class Account {
        private long nanos;
        private int count;
        private List<StackTraceElement> stack = List.of();
        private String onlyName = "";

        void add(Account other, String name) {
            nanos += other.nanos;
            count += other.count;
            onlyName = name;
        }

        Cause cause(Kind kind, String name) {
            return new Cause(kind, name, nanos, count, stack);
        }
    }

    /** A callback in progress. */
    private static final class Frame {
        private final TraceRecord begin;
        private boolean counted;

        Frame(TraceRecord begin) {
            this.begin = begin;
        }

        Kind kind() {
            return Kind.valueOf(begin.event().name());
        }
    }
}
