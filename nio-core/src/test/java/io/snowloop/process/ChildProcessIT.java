// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.LineReader;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.VirtualTicker;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes, each a JVM that runs {@link Program}, on a loop whose clock stands still unless the test advances it. */
@DisplayName("A child process")
class ChildProcessIT {
    private final VirtualTicker ticker = new VirtualTicker();
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open(EventLoopOptions.builder().ticker(ticker).build());
    }

    @AfterEach
    void close() {
        loop.close();
    }

    /** Else it would take the half that it has for the whole. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isStoppedIfItsInputFails() throws Exception {
        ChildProcess child = loop.runUntil(Program.command("copy").start(loop));
        IOException failure = new IOException("the disk is gone");
        Future<@Nullable Void> sent = loop.submit(() -> child.send(BodyStream.of(() -> Future.failed(failure))));
        assertThatThrownBy(() -> loop.runUntil(sent)).hasCause(failure);
        assertThat(loop.runUntil(loop.submit(child::exit))).isEqualTo(128 + 15);
    }

    /** They get the signal, too, and have lost their parent by the end of the grace. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "stop kills there")
    void killsDescendantsThatOutliveItsGrace() throws Exception {
        ChildProcess child = loop.runUntil(Program.command("parent", "stubborn").start(loop));
        Future<String> pid = loop.submit(() -> LineReader.of(child.output()).next());
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(loop.runUntil(pid))).orElseThrow();
        try {
            assertThat(loop.runUntil(loop.submit(child::stop))).isEqualTo(128 + 15);
            assertThat(grandchild.isAlive()).isTrue();
            ticker.advance(Command.GRACE);
            assertThat(loop.pendingTimers()).isOne();
            loop.runNow();
            grandchild.onExit().get(); // the time-out of all tests ends this if it lives on
            assertThat(grandchild.isAlive()).isFalse();
        } finally {
            grandchild.destroyForcibly();
        }
    }
}
