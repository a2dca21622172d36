package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;

/**
 * One thing that a loop did.
 *
 * @param number its place among all events of the loop, from 0 on
 * @param time nanoseconds since the trace began
 * @param value what {@link LoopEvent} says of this event; but of a timer or a task, by how many nanoseconds it was late
 * @param channel the channel's number in its loop; 0 where there is none
 * @param owner the name of whose it was; empty where it was nobody's
 */
public record TraceRecord(long number, long time, LoopEvent event, long value, int channel, String owner) {
    /** In words, what has begun here: {@code timer retry}. */
    String title() {
        String name = channel == 0 ? owner : owner + " " + channel;
        return switch (event) {
            case TIMER -> "timer " + name;
            case TASK -> owner.startsWith(Names.HANDLER) ? name : "task " + name;
            default -> name;
        };
    }
}
