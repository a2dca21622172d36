// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.TestLoop;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A null argument is refused by its name")
class NullArgumentsTest {
    private final TestLoop test = new TestLoop();
    private final NullArguments arguments = new NullArguments()
            .sample(int.class, () -> 1)
            .sample(String.class, () -> "a")
            .sample(String[].class, () -> new String[0])
            .sample(List.class, () -> List.of("a"))
            .sample(Path.class, () -> Path.of("a"))
            .sample(Redirect.class, () -> Redirect.PIPE)
            .sample(Duration.class, () -> Duration.ofSeconds(1))
            .sample(Runnable.class, () -> () -> {})
            .sample(Executor.class, () -> task -> {})
            .sample(Body.class, () -> Body.EMPTY)
            .sample(Body.Bytes.class, () -> Body.EMPTY)
            .sample(Scheduler.class, () -> test.loop)
            .sample(Command.class, () -> Command.of("a").threads(task -> {}))
            .sample(Command.Result.class, () -> new Command.Result(0, Body.EMPTY, Body.EMPTY));

    @AfterEach
    void close() {
        test.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {Command.class, Command.Result.class, Signals.class})
    void in(Class<?> type) throws Exception {
        assertThat(arguments.unchecked(type)).isEmpty();
    }
}
