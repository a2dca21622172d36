// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The start of a program")
class LaunchTest {
    private final TestLoop test = new TestLoop();
    private final InternalError failure = new InternalError("unable to create native thread");

    @AfterEach
    void close() {
        test.close();
    }

    private Future<ChildProcess> start(ProcessBuilder builder, Executor threads) {
        Future<ChildProcess> started = Launch.start("git", builder, test.loop, threads, Command.GRACE);
        test.turnUntilIdle();
        return started;
    }

    /** The JDK starts a thread that waits for the end of the process. An OutOfMemoryError would end the tests, too. */
    @Test
    void failsWithAnErrorOfTheJdk() {
        ProcessBuilder builder = new ProcessBuilder("git").directory(new File("a") {
            private static final long serialVersionUID = 1;

            @Override
            public boolean isDirectory() {
                throw failure;
            }
        });
        assertThat(start(builder, Runnable::run).outcome().error()).isSameAs(failure);
    }

    @Test
    void failsIfTheSystemHasNoThreadForIt() {
        Executor none = task -> {
            throw failure;
        };
        assertThat(start(new ProcessBuilder("git"), none).outcome().error())
                .isInstanceOf(IOException.class)
                .hasCause(failure)
                .hasMessage("cannot run git: unable to create native thread");
    }
}
