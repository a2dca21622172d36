// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** The rungs, from the bottom to the top. */
public final class Rungs {
    private static final ThreadFactory DAEMONS = task -> {
        Thread thread = new Thread(task, "ladder");
        thread.setDaemon(true);
        return thread;
    };

    /** All of them. */
    public static final List<Entry> ALL = List.of(
            new Entry("one", One.class, "", "one connection after the other", One::new),
            new Entry("threads", Threads.class, "one", "a thread for each connection", () -> new Threads(DAEMONS)),
            new Entry("pool", Pool.class, "threads", "at most 200 threads, and a queue", () -> new Pool(DAEMONS)),
            new Entry("spin", Spin.class, "pool", "one thread that asks all, always", Spin::new),
            new Entry("select", Select.class, "spin", "the kernel says which", () -> new Select(Machine.REAL)),
            new Entry("loop", Loop.class, "select", "waiting is a class", () -> new Loop(Machine.REAL)),
            new Entry("futures", Futures.class, "loop", "a callback is a value", () -> new Futures(Machine.REAL)),
            new Entry("script", Script.class, "futures", "lines in their order", () -> new Script(Machine.REAL)),
            new Entry("loops", Loops.class, "script", "a loop for each processor", Rungs::loops),
            new Entry("virtual", Virtual.class, "threads", "threads that the JVM switches", Virtual::new),
            new Entry("snowloop", SnowAndFetcher.class, "futures", "the library", SnowAndFetcher::new));

    private Rungs() {}

    private static Rung loops() {
        return new Loops(Machine.REAL, Runtime.getRuntime().availableProcessors());
    }

    /** The rung with this name. */
    public static Optional<Entry> named(String name) {
        return ALL.stream().filter(entry -> entry.name.equals(name)).findFirst();
    }

    /**
     * A rung.
     *
     * @param name its name on the command line
     * @param type its class
     * @param below the name of the rung that it differs from in one idea; of the first one empty
     * @param idea that idea
     * @param maker makes one; throws {@link UnsupportedOperationException}, with the reason, if this JVM cannot
     */
    public record Entry(String name, Class<? extends Rung> type, String below, String idea, Supplier<Rung> maker) {}
}
