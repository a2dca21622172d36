package io.snowloop.trace;

import io.snowloop.trace.Cause.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says of each moment of a stretch of time what the loop was doing. No moment is counted twice and none is left out, so
 * what comes out adds up, to the nanosecond.
 *
 * <p>Of callbacks inside callbacks the innermost counts; of a callback and a pause of the garbage collector, the pause.
 */
final class Attribution {
    private final Recording recording;
    private final Pauses pauses;
    private final List<StackSample> samples;

    private final Map<Key, Account> accounts = new LinkedHashMap<>();

    /** The callbacks under way. */
    private final Deque<Frame> open = new ArrayDeque<>();

    /** What the loop does while no callback is under way. */
    private Kind ground;

    private Attribution(Recording recording, Pauses pauses, List<StackSample> samples) {
        this.recording = recording;
        this.pauses = pauses;
        this.samples = samples;
        this.ground = recording.lost() == 0 ? Kind.STOPPED : Kind.UNTRACED;
    }

    /** What the time between two moments was spent on, in nanoseconds since the trace began; the most comes first. */
    static List<Cause> between(long from, long to, Recording recording, Pauses pauses, List<StackSample> samples) {
        Attribution attribution = new Attribution(recording, pauses, samples);
        attribution.walk(from, to);
        return attribution.causes(to - from);
    }

    // region walk
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
            case END -> open.poll(); // there is none if the ring has lost its beginning
            case TURN_BEGIN, SELECT_END -> ground(Kind.LOOP);
            case SELECT_BEGIN -> ground(Kind.SELECT);
            case TURN_END -> ground(Kind.STOPPED);
            default -> {}
        }
    }
    // endregion

    private void ground(Kind kind) {
        ground = kind;
        open.clear();
    }

    /** Puts a stretch in which the loop did one thing to that thing's account, except for the pauses in it. */
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

    private void work(long nanos) {
        Frame frame = open.peek();
        if (nanos == 0) {
            return;
        }
        if (frame == null) {
            account(ground, "").nanos += nanos;
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
    /** Callbacks that took less than a tenth of the time are not worth a name: those of a kind are put together. */
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

    /** A callback under way. */
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
