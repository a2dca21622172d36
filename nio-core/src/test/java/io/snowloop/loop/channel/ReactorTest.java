// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.logging.CallbackErrors;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReactorTest {
    private final TestLoop test = new TestLoop();
    private final Reactor reactor = test.loop.reactor();

    @Test
    void turnsAreNumberedFromOne() {
        List<Long> turns = new ArrayList<>(List.of(reactor.turn()));
        for (int i = 0; i < 3; i++) {
            test.inTask(() -> turns.add(reactor.turn()));
        }
        test.close();
        assertThat(turns).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void endsAllChannelsAndTellsWhetherThereWereAny() throws IOException {
        try (Loopback channel = new Loopback(reactor.provider())) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            reactor.register(channel.source, 0, handler);

            assertThat(reactor.endAll()).isTrue();
            assertThat(reactor.endAll()).isFalse();

            assertThat(handler.calls).containsExactly("closed");
        }
        test.close();
    }

    /** So a future that is completed already has its callbacks run by the loop too, and not inline. */
    @Test
    void theLoopIsTheExecutorOfItsThreadWhileItRuns() {
        List<Object> executors = new ArrayList<>();
        test.inTask(() -> executors.add(CallbackErrors.executor()));
        test.close();

        assertThat(executors).containsExactly(test.loop);
        assertThat(CallbackErrors.executor()).isNull();
    }
}
