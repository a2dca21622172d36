// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of a loop, of the smallest one and of the large one. */
class MiniLoopTest {
    private final Simulation simulation = new Simulation(1);
    private final List<String> log = new ArrayList<>();
    private final EventLoopOptions options = simulation.options("10.0.0.1").toBuilder()
            .exceptionHandler((error, callback) -> log.add("caught " + error.getMessage()))
            .build();

    @AfterEach
    void close() {
        simulation.close();
    }

    /** What both loops can do. */
    interface Subject {
        void execute(Runnable task);

        /** Returns what cancels it. */
        Runnable after(long millis, Runnable callback);

        void whenReadable(Pipe.SourceChannel channel, Runnable callback) throws IOException;

        void turn() throws IOException;
    }

    enum Kind {
        MINI {
            @Override
            Subject open(EventLoopOptions options) throws IOException {
                return new Small(new MiniLoop(options));
            }
        },
        LARGE {
            @Override
            Subject open(EventLoopOptions options) throws IOException {
                return new Large(EventLoop.open(options));
            }
        };

        abstract Subject open(EventLoopOptions options) throws IOException;
    }

    private record Small(MiniLoop loop) implements Subject {
        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Runnable after(long millis, Runnable callback) {
            return loop.at(loop.now() + millis * 1_000_000, callback::run);
        }

        @Override
        public void whenReadable(Pipe.SourceChannel channel, Runnable callback) throws IOException {
            loop.register(channel, SelectionKey.OP_READ, key -> callback.run());
        }

        @Override
        public void turn() throws IOException {
            loop.turn();
        }
    }

    private record Large(EventLoop loop) implements Subject {
        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Runnable after(long millis, Runnable callback) {
            return loop.schedule(Duration.ofMillis(millis), callback)::cancel;
        }

        @Override
        public void whenReadable(Pipe.SourceChannel channel, Runnable callback) throws IOException {
            Registration registration = loop.reactor().register(channel, SelectionKey.OP_READ, ReadyHandler.NONE);
            registration.handler(new ReadyHandler() {
                @Override
                public void ready(int readyOps) {
                    callback.run();
                }

                @Override
                public void closed(@Nullable Throwable cause) {}
            });
        }

        @Override
        public void turn() {
            loop.runOnce();
        }
    }

    private void advance(long millis) {
        simulation.runFor(Duration.ofMillis(millis));
    }

    /** A loop after its first turn, in which a task has set the test up: so timers are set on its thread. */
    private Subject loop(Kind kind, Consumer<Subject> setUp) throws IOException {
        Subject loop = kind.open(options);
        loop.execute(() -> setUp.accept(loop));
        loop.turn();
        return loop;
    }

    @ParameterizedTest
    @EnumSource
    void channelsThenTimersThenTasks(Kind kind) throws IOException {
        Subject loop = loop(kind, it -> {
            it.execute(() -> log.add("task"));
            it.after(0, () -> log.add("timer"));
        });
        Pipe pipe = options.provider().openPipe();
        pipe.source().configureBlocking(false);
        loop.whenReadable(pipe.source(), () -> log.add("channel"));
        pipe.sink().write(ByteBuffer.allocate(1));
        advance(1);

        loop.turn();

        assertThat(log).containsExactly("channel", "timer", "task");
    }

    @ParameterizedTest
    @EnumSource
    void whatATurnQueuesRunsInTheNextOne(Kind kind) throws IOException {
        Subject loop = loop(kind, it -> {
            it.execute(() -> {
                log.add("first");
                it.execute(() -> log.add("of the first"));
            });
            it.after(0, () -> it.execute(() -> log.add("of the timer")));
            it.execute(() -> log.add("second"));
        });

        loop.turn();
        assertThat(log).containsExactly("first", "second");
        loop.turn();
        assertThat(log).containsExactly("first", "second", "of the timer", "of the first");
    }

    @ParameterizedTest
    @EnumSource
    void timersFireSoonestFirstAndNotBeforeTheirTime(Kind kind) throws IOException {
        Subject loop = loop(kind, it -> {
            it.after(20, () -> log.add("20"));
            it.after(10, () -> log.add("10"));
            it.after(10, () -> log.add("10 again"));
            it.after(15, () -> log.add("cancelled")).run();
            it.execute(() -> {});
        });

        loop.turn();
        assertThat(log).isEmpty();
        advance(10);
        loop.turn();
        assertThat(log).containsExactly("10", "10 again");
        advance(10);
        loop.turn();
        assertThat(log).containsExactly("10", "10 again", "20");
    }

    @ParameterizedTest
    @EnumSource
    void aTimerThatATimerSetsFiresInALaterTurn(Kind kind) throws IOException {
        Subject loop = loop(
                kind,
                it -> it.after(0, () -> {
                    log.add("first");
                    it.after(0, () -> log.add("second"));
                }));

        loop.turn();
        assertThat(log).containsExactly("first");
        loop.turn();
        assertThat(log).containsExactly("first", "second");
    }

    @ParameterizedTest
    @EnumSource
    void whatACallbackThrowsIsReportedAndTheLoopGoesOn(Kind kind) throws IOException {
        Subject loop = loop(kind, it -> {
            it.after(0, () -> fail("a timer"));
            it.execute(() -> fail("a task"));
            it.execute(() -> log.add("the next"));
        });

        loop.turn();

        assertThat(log).containsExactly("caught a timer", "caught a task", "the next");
    }

    private static void fail(String message) {
        throw new IllegalStateException(message);
    }
}
