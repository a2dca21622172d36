// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.loop.LoopEvent;
import io.snowloop.trace.TraceRecord;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the callbacks of a loop have run since the last look, by their names. Time belongs to the innermost callback. */
final class Work {
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<String, Owner> owners = new HashMap<>();
    private long busy;

    /** A callback that runs, and since when it is the innermost one. */
    private static final class Frame {
        private final Owner owner;
        private long since;

        private Frame(Owner owner, long since) {
            this.owner = owner;
            this.since = since;
        }
    }

    /** The callbacks of a name: nanoseconds, their number, the largest delay. */
    static final class Owner {
        final String name;
        long self;
        long calls;
        long late;

        private Owner(String name) {
            this.name = name;
        }
    }

    /** A look has been taken. Callbacks that run go on. */
    void forget() {
        owners.clear();
        busy = 0;
    }

    /** Some records are missing: which callbacks run is not known. */
    void interrupted() {
        open.clear();
    }

    /**
     * Takes the next record.
     * @param title of the callback that begins with it, if one does
     */
    void add(TraceRecord record, String title) {
        if (record.event() == LoopEvent.TURN_BEGIN) {
            open.clear();
        } else if (record.event().begins()) {
            spend(record.time());
            Owner owner = owners.computeIfAbsent(title, Owner::new);
            owner.calls++;
            if (record.event() == LoopEvent.TIMER || record.event() == LoopEvent.TASK) {
                owner.late = Math.max(owner.late, record.value());
            }
            open.push(new Frame(owner, record.time()));
        } else if (record.event() == LoopEvent.END) {
            spend(record.time());
            open.poll();
            if (!open.isEmpty()) {
                open.getFirst().since = record.time();
            }
        }
    }

    private void spend(long time) {
        Frame innermost = open.peek();
        if (innermost != null) {
            long spent = time - innermost.since;
            owners.computeIfAbsent(innermost.owner.name, Owner::new).self += spent;
            busy += spent;
            innermost.since = time;
        }
    }

    /** The nanoseconds in callbacks since the last look. */
    long busy() {
        return busy;
    }

    /** Those with the most time. */
    List<Owner> owners(int most) {
        return owners.values().stream()
                .sorted(Comparator.comparingLong((Owner owner) -> owner.self).reversed())
                .limit(most)
                .toList();
    }
}
