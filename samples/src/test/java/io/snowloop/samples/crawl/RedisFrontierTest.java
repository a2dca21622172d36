// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.redis.FakeRedis;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisCommands;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The frontier with a server of the simulator. */
class RedisFrontierTest extends RedisFrontierContract {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.9", 6379);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop serverLoop = simulation.loop("10.0.0.9");
    private final FakeRedis server = new FakeRedis(serverLoop, ADDRESS);
    private final EventLoop loop = simulation.loop("10.0.0.2");

    @BeforeEach
    void start() throws Exception {
        server.script = new FakeFrontier(serverLoop);
        server.start();
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Override
    protected RedisCommands redis() {
        return Redis.on(loop, RedisOptions.of(ADDRESS).withRandom(simulation.random()));
    }

    @Override
    protected Scheduler loop() {
        return loop;
    }

    @Override
    protected <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return simulation.runUntil(loop.submit(call));
    }
}
