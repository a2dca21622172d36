// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions on a loop for which the caller waits. */
class LoopCallTest {
    private EventLoopGroup group;
    private EventLoop loop;

    @BeforeEach
    void start() throws IOException {
        group = EventLoopGroup.start(1);
        loop = group.next();
    }

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void byTheThreadThatMayTouchTheLoopRunAtOnce() throws IOException {
        try (TestLoop test = new TestLoop()) {
            assertThat(LoopCall.on(test.loop.reactor(), Thread::currentThread)).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void byAnotherThreadRunOnTheLoop() throws IOException {
        assertThat(LoopCall.on(loop.reactor(), Thread::currentThread).getName()).isEqualTo("snowloop-" + loop);
    }

    @Test
    void failAsTheActionDoes() {
        IOException broken = new IOException("broken");
        assertThatThrownBy(() -> LoopCall.on(loop.reactor(), () -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    @Test
    void failWithTheCauseIfTheActionHasABug() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> LoopCall.on(loop.reactor(), () -> {
                    throw bug;
                }))
                .isInstanceOf(IOException.class)
                .hasCause(bug);
    }

    @Test
    void thatAreInterruptedSaySoAndLeaveTheInterrupt() {
        AtomicBoolean over = new AtomicBoolean();
        loop.execute(() -> Threads.await(over::get));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> LoopCall.on(loop.reactor(), Thread::currentThread))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining(loop.toString());
        } finally {
            over.set(true);
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
