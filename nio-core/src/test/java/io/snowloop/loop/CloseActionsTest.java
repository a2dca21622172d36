// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Cancellable;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is to be done when a loop is closed")
class CloseActionsTest {
    private final TestLoop test = new TestLoop();
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void isDoneOnceOnTheThreadThatCloses() {
        test.loop.onClose(() -> {
            assertThat(test.loop.inEventLoop()).isTrue();
            log.add("closed");
        });
        test.loop.onClose(() -> test.loop.execute(() -> log.add("a task of it")));
        test.turnUntilIdle();
        assertThat(log).isEmpty();
        test.loop.close();
        test.loop.close();
        assertThat(log).containsExactlyInAnyOrder("closed", "a task of it");
    }

    @Test
    void isNotDoneIfItIsTakenBack() {
        Cancellable action = test.loop.onClose(() -> log.add("closed"));
        Threads.runElsewhere(() -> assertThat(action.cancel()).isTrue());
        assertThat(action.cancel()).isFalse();
        test.loop.close();
        assertThat(log).isEmpty();
    }

    @Test
    void mayThrow() {
        IllegalStateException bug = new IllegalStateException("a bug");
        test.loop.onClose(() -> {
            throw bug;
        });
        test.loop.onClose(() -> log.add("closed"));
        test.loop.close();
        assertThat(log).containsExactly("closed");
        assertThat(test.reports.take()).hasSize(1);
    }

    @Test
    void belongsToTheLoopsThreadAndToALoopThatIsOpen() {
        Threads.runElsewhere(() -> assertThatIllegalStateException()
                .isThrownBy(() -> test.loop.onClose(() -> {}))
                .withMessageContaining("use loop.execute"));
        test.loop.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> test.loop.onClose(() -> {}))
                .withMessageContaining("is closed already");
    }
}
