// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;

/**
 * An event of a loop, as a trace has recorded it.
 * @param number the number of the event in its loop, from 0
 * @param time the time of the event, in nanoseconds since the trace began
 * @param event its kind
 * @param value the value that {@link LoopEvent} specifies; but for a time of the ticker, the
 *     nanoseconds from that time to the event, and for {@code TIMER_SET} and {@code TIMER_UNSET} those from the event to the deadline; of
 *     an event of a stream, the stream's number is in the 32 high bits, and that value in the low ones
 * @param id the number of the owner in its loop, from 1: that of a channel or of a future; 0 if the owner has none
 * @param owner the name of the owner; empty if there is none
 */
public record TraceRecord(long number, long time, LoopEvent event, long value, int id, String owner) {
    /** {@return the number of the stream in its connection; 0 if it is no {@linkplain LoopEvent#isOfStream event of a stream}} */
    public int stream() {
        return event.isOfStream() ? (int) (value >>> Integer.SIZE) : 0;
    }

    /** The value of an event of a stream, without its number. */
    int ofStream() {
        return (int) value;
    }

    /** Both in one value. More than fits is the most that does. */
    static long withStream(int stream, long value) {
        int clipped = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
        return (long) stream << Integer.SIZE | Integer.toUnsignedLong(clipped);
    }

    /** The callback that begins with this record, as text: {@code timer retry}. */
    String title() {
        String name = id == 0 ? owner : owner + " " + id;
        return switch (event) {
            case TIMER -> "timer " + name;
            case TASK -> owner.startsWith(Names.HANDLER) ? name : "task " + name;
            default -> name;
        };
    }
}
