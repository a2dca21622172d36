// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.InputStreamBody;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Resolver;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is meant for other threads, in a simulation")
class OffloadInSimulationTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final ExecutorService pool = BlockingThreads.pool("never-used", 1, 1);

    @AfterEach
    void close() {
        simulation.close();
        pool.shutdownNow();
    }

    @Test
    void runsOnItsThreadAndTakesNoTime() throws Exception {
        Future<Thread> thread = loop.submit(() -> loop.blocking(pool, Thread::currentThread));

        assertThat(simulation.runUntil(thread)).isSameAs(Thread.currentThread());
        assertThat(simulation.ticker().elapsed()).isEqualTo(ZERO);
    }

    @Test
    void aStreamIsReadOnIt() throws Exception {
        List<Thread> threads = new ArrayList<>();
        Body body = InputStreamBody.of(loop, pool, () -> {
            threads.add(Thread.currentThread());
            return new ByteArrayInputStream("snow".getBytes(UTF_8));
        });

        Future<Body.Bytes> collected = loop.submit(() -> body.collect(10));

        assertThat(simulation.runUntil(collected)).isEqualTo(Body.of("snow"));
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(simulation.ticker().elapsed()).isEqualTo(ZERO);
    }

    @Test
    void anExecutorWithoutThreadsIsAsked() throws Exception {
        Queue<Runnable> queue = new ArrayDeque<>();
        Future<String> read = loop.blocking(queue::add, () -> "read");
        simulation.run();
        assertThat(read.isDone()).isFalse();

        queue.remove().run();
        assertThat(simulation.runUntil(read)).isEqualTo("read");
    }

    @Test
    void theNameServiceOfTheMachineIsNotAsked() {
        Future<List<InetAddress>> addresses =
                loop.submit(() -> Resolver.system().resolve(loop, "localhost"));

        assertThatThrownBy(() -> simulation.runUntil(addresses))
                .hasCauseInstanceOf(UnknownHostException.class)
                .hasMessageContaining("Connector.Builder.resolver");
        assertThat(simulation.ticker().elapsed()).isEqualTo(ZERO);
    }
}
