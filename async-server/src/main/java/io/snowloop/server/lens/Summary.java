// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.http.syntax.JsonObject;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.Recording;
import io.snowloop.trace.TraceRecord;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a loop has done since the summary before, and its state now: about two kilobytes of JSON, whatever the load. */
final class Summary {
    /** How many tasks, timers, ... are named. Of all of them there is the number. */
    private static final int NAMED = 12;

    private final Work work = new Work();
    private LoopState state = new LoopState();
    private long events;
    private long lost;
    private long turns;
    private long from;

    /** {@return the summary of the records since the last call} Where some are missing, what waits is known only in part. */
    String add(Recording recording) {
        work.forget();
        from = state.time();
        turns = state.turn();
        if (recording.lost() > events) {
            lost += recording.lost() - events;
            state = new LoopState();
            turns = 0;
            work.interrupted();
        }
        for (TraceRecord record : recording.records()) {
            state.apply(record);
            work.add(record, record.event().begins() ? state.open().get(0) : "");
            events = record.number() + 1;
        }
        return json();
    }

    private String json() {
        return new JsonObject()
                .put("n", events)
                .put("lost", lost)
                .put("turns", state.turn() - turns)
                .put("span", state.time() - from)
                .put("busy", work.busy())
                .put("owners", named(work.owners(NAMED), Summary::owner))
                .put("state", stateNow())
                .toString();
    }

    private static JsonObject owner(Work.Owner owner) {
        return new JsonObject()
                .put("name", owner.name)
                .put("self", owner.self)
                .put("calls", owner.calls)
                .put("late", owner.late);
    }

    private JsonObject stateNow() {
        return new JsonObject()
                .put("phase", state.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("turn", state.turn())
                .put("time", state.time())
                .put("due", state.due())
                .put("tasks", named(state.tasks(), name -> name))
                .put("allTasks", state.tasks().size())
                .put("timers", named(state.timers(), Summary::timer))
                .put("allTimers", state.timers().size())
                .put("channels", named(state.channels(), Summary::channel))
                .put("allChannels", state.channels().size())
                .put("streams", named(state.streams(), Summary::stream))
                .put("allStreams", state.streams().size())
                .put("futures", named(state.futures(), Summary::future))
                .put("allFutures", state.futures().size());
    }

    private static <T> List<?> named(List<T> all, Function<? super T, ?> json) {
        return all.stream().limit(NAMED).map(json).toList();
    }

    private static JsonObject timer(LoopState.Timer timer) {
        return new JsonObject().put("name", timer.name()).put("due", timer.due());
    }

    private static JsonObject channel(LoopState.Channel channel) {
        return new JsonObject()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("interest", channel.interest())
                .put("ready", channel.ready())
                .put("queued", channel.queued());
    }

    private static JsonObject stream(LoopState.Stream stream) {
        return new JsonObject()
                .put("channel", stream.channel())
                .put("number", stream.number())
                .put("name", stream.name())
                .put("state", stream.state())
                .put("queued", stream.queued())
                .put("window", stream.window())
                .put("reset", stream.reset());
    }

    private static JsonObject future(LoopState.PendingFuture future) {
        return new JsonObject()
                .put("id", future.id())
                .put("name", future.name())
                .put("on", future.on());
    }
}
