// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.loop.EventLoopOptions;
import io.snowloop.samples.ladder.Asking;
import io.snowloop.samples.ladder.Conversation.Wait;
import io.snowloop.samples.ladder.MiniLoop;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clients on one loop. Each asks on a connection of its own, and when it has its answer, the next one comes. */
final class Load {
    private static final EventLoopOptions OPTIONS = EventLoopOptions.DEFAULT;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final Map<Asking, Long> begun = new LinkedHashMap<>();
    private final List<Long> times = new ArrayList<>();
    private final URI url;
    private final int most;
    private final MiniLoop loop;
    private int asked;
    private boolean over;

    private Load(URI url, int most, MiniLoop loop) {
        this.url = url;
        this.most = most;
        this.loop = loop;
    }

    /**
     * Asks a server.
     *
     * @param port of the server, on this machine
     * @param path the path of all requests
     * @param atOnce how many clients there are
     * @param most how many requests they send in all
     * @param limit after this time those that have no answer are given up
     */
    static Result run(int port, String path, int atOnce, int most, Duration limit) throws IOException {
        try (MiniLoop loop = new MiniLoop(OPTIONS)) {
            Load load = new Load(URI.create("http://127.0.0.1:" + port + path), most, loop);
            long start = loop.now();
            loop.at(start + limit.toNanos(), () -> load.over = true);
            for (int i = 0; i < atOnce; i++) {
                load.next();
            }
            while (!load.over && !load.begun.isEmpty()) {
                loop.turn();
            }
            return load.result(start, loop.now());
        }
    }

    private void next() throws IOException {
        if (asked == most) {
            return;
        }
        asked++;
        Asking call = new Asking(url, OPTIONS.provider(), buffer);
        long since = loop.now();
        begun.put(call, since);
        go(loop.register(call.channel(), SelectionKey.OP_CONNECT, key -> go(key, call, since)), call, since);
    }

    private void go(SelectionKey key, Asking call, long since) throws IOException {
        Wait wait;
        try {
            wait = call.go(loop.now());
        } catch (IOException e) { // refused, or reset
            begun.remove(call);
            call.channel().close();
            return;
        }
        if (wait == Wait.END) {
            begun.remove(call);
            times.add(loop.now() - since);
            next();
        } else {
            key.interestOps(wait.ops());
        }
    }

    private Result result(long start, long now) {
        int answered = times.size();
        begun.values().forEach(since -> times.add(now - since)); // at least: they wait still
        return new Result(asked, answered, now - start, times.stream().sorted().toList());
    }

    /**
     * What came of it.
     *
     * @param asked how many requests were sent
     * @param answered how many were answered in time
     * @param wall how long it took, in nanoseconds
     * @param times how long each waited, the shortest first; those without an answer until the end
     */
    record Result(int asked, int answered, long wall, List<Long> times) {
        /** All have been answered. */
        boolean isComplete() {
            return answered == asked;
        }

        /** The time in nanoseconds that 99 of 100 did not wait longer than. */
        double p99() {
            return times.isEmpty() ? Double.NaN : times.get((int) Math.ceil(times.size() * 0.99) - 1);
        }
    }
}
