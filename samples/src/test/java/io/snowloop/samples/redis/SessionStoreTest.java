// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.Jackson;
import io.snowloop.server.session.SessionStore;
import io.snowloop.sim.Simulation;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import tools.jackson.databind.ObjectMapper;

/** Both stores of sessions keep the contract, in virtual time. */
class SessionStoreTest {
    abstract static class InSimulation extends SessionStoreContract {
        final Simulation simulation = new Simulation(1);
        final EventLoop loop = simulation.loop("10.0.0.2");

        @AfterEach
        void close() {
            simulation.close();
        }

        @Override
        protected <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception {
            return simulation.runUntil(loop.submit(call));
        }

        @Override
        protected void pass(Duration time) throws Exception {
            simulation.runFor(time);
        }
    }

    @Nested
    class InMemory extends InSimulation {
        private final SessionStore store = SessionStore.inMemory(10);

        @Override
        protected SessionStore store() {
            return store;
        }
    }

    @Nested
    class InRedis extends InSimulation {
        private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 6379);

        @BeforeEach
        void start() throws Exception {
            new FakeRedis(simulation.loop("10.0.0.1"), ADDRESS).start();
        }

        private final SessionStore store =
                new RedisSessionStore(Redis.on(loop, RedisOptions.of(ADDRESS)), new Jackson(new ObjectMapper()));

        @Override
        protected SessionStore store() {
            return store;
        }
    }
}
