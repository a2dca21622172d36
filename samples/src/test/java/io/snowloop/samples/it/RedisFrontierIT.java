// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.crawl.RedisFrontierContract;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisCommands;
import io.snowloop.samples.redis.RedisOptions;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.testcontainers.junit.jupiter.Container;

@NeedsDocker
@DisplayName("The frontier of a shared crawl in Redis")
@Tag("oldest")
class RedisFrontierIT extends RedisFrontierContract {
    @Container
    private static final PeerContainer REDIS = PeerContainer.redis(
                    "redis-server --port 6379 --protected-mode no --save ''")
            .withExposedPorts(6379);

    private EventLoop loop;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Override
    protected RedisCommands redis() {
        return Redis.on(loop, RedisOptions.of(new InetSocketAddress(REDIS.getHost(), REDIS.getMappedPort(6379))));
    }

    @Override
    protected Scheduler loop() {
        return loop;
    }

    @Override
    protected <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
        return loop.runUntil(loop.submit(call));
    }
}
