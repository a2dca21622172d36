// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is changed in a run: at which segments and writes, by their numbers, and at which hosts. */
final class Interventions {
    /** The time after which a lost segment is sent again (RFC 6298 section 2.1). */
    private static final long AGAIN = Duration.ofSeconds(1).toNanos();

    /** The time between the two parts of a segment. */
    private static final long BETWEEN_PARTS = Duration.ofMillis(1).toNanos();

    private final Map<Long, Intervention> atSegment = new HashMap<>();
    private final Map<Long, Integer> atWrite = new HashMap<>();
    private final Map<SimHost, List<Intervention.TimersFirst>> timersFirst = new HashMap<>();

    /** Adds one at a segment or a write. */
    void add(Intervention intervention) {
        if (intervention instanceof Intervention.Drop drop) {
            atSegment.put((long) drop.segment(), drop);
        } else if (intervention instanceof Intervention.Delay delay) {
            atSegment.put((long) delay.segment(), delay);
        } else if (intervention instanceof Intervention.Split split) {
            atSegment.put((long) split.segment(), split);
        } else if (intervention instanceof Intervention.ShortWrite write) {
            atWrite.put((long) write.write(), write.bytes());
        }
    }

    void add(SimHost host, Intervention.TimersFirst first) {
        timersFirst.computeIfAbsent(host, none -> new ArrayList<>()).add(first);
    }

    /**
     * What happens to a segment that would arrive now; null if it arrives. It is asked again when a segment that was kept back comes.
     *
     * @param number of the segment
     * @param to where it would arrive; null if there is no such host
     * @param bytes of data
     */
    @Nullable
    Change change(long number, @Nullable SimHost to, int bytes, long now) {
        if (atSegment.isEmpty() && timersFirst.isEmpty()) {
            return null;
        }
        for (Intervention.TimersFirst each :
                to == null ? List.<Intervention.TimersFirst>of() : timersFirst.getOrDefault(to, List.of())) {
            if (now >= each.from().toNanos() && now <= each.until().toNanos()) {
                return new Change(false, 0, each.until().toNanos() + 1 - now);
            }
        }
        Intervention here = atSegment.remove(number);
        if (here instanceof Intervention.Drop) {
            return new Change(true, 0, AGAIN);
        }
        if (here instanceof Intervention.Delay delay) {
            return new Change(false, 0, delay.time().toNanos());
        }
        return here instanceof Intervention.Split split && split.bytes() < bytes
                ? new Change(false, split.bytes(), BETWEEN_PARTS)
                : null;
    }

    /** How many of {@code wanted} bytes the write with this number takes. */
    int allowed(long number, int wanted) {
        Integer most = atWrite.isEmpty() ? null : atWrite.remove(number);
        return most == null ? wanted : Math.min(most, wanted);
    }

    /**
     * A segment that does not arrive as it is.
     *
     * @param lost whether it is told to be lost
     * @param bytes how many arrive now; 0: nothing does
     * @param later when the rest comes, in nanoseconds from now
     */
    record Change(boolean lost, int bytes, long later) {}
}
