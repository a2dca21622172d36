// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.NotSentException;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.redis.RespReader;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What {@code docs/redis.md} asks. Each method returns the answer. */
final class RedisQuestions {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 6379);

    private RedisQuestions() {}

    static String halfOfAList() throws Exception {
        RespReader reader = new RespReader(1_000);
        reader.feed(ByteBuffer.wrap("*2\r\n:1\r\n".getBytes(US_ASCII)));
        return String.valueOf((Object) reader.next());
    }

    static String thousand() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            new FakeRedis(simulation.loop("10.0.0.1"), ADDRESS).start();
            Scheduler loop = simulation.loop("10.0.0.2");
            Redis redis = Redis.on(loop, RedisOptions.of(ADDRESS));
            simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(10)));
            simulation.runUntil(loop.submit(redis::ping));
            Duration begin = simulation.ticker().elapsed();
            simulation.runUntil(loop.submit(() -> Future.all(
                    loop,
                    IntStream.range(0, 1_000).mapToObj(i -> redis.add("n", 1)).toList())));
            return "after " + simulation.ticker().elapsed().minus(begin).toMillis() + " ms";
        }
    }

    static String lost() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            FakeRedis server = new FakeRedis(simulation.loop("10.0.0.1"), ADDRESS).start();
            server.script = words -> {
                if (words.get(0).equals("INCRBY")) {
                    List.copyOf(server.connections).forEach(Transport::abort);
                }
                return null;
            };
            Scheduler loop = simulation.loop("10.0.0.2");
            Future<Long> sum =
                    loop.submit(() -> Redis.on(loop, RedisOptions.of(ADDRESS)).add("n", 1));
            simulation.runUntil(sum::isDone);
            Throwable error = Objects.requireNonNull(sum.outcome()).error();
            return error instanceof IOException
                            && !(error instanceof NotSentException)
                            && String.valueOf(error.getMessage()).contains("may have run it, or not")
                    ? "tell the caller that the server may have run it, or not"
                    : String.valueOf(error);
        }
    }
}
